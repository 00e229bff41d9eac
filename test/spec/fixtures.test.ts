import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSpec } from "../../src/spec/read.ts";
import { RULES } from "../../src/spec/rules/all.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/specs");
const LIST = ".problems.txt";

const filesIn = (folder: string): readonly string[] => readdirSync(join(FIXTURES, folder)).toSorted();
const read = (path: string) => readSpec({ path, bytes: readFileSync(join(FIXTURES, path)) });
const listOf = (path: string): string => path.replace(/\.(?:yaml|json)$/, LIST);
const wantedOf = (path: string): string => readFileSync(join(FIXTURES, listOf(path)), "utf8");

/** As they stand beside a spec: a line each, doubts marked as such. */
const printed = ({ problems }: ReturnType<typeof readSpec>): string =>
  problems
    .map(({ line, column, severity, code, message }) => {
      return `${line}:${column} ${severity === "warning" ? "warning " : ""}${code} ${message}\n`;
    })
    .join("");

describe("a valid spec", () => {
  const specs = filesIn("valid").filter((name) => !name.endsWith(LIST));

  test.each(specs)("%s has no mistake, and no doubt but those beside it", (name) => {
    const path = `valid/${name}`;

    const reading = read(path);

    expect(printed(reading)).toBe(existsSync(join(FIXTURES, listOf(path))) ? wantedOf(path) : "");
    expect(reading.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(reading.spec?.path).toBe(path);
  });
});

describe("a broken spec", () => {
  const specs = filesIn("broken").filter((name) => name.endsWith(".yaml"));

  test.each(specs)("%s has the problems that stand beside it", (name) => {
    const path = `broken/${name}`;

    const reading = read(path);

    expect(printed(reading)).toBe(wantedOf(path));
    expect(reading.problems.some(({ severity }) => severity === "error")).toBe(true);
    expect(reading.spec).toBeUndefined();
    expect(new Set(reading.problems.map(({ file }) => file))).toEqual(new Set([path]));
  });
});

describe("a rule", () => {
  const folderOf = (code: string): string => `rules/${code.replace("/", "-")}`;

  test.each(RULES)("$code is broken by its broken spec, alone and at its place", ({ code, severity }) => {
    const path = `${folderOf(code)}/broken.yaml`;

    const reading = read(path);

    expect(reading.problems).toMatchObject([{ code, severity }]);
    expect(printed(reading)).toBe(wantedOf(path));
    expect(reading.spec === undefined).toBe(severity === "error");
  });

  test.each(RULES)("$code is kept by the valid twin", ({ code }) => {
    const { problems, spec } = read(`${folderOf(code)}/valid.yaml`);

    expect(problems).toEqual([]);
    expect(spec).toBeDefined();
  });

  test("has a folder of its own, and each folder a rule", () => {
    expect(filesIn("rules")).toEqual(RULES.map(({ code }) => code.replace("/", "-")).toSorted());
  });
});

test("every list of problems has its spec", () => {
  const lists = ["valid", "broken"].flatMap((folder) =>
    filesIn(folder)
      .filter((name) => name.endsWith(LIST))
      .map((name) => join(FIXTURES, folder, name)),
  );

  for (const list of lists) {
    const specs = [".yaml", ".json"].filter((ending) => existsSync(list.replace(LIST, ending)));
    expect([list, specs.length]).toEqual([list, 1]);
  }
});
