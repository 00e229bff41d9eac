import { below, keysOf } from "../shared/pointer.ts";
import { explainSecret, isAboutSecrets, isSaidByValue } from "./explain-secrets.ts";
import type { Violation } from "./generated/validate.js";
import { nearest } from "./nearest.ts";
import type { Mistake } from "./place.ts";
import { quote } from "./quote.ts";
import { isReadOnly } from "./read-only.ts";
import { ownerOf, type Shape, shapeAt } from "./shape.ts";
import { strangerAdvice } from "./strangers.ts";
import { BROKEN, type Values } from "./values.ts";

/** Rules in the order in which a broken one makes those behind it pointless for the same value. */
const RULES = [
  "required",
  "additionalProperties",
  "enum",
  "type",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "propertyNames",
  "maxProperties",
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "pattern",
];

/** What the validator found, in plain words: one mistake for each value. */
export function explain(violations: readonly Violation[], values: Values): readonly Mistake[] {
  const bySubject = new Map<string, Violation>();
  for (const violation of violations) {
    // That a name is wrong is said once more with what is wrong about it.
    if (violation.keyword === "propertyNames") continue;
    const parent = valueAt(values.value, violation.instancePath);
    if (parent === BROKEN || isSaidByValue(violation, parent)) continue;
    const subject = `${subjectOf(violation)} ${violation.propertyName === undefined ? "value" : "name"}`;
    const other = bySubject.get(subject);
    if (!other || rank(violation) < rank(other)) bySubject.set(subject, violation);
  }
  return [...bySubject.values()].map((violation) => explainOne(violation, values));
}

/** The value that the rule is about. */
function subjectOf({ instancePath, params, propertyName }: Violation): string {
  const name = propertyName ?? params.missingProperty ?? params.additionalProperty;
  return name === undefined ? instancePath : below(instancePath, name);
}

function rank({ keyword }: Violation): number {
  return RULES.indexOf(keyword);
}

function explainOne(violation: Violation, values: Values): Mistake {
  const { instancePath, keyword, params, propertyName } = violation;
  const pointer = subjectOf(violation);
  if (isAboutSecrets(violation)) {
    const said = explainSecret(labelOf(instancePath), violation);
    const place = params.additionalProperty === undefined ? instancePath : pointer;
    // A name that nobody knows may be a value too, so the pointer does not have it.
    const shown = said.code === "spec/unknown-property" ? instancePath : place;
    return { ...said, pointer: shown, offset: values.offsetOf(place) };
  }
  if (params.missingProperty !== undefined) {
    const message = `${labelOf(pointer)} is missing${instancePath === "" ? "" : ` in ${labelOf(instancePath)}`}`;
    return { code: "spec/required", message, ...at(instancePath, values) };
  }
  if (params.additionalProperty !== undefined)
    return { ...explainUnknown(instancePath, params.additionalProperty), ...at(pointer, values) };
  if (propertyName !== undefined) {
    const shape = shapeAt(instancePath).propertyNames ?? {};
    const label = `the name ${quote(propertyName)} in ${labelOf(instancePath)}`;
    return { ...explainName(keyword, label, shape, propertyName), ...at(pointer, values) };
  }
  const found = valueAt(values.value, pointer);
  return { ...explainValue(keyword, labelOf(pointer), shapeAt(pointer), found), ...at(pointer, values) };
}

function at(pointer: string, { offsetOf }: Values): Pick<Mistake, "pointer" | "offset"> {
  return { pointer, offset: offsetOf(pointer) };
}

type Words = Pick<Mistake, "code" | "message">;

function explainUnknown(parent: string, name: string): Words {
  if (isReadOnly(parent, name))
    return { code: "spec/read-only", message: `${name} is read-only: Azure sets it, so take it out` };
  const known = Object.keys(shapeAt(parent).properties ?? {}).filter((property) => property !== FOR_EDITORS);
  const stranger = strangerAdvice(parent, name);
  const advice = stranger === undefined ? adviceFor(name, known) : `: ${stranger}`;
  const message = `${quote(name)} is no property of ${labelOf(parent)}${advice}`;
  return { code: "spec/unknown-property", message };
}

/** Allowed for editors of JSON, and nothing that an author should be pointed to. */
const FOR_EDITORS = "$schema";

function adviceFor(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near) return `: did you mean ${near}?`;
  const owner = ownerOf(name);
  if (owner === "") return ": it belongs at the top of the file";
  if (owner !== undefined) return `: it belongs in ${keysOf(owner).join(".")}`;
  return known.length === 0 ? ": nothing can stand here" : `, which has ${known.join(", ")}`;
}

