import { Ajv } from "ajv";
import type { NewSecret } from "./shelf.ts";

/** What somebody wants of the next requests. Everything is optional: what is left out stays as it is. */
export interface KeyVaultSettings {
  /** Vaults that the app has no role in. */
  readonly denied?: readonly string[];
  /** Replaces those that were set before. */
  readonly faults?: readonly KeyVaultFault[];
}

/** Strikes the next `times` reads of secrets whose path contains `path`. */
export interface KeyVaultFault {
  readonly path?: string;
  readonly times: number;
  /** This is the answer. Without it, the connection is cut. */
  readonly status?: number;
  readonly code?: string;
  /** Seconds, for the header `Retry-After`. */
  readonly retryAfter?: number;
}

/** Settings or a secret that can't be, with everything that is wrong about them. */
export class KeyVaultSettingsError extends Error {
  override readonly name = "KeyVaultSettingsError";
}

const text = { type: "string" };
const object = (required: readonly string[], properties: object) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});

const ajv = new Ajv({ allErrors: true });

const checkSettings = ajv.compile(
  object([], {
    denied: { type: "array", items: text },
    faults: {
      type: "array",
      items: object(["times"], {
        path: text,
        times: { type: "integer", minimum: 1 },
        status: { type: "integer", minimum: 400, maximum: 599 },
        code: text,
        retryAfter: { type: "integer", minimum: 0 },
      }),
    },
  }),
);

const instant = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$" };
const checkSecret = ajv.compile(
  object(["vault", "name", "value"], {
    vault: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$" },
    name: { type: "string", pattern: "^[A-Za-z0-9-]{1,127}$" },
    value: { type: "string", minLength: 1, maxLength: 25_600 },
    enabled: { type: "boolean" },
    notBefore: instant,
    expires: instant,
  }),
);

/** Throws `KeyVaultSettingsError` that names every problem. */
export function assertKeyVaultSettings(settings: unknown): asserts settings is KeyVaultSettings {
  if (!checkSettings(settings)) throw problemsOf(checkSettings.errors);
}

/** Throws `KeyVaultSettingsError` that names every problem, and no value. */
export function assertNewSecret(secret: unknown): asserts secret is NewSecret {
  if (!checkSecret(secret)) throw problemsOf(checkSecret.errors);
}

function problemsOf(errors: typeof checkSettings.errors): KeyVaultSettingsError {
  const problems = (errors ?? []).map(({ instancePath, message, params }) => {
    const stranger: unknown = params.additionalProperty;
    const place = instancePath.slice(1).replaceAll("/", ".") || "body";
    return typeof stranger === "string" ? `${place}: there is no '${stranger}'` : `${place}: ${message}`;
  });
  return new KeyVaultSettingsError(problems.join("; "));
}
