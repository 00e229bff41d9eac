import { isObject, type Json, type JsonObject, own } from "../shared/json.ts";
import { below } from "../shared/pointer.ts";
import type { PoolBody } from "./body.ts";
import { differences } from "./differences.ts";
import { redact } from "./redact.ts";

/**
 * What `found` should be once `wanted` was put: found, with what differs replaced by what is wanted. Values that the
 * author leaves to the service stay as they are, and so do other spellings of the same. Redacted.
 */
export function expectedBody(wanted: PoolBody, found: JsonObject | undefined): JsonObject {
  if (!found) return redact({ ...wanted });
  const differing = differences(wanted, found).map(({ pointer }) => pointer);
  const expected = overlay("", redact({ ...wanted }), redact(found), differing);
  return isObject(expected) ? expected : {};
}

/** Names in these are compared without case: they are taken over whole, so that no name stands there twice. */
const WHOLE = new Set(["/tags", "/identity/userAssignedIdentities"]);

function overlay(
  at: string,
  wanted: Json | undefined,
  found: Json | undefined,
  differing: readonly string[],
): Json | undefined {
  const inside = differing.filter((pointer) => pointer === at || pointer.startsWith(`${at}/`));
  if (inside.length === 0) return found;
  if (WHOLE.has(at) || !isObject(wanted) || !isObject(found)) return wanted;
  const names = new Set([...Object.keys(found), ...Object.keys(wanted)]);
  const members = [...names].flatMap((name): [string, Json][] => {
    const value = overlay(below(at, name), own(wanted, name), own(found, name), inside);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(members);
}
