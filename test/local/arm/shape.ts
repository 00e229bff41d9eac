import { isObject, type Json, type JsonObject } from "../../../src/shared/json.ts";
import { badRequest } from "./arm-error.ts";

/** What a part of a request's body must be. `{ "*": … }` is an object with any names. */
export type Shape = "text" | "integer" | "number" | readonly [Shape] | { readonly [name: string]: Shape };

/**
 * Reads `value` as the service does: properties that it doesn't know are passed over, null is as good as
 * absent, and numbers may come as text.
 */
export function read(shape: Shape, value: unknown, path = ""): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (shape === "text") return typeof value === "string" ? value : mistake(path, "text");
  if (shape === "integer" || shape === "number") return number(shape, value, path);
  if (isList(shape)) {
    if (!Array.isArray(value)) return mistake(path, "a list");
    return value.map((item, index) => {
      const itemPath = `${path}[${index}]`;
      return read(shape[0], item, itemPath) ?? mistake(itemPath, "given");
    });
  }
  if (!isObject(value)) return mistake(path, "an object");
  return object(shape, value, path);
}

function object(
  shape: { readonly [name: string]: Shape },
  value: { readonly [name: string]: unknown },
  path: string,
): JsonObject {
  const entries = Object.entries(value).flatMap(([name, part]) => {
    const known = Object.hasOwn(shape, name) ? shape[name] : shape["*"];
    const found = known && read(known, part, path ? `${path}.${name}` : name);
    return found === undefined ? [] : [[name, found] as const];
  });
  return Object.fromEntries(entries);
}

function number(shape: "integer" | "number", value: unknown, path: string): number {
  const found = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const isRight = shape === "integer" ? Number.isInteger(found) : Number.isFinite(found);
  return isRight ? (found as number) : mistake(path, shape === "integer" ? "an integer" : "a number");
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

function mistake(path: string, wanted: string): never {
  throw badRequest(
    "InvalidRequestContent",
    `The request content was invalid and could not be deserialized: '${path || "body"}' must be ${wanted}.`,
  );
}
