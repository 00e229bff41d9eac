import { isObject, isTooDeep, parseJson } from "../shared/json.ts";
import type { AuditEvent, EventKind } from "./event.ts";

/** What a member is; with `?` it may be missing. */
type Member = What | `${What}?`;
type What = "text" | "number" | "object" | "hash" | "person" | "texts" | "specs" | "operations" | "sources";

type Shape = { readonly [member: string]: Member };

const COMMON: Shape = {
  id: "text",
  at: "text",
  source: "text?",
  commit: "text?",
  actor: "text?",
  pool: "text?",
  rollout: "text?",
};
const CHANGE: Shape = { pool: "text", change: "text", action: "text", generation: "number" };

const SHAPES: { readonly [kind in EventKind]: Shape } = {
  delivery: { outcome: "text", delivery: "text?", why: "text?", status: "number?" },
  sync: {
    outcome: "text",
    delivery: "text?",
    author: "person?",
    committer: "person?",
    signature: "object?",
    specs: "specs",
    problems: "texts",
    mistakes: "number",
  },
  intent: { ...CHANGE, why: "text", wantedHash: "hash?", foundHash: "hash?", difference: "operations" },
  result: {
    ...CHANGE,
    outcome: "text",
    answer: "object?",
    operation: "text?",
    failure: "object?",
    attempts: "number",
    durationMs: "number",
    bodyHash: "hash?",
  },
  drift: {
    pool: "text",
    generation: "number",
    state: "text",
    foundHash: "hash?",
    pointers: "texts",
    difference: "operations",
    since: "text?",
  },
  correction: { pool: "text", generation: "number", why: "text", count: "number" },
  secretVersion: {
    pool: "text",
    generation: "number",
    secret: "text",
    vaultSecret: "text",
    version: "text",
    previousVersion: "text?",
  },
  abandoned: { queue: "text", messageHash: "text", message: "text" },
  configuration: { version: "text", sources: "sources", settings: "object" },
};

/** The kinds that there are, in the order of a pool's story. */
export const EVENT_KINDS = Object.keys(SHAPES) as readonly EventKind[];

/** Reads a stored event; `undefined` if the text is none. */
export function parseEvent(text: string): AuditEvent | undefined {
  const value = parseJson(text);
  if (!isObject(value) || value.format !== 1 || isTooDeep(value)) return undefined;
  const kind = EVENT_KINDS.find((known) => known === value.kind);
  if (!kind) return undefined;
  const shape = { ...COMMON, ...SHAPES[kind] };
  const isEvent = Object.entries(shape).every(([member, what]) => fits(value[member], what));
  return isEvent && INSTANT.test(String(value.at)) ? (value as unknown as AuditEvent) : undefined;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Hashes become names of blobs, and where the record was downloaded, of files. */
const HASH = /^[0-9a-f]{64}$/;

function fits(value: unknown, what: Member): boolean {
  if (value === undefined) return what.endsWith("?");
  return CHECKS[what.replace("?", "") as What](value);
}

const isText = (value: unknown): value is string => typeof value === "string";

const isList = (value: unknown, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isOne);

/** As deep as readers look, so that a forged event can't stop them. */
const CHECKS: { readonly [what in What]: (value: unknown) => boolean } = {
  text: isText,
  number: (value) => typeof value === "number",
  object: isObject,
  hash: (value) => isText(value) && HASH.test(value),
  person: (value) =>
    isObject(value) &&
    isText(value.name) &&
    [value.email, value.login].every((member) => member === undefined || isText(member)),
  texts: (value) => isList(value, isText),
  specs: (value) => isList(value, (spec) => isObject(spec) && isText(spec.path) && isText(spec.pool)),
  operations: (value) => isList(value, (one) => isObject(one) && isText(one.op) && isText(one.path)),
  sources: (value) => isList(value, (source) => isObject(source) && isText(source.name)),
};
