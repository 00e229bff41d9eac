import fc from "fast-check";
import { expect, it } from "vitest";
import { type PoolId, poolPath } from "../../src/pool/id.ts";
import type { Problem } from "../../src/spec/problem.ts";
import { readSpec } from "../../src/spec/read.ts";
import { schemaValidSpec } from "../spec/changed-specs.ts";
import { laptopArm } from "./laptop-arm.ts";

/** What the service refuses where a spec is only warned about: nobody knows that it always will. */
const DOUBTS: ReadonlySet<string> = new Set(["pool/region", "pool/container-type-preview"]);
const isError = ({ severity }: Problem): boolean => severity === "error";

it("what the rules let through, the service takes; what it refuses, they refused before", async () => {
  const counts = { taken: 0, refused: 0 };

  await fc.assert(
    fc.asyncProperty(schemaValidSpec, async (value) => {
      const { subscriptionId, resourceGroup, name, ...body } = value as PoolId;
      const bytes = Buffer.from(JSON.stringify(value));
      const { problems } = readSpec({ path: "a.json", bytes });

      const { status } = await laptopArm().ask(
        "PUT",
        poolPath({ subscriptionId, resourceGroup, name }),
        body,
      );

      const isTaken = status === 200 || status === 201;
      counts[isTaken ? "taken" : "refused"] += 1;
      if (!isTaken)
        expect(problems.some((problem) => isError(problem) || DOUBTS.has(problem.code))).toBe(true);
    }),
    { numRuns: 600 },
  );

  // Both must have come, or the test says little.
  expect(counts.taken).toBeGreaterThan(40);
  expect(counts.refused).toBeGreaterThan(40);
});
