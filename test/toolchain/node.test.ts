import { execFile } from "node:child_process";
import { delimiter } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ROOT } from "./planted-tree.ts";

test("tests run on the Node.js that production has", () => {
  expect(process.version).toMatch(/^v24\./);
});

test("npm scripts do too, whatever the machine's own Node.js is", async () => {
  // As in a fresh shell: nothing of the npm script that runs the tests is left.
  const own = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  const env = { ...process.env, PATH: own.join(delimiter) };

  const { stdout } = await promisify(execFile)("npm", ["exec", "--offline", "-c", "node --version"], {
    cwd: ROOT,
    env,
  });

  expect(stdout.trim()).toMatch(/^v24\./);
});
