import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CSV_HEAD, csvRow } from "../../src/audit/csv.ts";
import { anEvent, everyEvent } from "./events.ts";

/** The cells of a row, as RFC 4180 has them. */
function cellsOf(row: string): readonly string[] {
  const text = row.replace(/\r\n$/, "");
  const cells = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)];
  expect(cells.map(([whole]) => whole).join("")).toBe(text);
  return cells.map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain);
}

const aRowBy = (actor: string): string => csvRow(anEvent("correction", { actor, why: actor }));
const actorOf = (row: string): string => cellsOf(row)[4] ?? "";

describe("a row of the export", () => {
  test("has a cell for each column, whatever the event", () => {
    for (const event of everyEvent()) expect(cellsOf(csvRow(event))).toHaveLength(cellsOf(CSV_HEAD).length);
  });

  test.each([
    ["ada", "ada"],
    ['Ada "the first", Countess', 'Ada "the first", Countess'],
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["  =1+1", "'  =1+1"],
    ["＝1+1", "'＝1+1"],
    ['x;"=1+1', "x;'\"=1+1"],
    ["1 - 1", "1 - 1"],
    ["a\nb\r\n\tc", String.raw`a\u{a}b\u{d}\u{a}\u{9}c`],
    ["\x1b[31mred\x9b", String.raw`\u{1b}[31mred\u{9b}`],
    ["\u202Eadmin", String.raw`\u{202e}admin`],
    ["\uD800", String.raw`\u{d800}`],
  ])("says %j as %j", (actor, cell) => {
    expect(actorOf(aRowBy(actor))).toBe(cell);
  });

  test("is one row with as many cells also to whoever separates by semicolons", () => {
    expect(aRowBy("a;b")).toContain(',"a;b",');
  });

  test("is one line that steers no terminal, and no cell of it is a formula", () => {
    const pieces = [
      "=",
      "+",
      "-",
      "@",
      "＠",
      ";",
      ",",
      '"',
      "'",
      " ",
      "\r",
      "\n",
      "\t",
      "\0",
      "\x7f",
      "a",
      "é",
    ];
    const nasty = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(""));

    fc.assert(
      fc.property(nasty, (text) => {
        const row = aRowBy(text);

        expect(row).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*\r\n$/u);
        const cells = cellsOf(row);
        expect(cells).toHaveLength(8);
        // Also where a semicolon is what separates cells, and quotes stand for nothing or for themselves.
        for (const cell of [...cells, ...row.split(";")]) expect(cell).not.toMatch(/^["\s]*[=+\-@＝＋－＠]/);
      }),
    );
  });
});
