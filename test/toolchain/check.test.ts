import { expect, test } from "vitest";
import { type Checked, runChecks, summary } from "../../scripts/check.ts";

const PASSES = { name: "quiet", command: `node -e "console.log('all is well')"` };
const FAILS = { name: "loud", command: `node -e "console.error('line 3 is wrong'); process.exit(2)"` };
const MISSING = { name: "missing", command: "no-such-tool --check" };

test("every check runs, and only what failed is shown in full", async () => {
  const all = await results([PASSES, FAILS, MISSING]);

  expect(all.map(({ check, passed }) => `${check.name} ${passed}`).sort()).toEqual([
    "loud false",
    "missing false",
    "quiet true",
  ]);
  expect(summary(all)).toContain("line 3 is wrong");
  expect(summary(all)).toContain("no-such-tool");
  expect(summary(all)).not.toContain("all is well");
  expect(summary(all).split("\n").at(-1)).toBe("1 passed, 2 failed");
});

test("checks run on the project's own Node.js", async () => {
  const [checked] = await results([{ name: "version", command: "node --version" }]);

  expect(checked?.output).toMatch(/^v24\./);
});

async function results(checks: Parameters<typeof runChecks>[0]): Promise<readonly Checked[]> {
  const all: Checked[] = [];
  for await (const checked of runChecks(checks, 2)) all.push(checked);
  return all;
}
