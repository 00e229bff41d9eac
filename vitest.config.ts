import { defineConfig } from "vitest/config";
import { closingLine } from "./test/closing-line.ts";

/** These start processes of their own, so they run by themselves when the quick ones are through. */
const SLOW = [
  "test/cli/launch.test.ts",
  "test/end-to-end/**/*.test.ts",
  "test/simulation/planted/*.test.ts",
  "test/local-host/{cloud,control,queues,start}.test.ts",
  "test/toolchain/**/*.test.ts",
];

/** Limits for what hangs: on a machine with nothing else to do, the slowest test takes a twentieth of this. */
const LIMITS = { testTimeout: 300_000, hookTimeout: 300_000 };

export default defineConfig({
  test: {
    // What one run remembers is nothing to the next, nor to another that runs at the same time.
    cache: false,
    maxWorkers: 2,
    passWithNoTests: false,
    reporters: ["default", closingLine()],
    watch: false,
    projects: [
      {
        test: {
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: SLOW,
          ...LIMITS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "slow",
          include: SLOW,
          ...LIMITS,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
