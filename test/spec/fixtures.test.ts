import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSpec } from "../../src/spec/read.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/specs");
const filesIn = (folder: string): readonly string[] => readdirSync(join(FIXTURES, folder)).toSorted();
const read = (path: string) => readSpec({ path, bytes: readFileSync(join(FIXTURES, path)) });

describe("a valid spec", () => {
  test.each(filesIn("valid"))("%s has no problem", (name) => {
    const { spec, problems } = read(`valid/${name}`);

    expect(problems).toEqual([]);
    expect(spec?.path).toBe(`valid/${name}`);
  });
});

describe("a broken spec", () => {
  const specs = filesIn("broken").filter((name) => name.endsWith(".yaml"));

  test.each(specs)("%s has the problems that stand beside it", (name) => {
    const { spec, problems } = read(`broken/${name}`);

    const found = problems.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}\n`);
    const wanted = readFileSync(join(FIXTURES, "broken", name.replace(/yaml$/, "problems.txt")), "utf8");
    expect(found.join("")).toBe(wanted);
    expect(found.length).toBeGreaterThan(0);
    expect(spec).toBeUndefined();
    expect(new Set(problems.map(({ file, severity }) => `${file} ${severity}`))).toEqual(
      new Set([`broken/${name} error`]),
    );
  });

  test("stands beside every list of problems", () => {
    const lists = filesIn("broken").filter((name) => !name.endsWith(".yaml"));

    expect(lists).toEqual(specs.map((name) => name.replace(/yaml$/, "problems.txt")));
  });
});
