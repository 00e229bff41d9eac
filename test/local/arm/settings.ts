import { Ajv } from "ajv";

/** What can be set from outside (`POST /arm`). What a change leaves out stays as it is. */
export interface ArmSettings {
  /** How long the work on a custom container takes, from the next operation on. */
  readonly operationSeconds?: number;
  /** How many writes a subscription has at once, and how fast they come back. */
  readonly bucket?: { readonly writes: number; readonly refillPerSecond: number };
  /** The faults to come, instead of those that were set before; `[]` ends all. */
  readonly faults?: readonly ArmFault[];
  /** Operations that will end badly, instead of those that were set before. */
  readonly failOperations?: readonly FailedOperation[];
  /** How many pools a page of a list has. */
  readonly pageSize?: number;
  /** Those that the service takes; without a word of it, those that api-version 2025-07-01 names. */
  readonly containerTypes?: readonly string[];
  /** The subscriptions that there are; null: whichever is asked for. */
  readonly subscriptions?: readonly string[] | null;
  /** The resource groups that there are, as `/subscriptions/…/resourceGroups/…`; null: whichever is asked for. */
  readonly resourceGroups?: readonly string[] | null;
}

/** Goes wrong with the next `times` requests of this method whose path contains `path`. */
export interface ArmFault {
  readonly method: "GET" | "PUT" | "PATCH" | "DELETE";
  /** Without case; every path contains "". */
  readonly path?: string;
  readonly times: number;
  /** The answer's status, instead of doing the work. */
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  /** Seconds, for the header `Retry-After`. */
  readonly retryAfter?: number;
  /** Does the work and cuts the connection: the answer is lost. */
  readonly dropAnswer?: boolean;
  /** Holds the answer back; the work, if any, is done before. */
  readonly delayMs?: number;
}

/** The next `times` operations on pools whose ARM id contains `path` end as Failed. */
export interface FailedOperation {
  readonly method?: "PUT" | "PATCH" | "DELETE";
  readonly path?: string;
  readonly times: number;
  readonly code?: string;
  readonly message?: string;
}

/** Settings that can't be, with everything that is wrong about them. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

const count = { type: "integer", minimum: 1 };
const text = { type: "string" };
const seconds = { type: "number", minimum: 0 };
const names = { type: ["array", "null"], items: text };
const object = (required: readonly string[], properties: object) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});

const checkSettings = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
  object([], {
    operationSeconds: seconds,
    bucket: object(["writes", "refillPerSecond"], {
      writes: count,
      refillPerSecond: { type: "number", exclusiveMinimum: 0 },
    }),
    faults: {
      type: "array",
      items: object(["method", "times"], {
        method: { enum: ["GET", "PUT", "PATCH", "DELETE"] },
        path: text,
        times: count,
        status: { type: "integer", minimum: 400, maximum: 599 },
        code: text,
        message: text,
        retryAfter: { type: "integer", minimum: 0 },
        dropAnswer: { type: "boolean" },
        delayMs: { type: "number", minimum: 0 },
      }),
    },
    failOperations: {
      type: "array",
      items: object(["times"], {
        method: { enum: ["PUT", "PATCH", "DELETE"] },
        path: text,
        times: count,
        code: text,
        message: text,
      }),
    },
    pageSize: count,
    containerTypes: { type: "array", items: text },
    subscriptions: names,
    resourceGroups: {
      ...names,
      items: { type: "string", pattern: "^/subscriptions/[^/]+/resource[gG]roups/[^/]+$" },
    },
  }),
);

/** Throws `SettingsError` that names every problem. */
export function assertSettings(settings: unknown): asserts settings is ArmSettings {
  const problems = checkSettings(settings)
    ? faultProblems(settings)
    : (checkSettings.errors ?? []).map(({ instancePath, message, params }) => {
        const stranger: unknown = params.additionalProperty;
        const place = instancePath.slice(1).replaceAll("/", ".") || "settings";
        return typeof stranger === "string" ? `${place}: there is no '${stranger}'` : `${place}: ${message}`;
      });
  if (problems.length > 0) throw new SettingsError(problems.join("; "));
}

function faultProblems({ faults = [] }: ArmSettings): readonly string[] {
  return faults.flatMap((fault, index) => {
    const place = `faults.${index}`;
    const spoken = [fault.code, fault.message, fault.retryAfter].some((part) => part !== undefined);
    if (fault.status !== undefined && fault.dropAnswer)
      return [`${place}: status is answered without doing the work, dropAnswer does it: give one of them`];
    if (spoken && fault.status === undefined) return [`${place}: code, message and retryAfter need a status`];
    if (fault.status === undefined && !fault.dropAnswer && fault.delayMs === undefined)
      return [`${place}: give status, dropAnswer or delayMs`];
    return [];
  });
}
