import { isObject, type Json, type JsonObject } from "../shared/json.ts";

/** Whether ARM says that one of `callers` made the pool, no earlier than `sinceMs` (epoch milliseconds). */
export function isMadeBy(resource: JsonObject, callers: readonly string[], sinceMs: number): boolean {
  const { createdBy, createdAt } = systemDataOf(resource);
  return isBy(createdBy, callers) && isSince(createdAt, sinceMs);
}

/** Whether ARM says that one of `callers` was the last to change the pool, or made it, no earlier than `sinceMs`. */
export function isTouchedBy(resource: JsonObject, callers: readonly string[], sinceMs: number): boolean {
  const { lastModifiedBy, lastModifiedAt } = systemDataOf(resource);
  const isLast = isBy(lastModifiedBy, callers) && isSince(lastModifiedAt, sinceMs);
  return isLast || isMadeBy(resource, callers, sinceMs);
}

const systemDataOf = ({ systemData }: JsonObject): JsonObject => (isObject(systemData) ? systemData : {});

function isBy(who: Json | undefined, callers: readonly string[]): boolean {
  return typeof who === "string" && callers.some((caller) => caller.toLowerCase() === who.toLowerCase());
}

/** What can't be read is not since then. */
function isSince(instant: Json | undefined, sinceMs: number): boolean {
  return typeof instant === "string" && epochMsOf(instant) >= sinceMs;
}

/** ARM writes ten-millionths of a second, and leaves out the Z in all answers but a PUT's: UTC all the same. */
function epochMsOf(instant: string): number {
  const [, toSecond, fraction = ""] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(?:Z|\+00:00)?$/i.exec(instant) ?? [];
  return toSecond === undefined
    ? Number.NaN
    : Date.parse(`${toSecond}.${fraction.slice(0, 3).padEnd(3, "0")}Z`);
}
