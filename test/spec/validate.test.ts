import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { staleFiles } from "../../scripts/generate.ts";
import { validate } from "../../src/spec/generated/validate.js";
import schema from "../../src/spec/session-pool.schema.json" with { type: "json" };
import restPage from "../fixtures/specs/valid/rest-page-timed.json" with { type: "json" };

test("the generated files are what the schema says", async () => {
  expect(await staleFiles()).toEqual([]);
});

test("the generated validator loads nothing", () => {
  const code = readFileSync(new URL("../../src/spec/generated/validate.js", import.meta.url), "utf8");

  expect(code).not.toMatch(/\bimport\b|\brequire\((?!"ajv\/dist\/runtime\/ucs2length"\)\.default')/);
});

test("its verdict is the one of ajv on the schema", () => {
  const ajv = new Ajv({ allErrors: true });
  ajv.addVocabulary(["patternErrorMessage"]);
  const plain = ajv.compile(schema);
  let valid = 0;

  fc.assert(
    fc.property(changedBody, (body) => {
      const verdict = plain(body);
      if (verdict) valid += 1;
      expect(validate(body)).toBe(verdict);
    }),
    { numRuns: 2000 },
  );

  // Both answers must have come, or the test says little.
  expect(valid).toBeGreaterThan(200);
  expect(valid).toBeLessThan(1800);
});

const ORDINARY = {
  ...restPage,
  identity: { type: "UserAssigned", userAssignedIdentities: { "/a/b": {} } },
  tags: { team: "a" },
};

/** A whole spec in which a few values were replaced, added or taken out, by fitting ones or by any. */
const changedBody = fc
  .array(
    fc.record({
      where: fc.constantFrom(...pathsOf(ORDINARY)),
      change: fc.constantFrom("replace", "replace", "remove", "add"),
      value: fc.oneof(
        fc.constantFrom(
          "system",
          "Main",
          "Dynamic",
          "a",
          "0.5Gi",
          "",
          0,
          1,
          2,
          300,
          3600,
          3601,
          0.25,
          65536,
          1e10,
        ),
        fc.constantFrom<unknown[]>([], {}, null, true, ["a"], { a: "b" }),
        fc.jsonValue(),
      ),
    }),
    { maxLength: 2 },
  )
  .map((changes) =>
    changes.reduce<unknown>(
      (body, { where, change, value }) => changed(body, where, change, value),
      ORDINARY,
    ),
  );

type Path = readonly string[];

function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [key],
    ...pathsOf(member).map((path) => [key, ...path]),
  ]);
}

function changed(body: unknown, [key, ...rest]: Path, change: string, value: unknown): unknown {
  if (typeof body !== "object" || body === null || key === undefined) return body;
  const copy: { [key: string]: unknown } = { ...body };
  if (rest.length > 0) copy[key] = changed(copy[key], rest, change, value);
  else if (change === "remove") delete copy[key];
  else copy[change === "add" ? `${key}2` : key] = value;
  return Array.isArray(body) ? Object.values(copy) : copy;
}