function explainValue(keyword: string, label: string, shape: Shape, found: unknown): Words {
  switch (keyword) {
    case "enum":
      return { code: "spec/enum", message: `${label} must be ${oneOf(shape.enum ?? [], found)}` };
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
      return { code: "spec/range", message: `${label} must be ${rangeOf(shape)}${butNot(found)}` };
    case "minLength":
    case "maxLength":
      return { code: "spec/length", message: `${label} must ${lengthOf(shape, found)}` };
    case "minItems":
    case "maxItems":
    case "maxProperties":
      return { code: "spec/length", message: `${label} must have ${countOf(shape, found)}` };
    case "pattern":
      return { code: "spec/pattern", message: `${label} ${shape.patternErrorMessage}${butNot(found)}` };
    case "type":
      return { code: "spec/type", message: `${label} must be ${typeWords(shape, found)}` };
    default:
      return unfit(keyword, label);
  }
}

function explainName(keyword: string, label: string, shape: Shape, name: string): Words {
  switch (keyword) {
    case "minLength":
    case "maxLength":
      return { code: "spec/length", message: `${label} must ${lengthOf(shape, name)}` };
    case "pattern":
      return { code: "spec/pattern", message: `${label} ${shape.patternErrorMessage}` };
    default:
      return unfit(keyword, label);
  }
}

/** For a rule that has no words of its own yet; the tests see that the schema has none such. */
function unfit(keyword: string, label: string): Words {
  return { code: "spec/schema", message: `${label} does not fit the schema (${keyword})` };
}

function oneOf(allowed: readonly string[], found: unknown): string {
  const near = typeof found === "string" ? nearest(found, allowed) : undefined;
  const list = `${allowed.slice(0, -1).join(", ")} or ${allowed.at(-1)}`;
  return `${list}${butNot(found)}${near ? `: did you mean ${near}?` : ""}`;
}

function rangeOf({ minimum, maximum, exclusiveMinimum }: Shape): string {
  return exclusiveMinimum === undefined
    ? `between ${minimum} and ${maximum}`
    : `more than ${exclusiveMinimum}`;
}

function lengthOf({ minLength, maxLength }: Shape, found: unknown): string {
  if (maxLength === undefined) return "not be empty";
  const range = minLength === undefined ? `at most ${maxLength}` : `${minLength} to ${maxLength}`;
  return `have ${range} characters, not ${Array.from(String(found)).length}`;
}

function countOf({ minItems, maxItems, maxProperties }: Shape, found: unknown): string {
  const count = Object.keys(found ?? {}).length;
  const least = minItems ?? 0;
  if (count < least) return least === 1 ? "one entry at least" : `at least ${least} entries, not ${count}`;
  return `at most ${maxItems ?? maxProperties} entries, not ${count}`;
}

const NOUNS: { readonly [type: string]: string } = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  object: "a set of properties",
  array: "a list",
};

function typeWords(shape: Shape, found: unknown): string {
  const { type } = shape;
  const noun = NOUNS[type ?? ""];
  if (type === "integer" || type === "number") {
    const isQuoted = typeof found === "string" && found.trim() !== "" && Number.isFinite(Number(found));
    return `${noun}${butNot(found)}${isQuoted ? ": take the quotes away" : ""}`;
  }
  // What stands here could be a secret in the wrong place, so it is not repeated.
  return `${noun}${butNot(found, kindOf(found))}${insteadOf(found, shape)}`;
}

function insteadOf(found: unknown, { type, pattern, patternErrorMessage, ...shape }: Shape): string {
  if (type === "object" && shape.additionalProperties === false && !shape.properties) return ": write {}";
  const isScalar = typeof found === "number" || typeof found === "boolean";
  if (type !== "string" || !isScalar) return "";
  // In quotes, 1 would be no memory either.
  const isRight = pattern === undefined || new RegExp(pattern, "u").test(String(found));
  return isRight ? ": put it in quotes" : `: it ${patternErrorMessage}`;
}

function kindOf(found: unknown): string {
  if (typeof found === "string") return "text";
  return typeof found === "number" ? "a number" : "true or false";
}

/** As its author would write it. */
function written(found: unknown): string {
  if (typeof found === "string") return quote(found);
  if (Number.isNaN(found)) return ".nan";
  return String(found).replace("Infinity", ".inf");
}

function butNot(found: unknown, words = written(found)): string {
  if (found === null) return ", but nothing is there (null)";
  if (Array.isArray(found)) return ", not a list";
  return typeof found === "object" ? ", not a set of properties" : `, not ${words}`;
}

/** The property's name, with its number for an entry of a list. */
function labelOf(pointer: string): string {
  const keys = keysOf(pointer);
  const last = keys.at(-1);
  if (last === undefined) return "a spec";
  const parent = keys.slice(0, -1);
  const isItem = parent.length > 0 && shapeAt(parent.reduce(below, "")).type === "array";
  if (isItem) return `${parent.at(-1)}[${last}]`;
  return /^[\w.-]{1,60}$/.test(last) ? last : quote(last);
}

function valueAt(value: unknown, pointer: string): unknown {
  let found = value;
  for (const key of keysOf(pointer)) found = (found as { readonly [key: string]: unknown })[key];
  return found;
}
