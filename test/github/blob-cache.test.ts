import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createBlobCache } from "../../src/github/blob-cache.ts";
import { aSha } from "../builders.ts";

const REPOSITORY = { owner: "contoso", name: "session-pools" };

describe("kept blobs", () => {
  test("beyond the limit go, the oldest first", () => {
    const cache = createBlobCache(10);
    for (const digit of ["1", "2", "3"]) cache.keep(REPOSITORY, aSha(digit), Buffer.alloc(4));

    expect(["1", "2", "3"].map((digit) => cache.get(REPOSITORY, aSha(digit))?.byteLength)).toEqual([
      undefined,
      4,
      4,
    ]);
  });

  test("have room for no blob that is larger than the limit", () => {
    const cache = createBlobCache(10);
    cache.keep(REPOSITORY, aSha("1"), Buffer.alloc(11));

    expect(cache.get(REPOSITORY, aSha("1"))).toBeUndefined();
  });

  test("are never more than the limit, and the newest that fits is there", () => {
    const kept = fc.record({ digit: fc.constantFrom("1", "2", "3", "4"), bytes: fc.nat(10) });
    fc.assert(
      fc.property(fc.array(kept, { minLength: 1 }), (all) => {
        const cache = createBlobCache(10);
        for (const { digit, bytes } of all) {
          cache.keep(REPOSITORY, aSha(digit), Buffer.alloc(bytes));

          const sizes = ["1", "2", "3", "4"].map(
            (each) => cache.get(REPOSITORY, aSha(each))?.byteLength ?? 0,
          );
          expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(10);
          expect(cache.get(REPOSITORY, aSha(digit))).toHaveLength(bytes);
        }
      }),
    );
  });
});
