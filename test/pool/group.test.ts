import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupNameMistake } from "../../src/pool/group.ts";

/** Every character of the first plane that a name may have. */
const LETTERS = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter(
  (character) => groupNameMistake(`${character}x`) === undefined,
);

describe("the name of a resource group", () => {
  it.each([
    "rg",
    "RG_1.(x)-",
    "rg-北京",
    "Straße",
    "größe",
    "Ресурсы",
    "กลุ่ม",
    "العربية",
    "rg-é",
    "a".repeat(90),
  ])("may be %j", (name) => {
    expect(groupNameMistake(name)).toBeUndefined();
  });

  it.each([
    ["", "use letters"],
    ["rg.", "use letters"],
    ["r g", "use letters"],
    ["r/g", "use letters"],
    ["rg\u200d", "use letters"],
    ["rg\u{1F600}", "use letters"],
    ["a".repeat(91), "use letters"],
    ["\u212Aelvin", 'the letter "\u212A"'],
    ["\u017Fource", 'the letter "\u017F"'],
    ["\u0130stanbul", 'the letter "\u0130"'],
    ["k\u0131rm\u0131z\u0131", 'the letter "\u0131"'],
    ["ΟΔΟΣ", 'the letter "Σ"'],
    ["οδος", 'the letter "ς"'],
    ["σ", 'the letter "σ"'],
    ["\u{20000}", 'the letter "\u{20000}"'],
    ["e\u0301", "composed form"],
  ])("is not %j", (name, mistake) => {
    expect(groupNameMistake(name)).toContain(mistake);
  });

  it("is of letters on whose sameness lower and upper case agree, whichever Azure compares", () => {
    const partsBy = (fold: (letter: string) => string) =>
      [...Map.groupBy(LETTERS, fold).values()].map((same) => same.sort().join(" ")).sort();

    const byLower = partsBy((letter) => letter.toLowerCase());
    const byUpper = partsBy((letter) => (letter.toUpperCase().length === 1 ? letter.toUpperCase() : letter));

    expect(LETTERS.length).toBeGreaterThan(40_000);
    expect(byLower).toEqual(byUpper);
  });

  it("has no letter whose lower case depends on those beside it, or is longer", () => {
    const names = fc.array(fc.constantFrom(...LETTERS), { minLength: 1, maxLength: 8 });

    fc.assert(
      fc.property(names, (letters) => {
        const one = letters.map((letter) => letter.toLowerCase()).join("");

        expect(letters.join("").toLowerCase()).toBe(one);
        expect(one).toHaveLength(letters.length);
        expect(letters.join("").toUpperCase().toLowerCase().length).toBeGreaterThanOrEqual(letters.length);
      }),
    );
  });

  it("is written as the schema of a spec has it, but for letters that no pattern tells apart", async () => {
    const schema = JSON.parse(await readFile("src/spec/session-pool.schema.json", "utf8"));
    const { pattern, minLength, maxLength } = schema.properties.resourceGroup;
    const expression = new RegExp(pattern, "u");
    const names = fc.string({
      unit: fc.constantFrom("a", "é", "ก", "่", "9", "٣", "_", "‿", ".", "(", " ", "/", "\u{20000}"),
    });

    fc.assert(
      fc.property(names, (name) => {
        const length = Array.from(name).length;
        const isRight = length >= minLength && length <= maxLength && expression.test(name);

        expect(isRight).toBe(!groupNameMistake(name)?.startsWith("use letters"));
      }),
    );
  });
});
