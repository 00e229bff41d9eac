import { isRestError } from "@azure/core-rest-pipeline";
import type { SecretReference } from "../pool/secrets.ts";
import { Busy, Failure, type FailureDetails, NotYet, Refused } from "../shared/failures.ts";
import { isObject, parseJson } from "../shared/json.ts";
import { lostCall } from "../shared/lost-call.ts";
import { retryAfterMs } from "../shared/retry-after.ts";

export interface VaultAnswer {
  readonly status: number;
  readonly bodyAsText?: string | null | undefined;
  readonly headers: { get(name: string): string | undefined };
}

/** `the secret api-key of the key vault contoso.vault.azure.net`, with its version where one is named. */
export function describeSecret({ vault, name, version }: SecretReference): string {
  return `the secret ${name}${version ? ` (version ${version})` : ""} of the key vault ${vault}`;
}

/** What an answer of Key Vault that is no success means. An unknown 4xx is refused. */
export function classify(answer: VaultAnswer, reference: SecretReference, nowMs: number): Failure {
  const { status, headers } = answer;
  const said = readError(answer);
  const waitMs = retryAfterMs(headers.get("retry-after"), nowMs);
  const requestId = headers.get("x-ms-request-id");
  const details = (code: string, message: string): FailureDetails => ({
    ...{ code, message, status },
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(requestId === undefined ? {} : { requestId }),
  });
  const code = said.inner ?? said.code ?? `Http${status}`;
  const what = describeSecret(reference);
  if (status === 408 || status === 429 || status >= 500)
    return new Busy(details(code, `${what} can't be read now: Key Vault answered ${status}`));
  if (code === "SecretDisabled") return new Refused(details(code, `${what} is disabled`));
  // A role may still be spreading, and somebody may be about to open the vault's firewall.
  if (status === 401 || status === 403) return new NotYet(details(code, `${whyForbidden(code)}: ${what}`));
  if (status === 404) return new Refused(details(code, `there is no such secret: ${what}`));
  return new Refused(
    details(code, `${what} can't be read: ${said.message ?? `Key Vault answered ${status}`}`),
  );
}

/** A call that got no answer. A bug stays what it is. */
export function toFailure(error: unknown, reference: SecretReference): unknown {
  if (error instanceof Failure) return error;
  // Vaults are hosts: one that the name service does not know is not there, or not yet.
  if (isRestError(error) && error.code === "ENOTFOUND") {
    const message = `there is no such key vault: ${reference.vault}`;
    return new NotYet({ code: "KeyVaultNotFound", message });
  }
  // The client compares the vault's host with whom the token is for, and says so in these words.
  if (error instanceof Error && error.message.startsWith("The challenge")) {
    const message = `${reference.vault} does not ask for a token as a key vault does`;
    return new Refused({ code: "NoKeyVault", message });
  }
  return lostCall("Key Vault", error) ?? error;
}

function whyForbidden(code: string): string {
  return /Firewall|Connection/.test(code)
    ? "the key vault's network rules keep the deployer out"
    : "the deployer's identity needs the role Key Vault Secrets User";
}

export interface Said {
  readonly code?: string | undefined;
  /** The narrower code. */
  readonly inner?: string | undefined;
  readonly message?: string | undefined;
}

/** What Key Vault says of its own answer, as far as it says anything. */
export function readError({ bodyAsText }: Pick<VaultAnswer, "bodyAsText">): Said {
  const body = parseJson(bodyAsText ?? "");
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const inner = isObject(error.innererror) ? error.innererror : {};
  return { code: textOf(error.code), inner: textOf(inner.code), message: firstLine(textOf(error.message)) };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** What follows are ids of the caller and of the resource, and a link. */
const firstLine = (text: string | undefined): string | undefined => text?.split(/[\r\n]/, 1)[0];
