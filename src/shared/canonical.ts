import { createHash } from "node:crypto";
import { isList, type Json, type JsonObject } from "./json.ts";

/**
 * The one text of a JSON value that everybody agrees on (RFC 8785): members sorted by UTF-16 code units, no
 * spaces, numbers as ECMAScript prints them. Members that are `undefined` are left out. Throws a `TypeError`
 * for what has no such text: a number that is not finite, a string with half a surrogate pair.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return canonicalString(value);
  if (typeof value === "number") return canonicalNumber(value);
  return isList(value) ? `[${value.map(canonicalJson).join(",")}]` : canonicalObject(value);
}

/** SHA-256 of the bytes, or of the text in UTF-8, in lower-case hex. */
export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is no JSON number`);
  return JSON.stringify(value);
}

function canonicalObject(value: JsonObject): string {
  const members: string[] = [];
  // The default sort compares UTF-16 code units, which is the order that the RFC asks for.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${canonicalString(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(",")}}`;
}

function canonicalString(text: string): string {
  // JSON.stringify would escape half a pair quietly, where the RFC wants an error.
  if (!text.isWellFormed()) throw new TypeError("a string holds half a surrogate pair");
  return JSON.stringify(text);
}
