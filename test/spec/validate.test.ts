import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { staleFiles } from "../../scripts/generate.ts";
import { validate } from "../../src/spec/generated/validate.js";
import { readSpec } from "../../src/spec/read.ts";
import schema from "../../src/spec/session-pool.schema.json" with { type: "json" };
import { changedBody, validBody } from "./any-body.ts";

const BODIES = 10_000;

const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: true, strictRequired: true });
ajv.addVocabulary(["patternErrorMessage"]);
const plain = ajv.compile(schema);

const KEYWORDS =
  "additionalProperties enum exclusiveMinimum maxItems maxLength maxProperties maximum minItems minLength minimum pattern propertyNames required type";

/** Which rules are broken where. */
const broken = (
  errors: readonly { instancePath: string; keyword: string; params: unknown }[] | null | undefined,
) => (errors ?? []).map(({ instancePath, keyword, params }) => ({ instancePath, keyword, params }));

test("the generated files are what the schema says", async () => {
  expect(await staleFiles()).toEqual([]);
});

test("the generated validator loads nothing", () => {
  const code = readFileSync(new URL("../../src/spec/generated/validate.js", import.meta.url), "utf8");

  expect(code).not.toMatch(/\bimport\b|\brequire\((?!"ajv\/dist\/runtime\/ucs2length"\)\.default')/);
});

test("its verdict and its reasons are the ones of ajv on the schema", () => {
  let valid = 0;
  const met = new Set<string>();

  fc.assert(
    fc.property(changedBody, (body) => {
      const verdict = plain(body);
      if (verdict) valid += 1;
      for (const { keyword } of plain.errors ?? []) met.add(keyword);
      expect(validate(body)).toBe(verdict);
      expect(broken(validate.errors)).toEqual(broken(plain.errors));
    }),
    { numRuns: BODIES },
  );

  // Both answers must have come often, or the test says little.
  expect(valid).toBeGreaterThan(BODIES / 5);
  expect(valid).toBeLessThan((BODIES * 4) / 5);
  expect([...met].toSorted().join(" ")).toBe(KEYWORDS);
});

test("a file is refused for its shape exactly if ajv refuses what it says", () => {
  const isAboutShape = ({ severity, code }: { severity: string; code: string }) =>
    severity === "error" && code.startsWith("spec/");

  fc.assert(
    fc.property(changedBody, (body) => {
      const { problems } = readSpec({ path: "a.json", bytes: Buffer.from(JSON.stringify(body)) });

      expect(problems.some(isAboutShape)).toBe(!plain(body));
    }),
    // Reading takes longer than both validators together.
    { numRuns: BODIES / 5 },
  );
});

test("what is made to be valid is valid", () => {
  fc.assert(
    fc.property(validBody, (body) => {
      expect(plain(body)).toBe(true);
    }),
  );
});
