import { withoutCredentials } from "../shared/credentials.ts";
import { isObject } from "../shared/json.ts";

export interface ArmError {
  readonly code: string;
  readonly message: string;
}

/** Errors nest, but not deeper than that. */
const DEPTH_MAX = 5;
/** For people and for documents: longer texts repeat themselves. */
const MESSAGE_CHARS_MAX = 2000;

/**
 * The errors that an answer speaks of, the outermost first, then its details. ARM wraps them in `error`, some
 * providers don't, and what a proxy says is no error of ARM at all.
 */
export function readErrors(body: unknown): readonly ArmError[] {
  return isObject(body) ? flatten(isObject(body.error) ? body.error : body, DEPTH_MAX) : [];
}

/** What one of the errors says, and what the others add to it. */
export function explain(main: ArmError, errors: readonly ArmError[]): string {
  const others = errors.filter((error) => error !== main && !main.message.includes(error.message));
  return shorten([main.message, ...others.map(({ code, message }) => `${code}: ${message}`)].join("; "));
}

function flatten(value: unknown, depth: number): readonly ArmError[] {
  if (!isObject(value) || depth === 0) return [];
  const { code, message, details } = value;
  const below = Array.isArray(details) ? details.flatMap((detail) => flatten(detail, depth - 1)) : [];
  if (typeof code !== "string" || code === "") return below;
  return [{ code, message: shorten(typeof message === "string" ? message : code) }, ...below];
}

function shorten(said: string): string {
  const text = withoutCredentials(said);
  return text.length > MESSAGE_CHARS_MAX ? `${text.slice(0, MESSAGE_CHARS_MAX - 1)}…` : text;
}
