import { describe, expect, test } from "vitest";
import { below, keysOf } from "../../src/shared/pointer.ts";
import { explain } from "../../src/spec/explain.ts";
import { validate } from "../../src/spec/generated/validate.js";
import type { Mistake } from "../../src/spec/place.ts";
import schema from "../../src/spec/session-pool.schema.json" with { type: "json" };
import { readValues } from "../../src/spec/values.ts";
import { parseYaml } from "../../src/spec/yaml-syntax.ts";

type Schema = { readonly [keyword: string]: unknown };

/** What is there for readers. */
const WORDS = ["$schema", "title", "description", "default", "examples", "patternErrorMessage"];
/** They lead to other values, and are walked. */
const BRANCHES = ["properties", "items"];
/** For each keyword: values that break it, and as little else as can be. */
const BREAK: { readonly [keyword: string]: (shape: Schema) => readonly unknown[] } = {
  type: ({ type }) => [type === "string" ? 7 : "seven", type === "array" ? {} : [], null],
  enum: () => ["none of them", ""],
  minimum: ({ minimum }) => [Number(minimum) - 1],
  maximum: ({ maximum }) => [Number(maximum) + 1],
  exclusiveMinimum: ({ exclusiveMinimum }) => [Number(exclusiveMinimum)],
  minLength: ({ minLength }) => ["a".repeat(Number(minLength) - 1)],
  maxLength: ({ maxLength }) => ["a".repeat(Number(maxLength) + 1)],
  pattern: ({ pattern }) => ["   ", "%%%"].filter((text) => !new RegExp(String(pattern), "u").test(text)),
  minItems: () => [[]],
  maxItems: ({ maxItems }) => [Array.from({ length: Number(maxItems) + 1 }, () => ({}))],
  maxProperties: ({ maxProperties }) => [named(Number(maxProperties) + 1, (index) => `a${index}`)],
  required: ({ required }) => (required as readonly string[]).map(() => ({})),
  additionalProperties: ({ additionalProperties }) => (additionalProperties === false ? [{ colour: 1 }] : []),
  propertyNames: ({ propertyNames }) =>
    Object.entries(propertyNames as Schema)
      .filter(([keyword]) => !WORDS.includes(keyword))
      .flatMap(([keyword, value]) => breakers(keyword, { [keyword]: value }))
      .map((name) => named(1, () => String(name))),
};

const named = (count: number, name: (index: number) => string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), "text"]));

function breakers(keyword: string, shape: Schema): readonly unknown[] {
  const values = BREAK[keyword]?.(shape);
  if (!values) throw new Error(`The schema uses ${keyword}: give it words in explain.ts, and a value here.`);
  return values;
}

/** Every value that the schema knows, by its pointer in `planted`. */
function walk(pointer: string, shape: Schema): readonly (readonly [pointer: string, shape: Schema])[] {
  const members = Object.entries((shape.properties ?? {}) as { readonly [name: string]: Schema });
  const others = shape.additionalProperties;
  return [
    [pointer, shape],
    ...members.flatMap(([name, member]) => walk(below(pointer, name), member)),
    ...(shape.items ? walk(below(pointer, 0), shape.items as Schema) : []),
    ...(typeof others === "object" ? walk(below(pointer, "any"), others as Schema) : []),
  ];
}

/** A body with nothing but the value and what it stands in. */
function planted(pointer: string, value: unknown): unknown {
  return keysOf(pointer).reduceRight<unknown>(
    (inner, key) => (key === "0" ? [inner] : { [key]: inner }),
    value,
  );
}

function explained(body: unknown): readonly Mistake[] {
  const syntax = parseYaml(JSON.stringify(body));
  if (syntax.kind === "broken") throw new Error("The body is plain JSON.");
  const values = readValues(syntax.root);
  return validate(values.value) ? [] : explain(validate.errors ?? [], values);
}

const rules = walk("", schema).flatMap(([pointer, shape]) => {
  const keywords = Object.keys(shape).filter((key) => ![...WORDS, ...BRANCHES].includes(key));
  return keywords.map((keyword) => ({ pointer, keyword, shape }));
});

describe("what breaks a rule of the schema is told in plain words", () => {
  test.each(rules)("$keyword of $pointer", ({ pointer, keyword, shape }) => {
    for (const value of breakers(keyword, shape)) {
      const about = explained(planted(pointer, value)).filter((mistake) =>
        mistake.pointer?.startsWith(pointer),
      );

      expect(about.length).toBeGreaterThan(0);
      for (const { code, message } of about) {
        expect(code).toMatch(/^spec\/(?:type|enum|range|length|pattern|required|unknown-property)$/);
        expect(message).toMatch(/^[^\p{Cc}]{10,}$/u);
        expect(message).not.toMatch(/undefined|NaN|\[object|instancePath|must NOT|should|does not fit/);
      }
    }
  });

  test("for more than a hundred rules", () => {
    expect(rules.length).toBeGreaterThan(100);
  });
});

test("a name and its value are two mistakes", () => {
  const mistakes = explained({ tags: { "a/b": 1 } }).filter(({ pointer }) => pointer?.startsWith("/tags"));

  expect(mistakes).toMatchObject([
    { code: "spec/pattern", pointer: "/tags/a~1b" },
    { code: "spec/type", pointer: "/tags/a~1b" },
  ]);
});

test("a property for editors is not recommended to authors", () => {
  const unknown = explained({ colour: "blue" }).filter(({ pointer }) => pointer === "/colour");

  expect(unknown.map(({ message }) => message)).toEqual([
    '"colour" is no property of a spec, which has subscriptionId, resourceGroup, name, location, identity, properties, tags',
  ]);
});

test.each<[unknown, string]>([
  [
    { properties: { customContainerTemplate: { containers: [{ resources: { memory: 1 } }] } } },
    "memory must be text, not a number: it must be a number and a unit, such as 0.5Gi",
  ],
  [
    { subscriptionId: 7 },
    "subscriptionId must be text, not a number: it must be a UUID, such as 34adfa4f-cedf-4dc0-ba29-b6d1a69ab345",
  ],
  [{ resourceGroup: 7 }, "resourceGroup must be text, not a number: put it in quotes"],
  [
    { identity: { userAssignedIdentities: { me: null } } },
    "me must be a set of properties, but nothing is there (null): write {}",
  ],
  [
    { identity: { userAssignedIdentities: { me: "" } } },
    "me must be a set of properties, not text: write {}",
  ],
])("what to write instead of %j would be right", (body, wanted) => {
  const types = explained(body).filter(({ code }) => code === "spec/type");

  expect(types.map(({ message }) => message)).toEqual([wanted]);
});
