import { Ajv, type ErrorObject } from "ajv";
import type { ContentType } from "./delivery.ts";
import type { Fault } from "./faults.ts";
import { REPOSITORY_ID } from "./resources.ts";
import type { Mode } from "./webhook.ts";

/** What can be changed while the stand-in runs. */
export interface Settings {
  readonly webhooks: Mode;
  readonly contentType: ContentType;
  /** The webhook's events; GitHub sends a push only to a webhook that asked for `push`. */
  readonly events: readonly string[];
  /** For so long after a push REST answers as before it; webhooks leave at once. */
  readonly lagSeconds: number;
  /** Requests an hour, for each token. */
  readonly rateLimit: number;
  /** Trees with more entries are cut there. */
  readonly truncateTreesAt: number;
  /** `owner/name` of a repository that was renamed or transferred: its first name redirects. `""`: it was not. */
  readonly repository: string;
  /** GitHub's number of it; another one is another repository, which took the name. */
  readonly repositoryId: number;
  /** Whatever would change it is refused. */
  readonly archived: boolean;
  /** Replaces all faults set before. */
  readonly faults: readonly Fault[];
}

export const DEFAULT_SETTINGS: Settings = {
  webhooks: "deliver",
  contentType: "json",
  events: ["push"],
  lagSeconds: 0,
  rateLimit: 5000,
  truncateTreesAt: 100_000,
  repository: "",
  repositoryId: REPOSITORY_ID,
  archived: false,
  faults: [],
};

const COUNT = { type: "integer", minimum: 0 };

const FAULT_SCHEMA = {
  type: "object",
  properties: {
    method: { type: "string" },
    path: { type: "string" },
    times: { type: "integer", minimum: 1 },
    status: { type: "integer", minimum: 400, maximum: 599 },
    message: { type: "string" },
    retryAfter: COUNT,
    rateLimit: { enum: ["primary", "secondary"] },
    dropAnswer: { type: "boolean" },
    delayMs: COUNT,
  },
  required: ["method", "times"],
  anyOf: ["status", "rateLimit", "dropAnswer", "delayMs"].map((name) => ({ required: [name] })),
  additionalProperties: false,
};

const SCHEMA = {
  type: "object",
  properties: {
    webhooks: { enum: ["deliver", "drop", "duplicate", "reverse"] },
    contentType: { enum: ["json", "form"] },
    events: { type: "array", items: { type: "string" } },
    lagSeconds: { type: "number", minimum: 0 },
    rateLimit: COUNT,
    truncateTreesAt: COUNT,
    repository: { type: "string", pattern: "^([^/]+/[^/]+)?$" },
    repositoryId: COUNT,
    archived: { type: "boolean" },
    faults: { type: "array", items: FAULT_SCHEMA },
  },
  additionalProperties: false,
};

const isChange = new Ajv({ allErrors: true, strict: false }).compile<Partial<Settings>>(SCHEMA);

/** A change of settings as somebody sent it, or an error that names every mistake. */
export function parseSettings(change: unknown): Partial<Settings> {
  if (isChange(change)) return change;
  throw new BadSettings((isChange.errors ?? []).map(describe).join("; "));
}

export class BadSettings extends Error {
  override readonly name = "BadSettings";
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll("/", ".") || "settings";
  const named = params as { additionalProperty?: string; allowedValues?: string[] };
  if (named.additionalProperty) return `${place}: there is no property ${named.additionalProperty}`;
  if (named.allowedValues) return `${place}: must be one of ${named.allowedValues.join(", ")}`;
  return `${place}: ${message}`;
}
