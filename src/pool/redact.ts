import { isList, isObject, type Json, type JsonObject } from "../shared/json.ts";

/** Properties that hold a secret wherever they stand. References (`passwordSecretRef`) and ids as names hold none. */
const SECRET_PROPERTY =
  /^[a-z]*(password|passwd|secret|token|connectionstring|(account|access|shared|primary|secondary|private|api)key)$/i;

/**
 * A copy of the resource that is fit to be kept and shown: of `secrets` only the names are left, whatever their
 * shape, and nothing of a property that is a secret by its name. Texts are made well-formed, so that the copy
 * always has a canonical form. Values of tags and of environment variables are plain by ARM's definition.
 */
export function redact(resource: JsonObject): JsonObject {
  return redactObject(resource);
}

function redactObject(object: JsonObject): JsonObject {
  const members = Object.entries(object).flatMap(([name, value]): [string, Json][] => {
    if (value === undefined) return [];
    if (name.toLowerCase() === "secrets") return [[name, namesOnly(value)]];
    if (name === "tags") return [[name, copy(value)]];
    return isSecret(name, value) ? [] : [[name.toWellFormed(), redactValue(value)]];
  });
  return Object.fromEntries(members);
}

function redactValue(value: Json): Json {
  if (isList(value)) return value.map(redactValue);
  return isObject(value) ? redactObject(value) : copy(value);
}

function isSecret(name: string, value: Json): boolean {
  return typeof value !== "boolean" && value !== null && SECRET_PROPERTY.test(name);
}

function namesOnly(secrets: Json): Json {
  if (isList(secrets)) return secrets.map(nameOnly);
  if (isObject(secrets))
    return Object.fromEntries(Object.keys(secrets).map((name) => [name.toWellFormed(), {}]));
  return null;
}

function nameOnly(secret: Json): Json {
  const name = isObject(secret) ? secret.name : undefined;
  return typeof name === "string" ? { name: name.toWellFormed() } : {};
}

function copy(value: Json): Json {
  if (typeof value === "string") return value.toWellFormed();
  if (isList(value)) return value.map(copy);
  return isObject(value) ? copyMembers(value) : value;
}

function copyMembers(object: JsonObject): JsonObject {
  const members = Object.entries(object).map(
    ([name, value]) => [name.toWellFormed(), copy(value ?? null)] as const,
  );
  return Object.fromEntries(members);
}
