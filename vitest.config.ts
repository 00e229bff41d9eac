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

export default defineConfig({
  test: {
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
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "slow",
          include: SLOW,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
