import type { Operation } from "../../src/audit/patch.ts";
import type { Json } from "../../src/shared/json.ts";

type Container = Map<string, unknown> | unknown[];

/** Applies a JSON Patch as RFC 6902 tells, step by step, and without a thought for how it came about. */
export function applyPatch(before: Json, operations: readonly Operation[]): unknown {
  let document = thaw(before);
  for (const operation of operations) {
    const value = operation.op === "remove" ? undefined : thaw(operation.value);
    if (operation.path === "") document = value;
    else applyBelow(document, operation, value);
  }
  return freeze(document);
}

function applyBelow(document: unknown, { op, path }: Operation, value: unknown): void {
  const segments = path
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = segments.pop() ?? "";
  const target = segments.reduce((place, segment) => at(place, segment), document) as Container;
  if (!Array.isArray(target)) {
    if (op !== "add" && !target.has(last)) throw new Error(`${op} ${path}: there is nothing`);
    if (op === "remove") target.delete(last);
    else target.set(last, value);
    return;
  }
  const index = Number(last);
  if (!/^(0|[1-9]\d*)$/.test(last) || index > target.length - (op === "add" ? 0 : 1))
    throw new Error(`${op} ${path}: no such place in the list`);
  if (op === "remove") target.splice(index, 1);
  else target.splice(index, op === "add" ? 0 : 1, value);
}

function at(place: unknown, segment: string): unknown {
  if (Array.isArray(place) && Number(segment) < place.length) return place[Number(segment)];
  if (place instanceof Map && place.has(segment)) return place.get(segment);
  throw new Error(`there is no ${segment}`);
}

/** Maps, since an object would take some names, such as `__proto__`, for its own. */
function thaw(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(thaw);
  if (typeof value !== "object" || value === null) return value;
  return new Map(Object.entries(value).map(([name, member]) => [name, thaw(member)]));
}

function freeze(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(freeze);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([name, member]) => [name, freeze(member)]));
}
