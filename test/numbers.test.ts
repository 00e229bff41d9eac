import { describe, expect, test } from "vitest";
import { readNumbers } from "./numbers.ts";

describe("options that are numbers", () => {
  test("are read, and those that are not given are not there", () => {
    const numbers = readNumbers(["--seeds", "20", "--from=7"], { seeds: 1, from: 0, seed: 0 });

    expect(numbers).toEqual({ seeds: 20, from: 7 });
  });

  test.each([
    [
      "a word, of which a run would make nothing to do",
      ["--seeds", "many"],
      /^--seeds many: .*, 1 at least$/,
    ],
    ["none of them, which would prove nothing", ["--seeds", "0"], /^--seeds 0: /],
    ["less than nothing", ["--from=-1"], /^--from -1: give a whole number$/],
    ["half of one", ["--from", "1.5"], /^--from 1\.5: /],
    ["nothing at all", ["--seeds", ""], /^--seeds : /],
    ["an option that nobody knows", ["--sedes", "5"], /--sedes/],
    ["a number without its option", ["5"], /'5'/],
  ])("are refused: %s", (_, args, message) => {
    expect(() => readNumbers(args, { seeds: 1, from: 0 })).toThrow(message);
  });
});
