import fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonMistake } from "../../src/spec/json-syntax.ts";
import { readValues } from "../../src/spec/values.ts";
import { parseYaml } from "../../src/spec/yaml-syntax.ts";

const RUNS = 2000;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("text is JSON exactly if JSON.parse says so", () => {
  const token = fc.constantFrom(
    ...'{}[],:"',
    '"a"',
    '"\\u00e9"',
    '"\\x"',
    "1",
    "-0.5e+3",
    "01",
    "1.",
    "true",
    "nul",
    "'a'",
    " ",
    "\n",
    "//",
  );
  const tokens = fc.array(token, { maxLength: 12 }).map((parts) => parts.join(""));
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "]", '"', "\\", "0"))
    .map(([text, at, put]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + put + text.slice(start + 1);
    });

  fc.assert(
    fc.property(fc.oneof(tokens, damaged, fc.json()), (text) => {
      expect(findJsonMistake(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: RUNS },
  );
});

test("JSON read for its places has the value that JSON.parse gives", () => {
  const value = fc.jsonValue({ stringUnit: "grapheme", maxDepth: 4 });
  const text = fc.tuple(fc.dictionary(fc.string(), value), fc.constantFrom(0, 2, "\t"));

  fc.assert(
    fc.property(text, ([json, indent]) => {
      const written = JSON.stringify(json, undefined, indent);
      // Names that are refused on purpose.
      fc.pre(!/"(?:__proto__|<<)"/.test(written));
      const syntax = parseYaml(written);
      const values = syntax.kind === "tree" ? readValues(syntax.root) : undefined;

      expect(values?.mistakes).toEqual([]);
      expect(values?.value).toEqual(JSON.parse(written));
    }),
    { numRuns: RUNS / 4 },
  );
});
