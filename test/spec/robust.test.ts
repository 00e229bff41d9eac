import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSpec, type SpecReading } from "../../src/spec/read.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/specs");
const RUNS = 2000;
/** Generous for a slow machine: what is measured is whether time grows with the square of the size. */
const SLOW_MS = 3000;
const LARGEST = 256 * 1024;

const corpus = ["valid", "broken"].flatMap((folder) => {
  const names = readdirSync(join(FIXTURES, folder)).filter((name) => !name.endsWith(".txt"));
  return names.map((name) => new Uint8Array(readFileSync(join(FIXTURES, folder, name))));
});
const anyPath = fc.constantFrom("a.yaml", "a.json");

/** What holds for every answer, whatever was read. */
function expectSound({ spec, problems }: SpecReading, bytes: Uint8Array): void {
  const lines = Buffer.from(bytes).toString("latin1").split("\n").length;
  expect(spec === undefined).toBe(problems.some(({ severity }) => severity === "error"));
  for (const { code, message, line, column } of problems) {
    expect(code).toMatch(/^(?:spec|pool)\/[a-z-]+$/);
    expect(message).toMatch(/^[^\p{Cc}]+$/u);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(1);
  }
  expect(spec?.hash ?? "0".repeat(64)).toMatch(/^[0-9a-f]{64}$/);
}

describe("whatever the bytes are, reading them gives a spec or problems", () => {
  test("for any bytes", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: "binary", maxLength: 100 }).map((text) => Buffer.from(text)),
      fc
        .array(fc.constantFrom(...`{}[]:,-?&*!|>'"%@#<~ \t\n\r\\abz01.`), { maxLength: 60 })
        .map((parts) => Buffer.from(parts.join(""))),
    );

    fc.assert(
      fc.property(anyPath, anyBytes, (path, bytes) => expectSound(readSpec({ path, bytes }), bytes)),
      { numRuns: RUNS },
    );
  });

  test("for what was a spec before it was damaged", () => {
    const edit = fc.record({
      at: fc.nat(),
      length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(200)),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc
          .constantFrom(
            "\n",
            "\t",
            ": ",
            "- ",
            "{",
            "]",
            '"',
            "&a ",
            "*a",
            "<<: ",
            "!!int ",
            "---\n",
            "#",
            "\\u",
          )
          .map((text) => Buffer.from(text)),
        // A piece of the corpus in another place.
        fc.tuple(fc.constantFrom(...corpus), fc.nat(), fc.nat(300)).map(([bytes, from, length]) => {
          const start = from % (bytes.length + 1);
          return bytes.subarray(start, start + length);
        }),
      ),
    });
    const damaged = fc.tuple(fc.constantFrom(...corpus), fc.array(edit, { minLength: 1, maxLength: 4 }));

    fc.assert(
      fc.property(anyPath, damaged, (path, [original, edits]) => {
        const bytes = edits.reduce<Uint8Array>((text, { at, length, put }) => {
          const start = at % (text.length + 1);
          return Buffer.concat([text.subarray(0, start), put, text.subarray(start + length)]);
        }, original);
        expectSound(readSpec({ path, bytes }), bytes);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("a file of the largest size takes bounded time if it is all", () => {
  const beginning = (text: string) => (piece: string) =>
    text + piece.repeat((LARGEST - text.length) / piece.length);
  const all = beginning("");

  test.each([
    ["brackets", all("[")],
    ["closing brackets", all("]")],
    ["nested mappings", all("{a: ")],
    ["nested lists", all("- ")],
    ["nested names", Array.from({ length: 700 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
    ["explicit keys", all("? ")],
    ["colons", all(":\n")],
    ["commas", beginning("[")(",")],
    ["one name again and again", all("a: 1\n")],
    ["names", Array.from({ length: 30_000 }, (_, index) => `a${index}: 1\n`).join("")],
    ["as many names as are read", Array.from({ length: 7_000 }, (_, index) => `a${index}: 1\n`).join("")],
    ["names in one line", beginning("{")("a,")],
    ["pairs in a list", beginning("[")("a: b,")],
    ["empty lines before comments", `a:\n${"\n".repeat(LARGEST / 2)}${"  #\n".repeat(LARGEST / 10)}`],
    ["comments", all("#\n")],
    ["anchors", all("&a ")],
    ["anchors and aliases", beginning("a: &a [1]\n")("b: *a\n")],
    ["tags", all("!a ")],
    ["directives", all("%A\n")],
    ["documents", all("---\n")],
    ["document ends", all("...\n")],
    ["open quotes", all("'a\n")],
    ["escapes", beginning('a: "')("\\\\")],
    ["quotes and escapes", all('"\\"')],
    ["lines of a text", beginning("a: b\n")("  b\n")],
    ["lines of a folded text", beginning("a: >\n")("  b\n \n")],
    ["spaces", all(" ")],
    ["spaces in a text", beginning("a: b")(" ")],
    ["one long word", all("a")],
    ["bytes that are no UTF-8", all("ÿ")],
    ["byte order marks", beginning("a: ")("\uFEFF").slice(0, LARGEST / 3)],
    ["digits", all("9")],
    ["JSON strings", beginning("[")('"a",')],
    ["one JSON string", beginning('"')("a")],
    ["JSON escapes", beginning('"')("\\n")],
  ])("%s", (_, text) => {
    for (const path of ["a.yaml", "a.json"]) {
      const bytes = Buffer.from(text, text.includes("ÿ") ? "latin1" : "utf8");
      // The processor's time, which other work on the machine does not stretch.
      const began = process.cpuUsage();

      const reading = readSpec({ path, bytes });

      expect(process.cpuUsage(began).user / 1000).toBeLessThan(SLOW_MS);
      expectSound(reading, bytes);
      expect(reading.spec).toBeUndefined();
    }
  });
});
