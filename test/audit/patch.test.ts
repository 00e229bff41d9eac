import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patchBetween } from "../../src/audit/patch.ts";
import { canonicalJson } from "../../src/shared/canonical.ts";
import type { Json } from "../../src/shared/json.ts";
import { asArmAnswers } from "../pool/as-arm-answers.ts";
import { anyBody } from "../pool/bodies.ts";
import { applyPatch } from "./apply-patch.ts";

const anyJson = fc.jsonValue() as fc.Arbitrary<Json>;

describe("the difference applied to before gives after", () => {
  test("for any two JSON values", () => {
    fc.assert(
      fc.property(anyJson, anyJson, (before, after) => {
        expect(applyPatch(before, patchBetween(before, after))).toEqual(after);
      }),
    );
  });

  test("for any two lists of few words, which have much in common", () => {
    const words = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(applyPatch(before, patchBetween(before, after))).toEqual(after);
      }),
    );
  });

  test("for any two bodies of pools, as ARM answers them", () => {
    fc.assert(
      fc.property(anyBody, anyBody, (one, other) => {
        const [before, after] = [asJson(asArmAnswers(one)), asJson(asArmAnswers(other))];

        expect(canonicalJson(applyPatch(before, patchBetween(before, after)) as Json)).toBe(
          canonicalJson(after),
        );
      }),
    );
  });

  test("for a pool that comes, and one that goes", () => {
    expect(patchBetween(null, { a: 1 })).toEqual([{ op: "replace", path: "", value: { a: 1 } }]);
    expect(patchBetween({ a: 1 }, null)).toEqual([{ op: "replace", path: "", value: null }]);
  });
});

test("what is the same is not mentioned", () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(patchBetween(value, structuredClone(value))).toEqual([]);
    }),
  );
});

test("only the places that differ are named, by their pointers", () => {
  const before = { a: 1, "b/c": { "d~e": [1, 2, 3] }, gone: true };
  const after = { a: 1, "b/c": { "d~e": [1, 9, 2, 3] }, come: false };

  expect(patchBetween(before, after)).toEqual([
    { op: "add", path: "/b~1c/d~0e/1", value: 9 },
    { op: "add", path: "/come", value: false },
    { op: "remove", path: "/gone" },
  ]);
});

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));
