import { isObject, type Json, type JsonObject } from "../../../src/shared/json.ts";

/** RFC 7396: objects are merged, null removes, everything else replaces as a whole. */
function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, Json | undefined> = isJsonObject(target) ? { ...target } : {};
  for (const [name, part] of Object.entries(patch)) {
    if (part === null || part === undefined) delete merged[name];
    else merged[name] = mergePatch(merged[name], part);
  }
  return merged;
}

/** As ARM merges a resource: `tags` are replaced as a whole. */
export function mergeResource(found: JsonObject, patch: JsonObject): JsonObject {
  const { tags: _, ...others } = found;
  return mergePatch(patch.tags === undefined ? found : others, patch) as JsonObject;
}

const isJsonObject = (value: Json | undefined): value is JsonObject => isObject(value);
