import fc from "fast-check";
import { expect, it } from "vitest";
import { readSpec } from "../../src/spec/read.ts";
import { validSpec } from "../generators/valid-spec.ts";

it("a spec that is made to be valid has no mistake", () => {
  fc.assert(
    fc.property(validSpec({ secrets: true }), (value) => {
      const { spec, problems } = readSpec({ path: "a.json", bytes: Buffer.from(JSON.stringify(value)) });

      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(spec).toBeDefined();
    }),
    { numRuns: 500 },
  );
});
