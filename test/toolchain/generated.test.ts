import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { plantTree, ROOT } from "./planted-tree.ts";

const SCRIPT = "scripts/generate.ts";
const SCHEMA = "src/spec/session-pool.schema.json";
const GENERATED = [
  "src/spec/generated/session-pool.ts",
  "src/spec/generated/validate.js",
  "src/spec/generated/validate.d.ts",
  "docs/spec-rules.md",
];

/** The project's own sources, with one file changed, or without it. */
async function plant(path: string, change: (text: string) => string | undefined) {
  const tree = await plantTree({});
  for (const folder of ["scripts", "src", "docs"]) {
    await cp(join(ROOT, folder), join(tree.path, folder), { recursive: true });
  }
  const changed = change(await readFile(join(ROOT, path), "utf8"));
  if (changed === undefined) await rm(join(tree.path, path));
  else await writeFile(join(tree.path, path), changed);
  return tree;
}

const staleIn = (output: string) => GENERATED.filter((path) => output.includes(path));

describe("the check of generated files", () => {
  test("passes when all are current", async () => {
    const tree = await plant(SCHEMA, (text) => text);

    const { code, output } = await tree.run("node", SCRIPT, "--check");

    expect(output).toBe("");
    expect(code).toBe(0);
  });

  test.each(GENERATED)("fails when %s was changed by hand or is missing", async (path) => {
    for (const change of [(text: string) => `${text} `, () => undefined]) {
      const tree = await plant(path, change);

      const { code, output } = await tree.run("node", SCRIPT, "--check");

      expect(staleIn(output)).toEqual([path]);
      expect(output).toContain("npm run generate");
      expect(code).toBe(1);
    }
  });

  test("fails when only the schema was changed, and writing them anew heals it", async () => {
    const tree = await plant(SCHEMA, (text) => text.replace('"maxLength": 90', '"maxLength": 91'));
    const stale = await tree.run("node", SCRIPT, "--check");

    const written = await tree.run("node", SCRIPT);
    const after = await tree.run("node", SCRIPT, "--check");

    expect(staleIn(stale.output)).toEqual(["src/spec/generated/validate.js"]);
    expect([stale.code, written.code, after.code]).toEqual([1, 0, 0]);
  });
});
