import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSpec } from "../../src/spec/read.ts";
import { RULES } from "../../src/spec/rules/all.ts";
import type { SoundPool } from "../../src/spec/rules/rule.ts";
import { changedSpec, schemaValidSpec } from "./changed-specs.ts";

const ruleOf = new Map<string, (typeof RULES)[number]>(RULES.map((rule) => [rule.code, rule]));

const readJson = (spec: unknown) => {
  const text = JSON.stringify(spec, null, 2);
  return { text, ...readSpec({ path: "a.json", bytes: Buffer.from(text) }) };
};

describe("the rules", () => {
  it("have codes of one form, each once, and say what they demand and how we know it", () => {
    expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
    for (const { code, demand, source } of RULES) {
      expect(code).toMatch(/^pool\/[a-z]+(-[a-z]+)*$/);
      expect(demand).toMatch(/^[^\n]{10,120}$/);
      expect(source).toMatch(/^[^\n]{10,120}$/);
    }
  });

  it("hold their tongue where they know nothing", () => {
    for (const pool of [{}, { properties: undefined }]) {
      expect(RULES.flatMap(({ check }) => check(pool))).toEqual([]);
    }
  });

  it("answer for every spec that the schema allows, at places that are there or could be", () => {
    const broken = new Set<string>();

    fc.assert(
      fc.property(schemaValidSpec, (spec) => {
        for (const { code, check } of RULES) {
          for (const { pointer, message } of check(spec as SoundPool)) {
            broken.add(code);
            expect(pointer).toMatch(/^(\/[^/]+)+$/);
            expect(message).toMatch(/^[^\p{Cc}\p{Cf}]{10,}$/u);
          }
        }
      }),
      { numRuns: 2000 },
    );

    expect([...ruleOf.keys()].filter((code) => !broken.has(code))).toEqual([]);
  });

  it("say with the schema what is wrong, at places inside of the file, each once", () => {
    fc.assert(
      fc.property(changedSpec, (spec) => {
        const { text, spec: read, problems } = readJson(spec);

        const lines = text.split("\n");
        for (const { line, column, code, severity } of problems) {
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length);
          expect(ruleOf.get(code)?.severity ?? "error").toBe(severity);
        }
        expect(read === undefined).toBe(problems.some(({ severity }) => severity === "error"));
        const said = problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
        expect(new Set(said).size).toBe(said.length);
      }),
      { numRuns: 1000 },
    );
  });

  it("say of a pointer nothing after the schema did", () => {
    fc.assert(
      fc.property(changedSpec, (spec) => {
        const { problems } = readJson(spec);

        const isRule = (code: string) => ruleOf.has(code);
        const refused = problems.filter(({ code }) => !isRule(code) && code !== "spec/required");
        const told = problems.filter(({ code }) => isRule(code)).map(({ pointer = "" }) => pointer);
        for (const { pointer = "" } of refused) {
          expect(told.filter((other) => `${other}/`.startsWith(`${pointer}/`))).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
