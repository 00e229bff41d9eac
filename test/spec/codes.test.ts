import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CODES } from "../../src/spec/codes.ts";
import { mostTelling } from "../../src/spec/problem.ts";
import { aProblem } from "../builders.ts";

const SOURCES = join(import.meta.dirname, "../../src");

it("each code of the table is given somewhere", () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  const code = files
    .filter((file) => file.endsWith(".ts") && !file.endsWith("codes.ts"))
    .map((file) => readFileSync(join(SOURCES, file), "utf8"))
    .join("\n");

  expect(Object.keys(CODES).filter((name) => !code.includes(`"${name}"`))).toEqual([]);
});

it("of more problems than are wanted, errors are kept before warnings, and their order stays", () => {
  const doubt = (line: number) => aProblem({ severity: "warning", line });
  const problems = [doubt(1), doubt(2), aProblem({ line: 3 }), doubt(4), aProblem({ line: 5 })];
  const linesOf = (max: number) => mostTelling(problems, max).map(({ line }) => line);

  expect(linesOf(5)).toEqual([1, 2, 3, 4, 5]);
  expect(linesOf(4)).toEqual([1, 2, 3, 5]);
  expect(linesOf(2)).toEqual([3, 5]);
  expect(linesOf(1)).toEqual([3]);
});
