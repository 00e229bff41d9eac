import { isObject, isTooDeep, type JsonObject } from "../shared/json.ts";
import { CannotRun } from "./world.ts";

/** The resources in what `az containerapp sessionpool show` or `list`, or ARM itself, prints. */
export function readResources(value: unknown): readonly JsonObject[] {
  if (isTooDeep(value)) throw new CannotRun("standard input is nested deeper than any session pool");
  const listed = isObject(value) && Array.isArray(value.value) ? value.value : value;
  const all: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  return all.map((one) => (isObject(one) ? (one as JsonObject) : notJson()));
}

function notJson(): never {
  throw new CannotRun(
    "standard input is not what az containerapp sessionpool show -o json, or list -o json, prints",
  );
}
