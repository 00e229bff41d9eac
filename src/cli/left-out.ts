import { isList, isObject, type Json, type JsonObject } from "../shared/json.ts";
import { below } from "../shared/pointer.ts";
import { isReadOnly } from "../spec/read-only.ts";
import { shapeAt } from "../spec/shape.ts";

/** What older api-versions had in the place of `lifecycleConfiguration`, answered beside it; and az's own addition. */
const ELSEWHERE = new Set([
  "/properties/dynamicPoolConfiguration/executionType",
  "/properties/dynamicPoolConfiguration/cooldownPeriodInSeconds",
  "/resourceGroup",
]);

/**
 * What a live pool has and no spec can say, such as probes that a newer api-version set: a PUT may clear it. Named as
 * `properties.customContainerTemplate.containers[0].probes`.
 */
export function leftOut(resource: JsonObject): readonly string[] {
  return unknownIn(resource, "", "");
}

function unknownIn(value: Json, pointer: string, label: string): readonly string[] {
  if (isList(value))
    return value.flatMap((item, index) => unknownIn(item, below(pointer, index), `${label}[${index}]`));
  // Secrets are told of where they are named.
  if (!isObject(value) || pointer === "/properties/secrets") return [];
  const { properties = {}, additionalProperties } = shapeAt(pointer);
  return Object.entries(value).flatMap(([name, member]) => {
    const at = below(pointer, name);
    if (saysNothing(member) || isReadOnly(pointer, name) || ELSEWHERE.has(at)) return [];
    const named = label === "" ? name : `${label}.${name}`;
    const isKnown = Object.hasOwn(properties, name) || typeof additionalProperties === "object";
    return isKnown ? unknownIn(member ?? null, at, named) : [named];
  });
}

function saysNothing(value: Json | undefined): boolean {
  if (isList(value)) return value.every(saysNothing);
  if (isObject(value)) return Object.values(value).every(saysNothing);
  return value === null || value === undefined || value === "" || value === 0 || value === false;
}
