import fc from "fast-check";
import { below } from "../../src/shared/pointer.ts";
import schema from "../../src/spec/session-pool.schema.json" with { type: "json" };
import { shapeAt } from "../../src/spec/shape.ts";

/** As much of JSON Schema as the schema of specs uses. */
interface Shape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: Shape };
  readonly propertyNames?: Shape;
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
}

const IDENTITY =
  "/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a";

/** Texts of all kinds; each value takes those that fit it. */
const TEXTS = [
  "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345",
  "https://v-a.vault.azure.net/secrets/one",
  IDENTITY,
  ...'a|rg|abc|my-pool|East US|system|0.5Gi|16Gi|(a).b|ä €|𝒳 "quoted"|- a: b # c|true|1e3|null|~|line\nline|'.split(
    "|",
  ),
  ...[63, 90, 253, 256, 512].map((length) => "n".repeat(length)),
];

const NUMBERS = [
  -1,
  0,
  0.1,
  0.25,
  0.5,
  1,
  2,
  80,
  299,
  300,
  3600,
  3601,
  65_535,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  1e21,
];

function fits(text: string, { pattern = "", minLength = 0, maxLength = Infinity }: Shape): boolean {
  const { length } = Array.from(text);
  return length >= minLength && length <= maxLength && new RegExp(pattern, "u").test(text);
}

function anyOf(shape: Shape): fc.Arbitrary<unknown> {
  if (shape.enum) return fc.constantFrom(...shape.enum);
  switch (shape.type ?? "string") {
    case "object":
      return anyObject(shape);
    case "array": {
      const { items = {}, minItems = 0, maxItems = 3 } = shape;
      return fc.array(anyOf(items), { minLength: minItems, maxLength: Math.min(maxItems, 3) });
    }
    case "integer":
    case "number": {
      const { minimum = 0.1, maximum = 8, type } = shape;
      const inside = NUMBERS.filter((number) => number >= minimum && number <= maximum);
      return fc.constantFrom(...inside.filter((number) => type === "number" || Number.isInteger(number)));
    }
    default:
      return fc.constantFrom(...TEXTS.filter((text) => fits(text, shape)));
  }
}

function anyObject({ properties = {}, required = [], ...shape }: Shape): fc.Arbitrary<object> {
  const members = Object.entries(properties).map(([name, member]) => [name, anyOf(member)] as const);
  const known = fc.record(Object.fromEntries(members), { requiredKeys: [...required] });
  const { additionalProperties, propertyNames = {} } = shape;
  if (typeof additionalProperties !== "object") return known;
  const names = TEXTS.filter((text) => text !== "" && fits(text, propertyNames));
  return fc.dictionary(fc.constantFrom(...names), anyOf(additionalProperties), { maxKeys: 3 });
}

/** A body that the schema accepts. */
export const validBody = anyOf(schema);

interface Change {
  readonly where: number;
  /** `edge`: replace by a value at a limit of what the schema allows there, or just beyond it. */
  readonly kind: "edge" | "replace" | "drop" | "add" | "double";
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  where: fc.nat(),
  kind: fc.constantFrom("edge", "edge", "replace", "drop", "add", "double"),
  value: fc.oneof(
    fc.constantFrom(...TEXTS, "n".repeat(513), "None", "Timed", "Main"),
    fc.constantFrom(...NUMBERS),
    fc.constantFrom<unknown[]>([], {}, null, true, ["a"], { a: "b" }, { identity: "system" }, [[]]),
  ),
});

/** A body of which values were replaced, dropped, added or doubled, by fitting ones or by any; often none was. */
export const changedBody = fc
  .tuple(validBody, fc.array(change, { maxLength: 3 }))
  .map(([body, changes]) => changes.reduce(apply, body));

type Path = readonly string[];

function apply(body: unknown, { where, kind, value }: Change): unknown {
  const edgesAt = (path: Path) => edgesOf(shapeAt(path.reduce(below, "")));
  const paths = pathsOf(body).filter((path) => kind !== "edge" || edgesAt(path).length > 0);
  const path = paths[where % Math.max(1, paths.length)];
  if (!path) return body;
  const edges = edgesAt(path);
  const edge = edges[Math.floor(where / paths.length) % Math.max(1, edges.length)];
  return changed(body, path, { where, kind, value: kind === "edge" ? edge : value });
}

function edgesOf(shape: Shape): readonly unknown[] {
  const { minimum, maximum, exclusiveMinimum, minLength, maxLength } = shape;
  const { minItems, maxItems, maxProperties, propertyNames } = shape;
  const aroundOf = (limit: number | undefined) => (limit === undefined ? [] : [limit - 1, limit, limit + 1]);
  const counts = [...aroundOf(minItems), ...aroundOf(maxItems), ...aroundOf(maxProperties)];
  const dictionary = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, "text"]));
  return [
    ...[minimum, maximum, exclusiveMinimum].flatMap(aroundOf),
    ...[minLength, maxLength].flatMap(aroundOf).map((length) => "a".repeat(Math.max(0, length))),
    ...counts.map((length) => {
      const names = Array.from({ length: Math.max(0, length) }, (_, index) => `n${index}`);
      return shape.type === "array" ? names.map(() => ({})) : dictionary(names);
    }),
    ...(propertyNames ? ["", "a/b", "n".repeat(513)].map((name) => dictionary([name])) : []),
  ];
}

function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [key],
    ...pathsOf(member).map((path) => [key, ...path]),
  ]);
}

function changed(body: unknown, [key = "", ...rest]: Path, change: Change): unknown {
  const { kind, value } = change;
  const copy = { ...(body as { readonly [key: string]: unknown }) };
  if (rest.length > 0) copy[key] = changed(copy[key], rest, change);
  else if (kind === "drop") delete copy[key];
  else if (kind === "replace" || kind === "edge") copy[key] = value;
  else copy[`${key}2`] = kind === "double" ? copy[key] : value;
  return Array.isArray(body) ? Object.values(copy) : copy;
}
