import { expect, test } from "vitest";
import { plantTree } from "./planted-tree.ts";

const PASSES = 'import { expect, test } from "vitest";\ntest("one is one", () => expect(1).toBe(1));\n';
const FAILS = 'import { expect, test } from "vitest";\ntest("one is two", () => expect(1).toBe(2));\n';
const DOES_NOT_LOAD = 'import "./nowhere.ts";\n';
const HOOK_THROWS = `import { beforeAll, describe, test } from "vitest";
describe("never begun", () => {
  beforeAll(() => { throw new Error("no"); });
  test("not reached", () => {});
});
`;
const THROWS_LATER = `import { test } from "vitest";
test("looks well", () => { queueMicrotask(() => { throw new Error("stray"); }); });
`;
const SKIPS_ITSELF = 'import { test } from "vitest";\ntest("not today", (context) => context.skip());\n';

test("what passed and failed is counted on the last line", async () => {
  expect(await lastLine({ "test/a.test.ts": PASSES, "test/b.test.ts": PASSES })).toBe(
    "0: 2 passed, 0 failed",
  );
  expect(await lastLine({ "test/a.test.ts": PASSES, "test/b.test.ts": FAILS })).toBe("1: 1 passed, 1 failed");
});

test.each([
  ["a file that does not load", DOES_NOT_LOAD, "1: 1 passed, 2 failed"],
  ["a hook that throws", HOOK_THROWS, "1: 1 passed, 2 failed"],
  ["an error outside of any test", THROWS_LATER, "1: 2 passed, 2 failed"],
])("%s counts as failed", async (_, text, line) => {
  const files = { "test/a.test.ts": PASSES, "test/b.test.ts": FAILS, "test/c.test.ts": text };

  expect(await lastLine(files)).toBe(line);
});

test("a run in which nothing was tested has failed", async () => {
  expect(await lastLine({})).toBe("1: 0 passed, 1 failed");
  expect(await lastLine({ "test/a.test.ts": SKIPS_ITSELF })).toBe("1: 0 passed, 1 failed");
});

/** The exit code of the tests of a tree with these files alone, and the last line that they print. */
async function lastLine(files: { readonly [path: string]: string }): Promise<string> {
  const tree = await plantTree(files);
  const { code, stdout } = await tree.run("vitest", "run");
  return `${code}: ${stdout.trimEnd().split("\n").at(-1)}`;
}
