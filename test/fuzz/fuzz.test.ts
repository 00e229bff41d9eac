import { describe, expect, test } from "vitest";
import { readSpec } from "../../src/spec/read.ts";
import { readCorpus } from "./corpus.ts";
import type { Read } from "./examine.ts";
import { type Fuzzed, fuzz } from "./fuzz.ts";

const INPUTS = 2000;
const corpus = readCorpus();
const plan = { seed: 20_251_125, from: 0, inputs: INPUTS, corpus, failuresMax: 3 };
const has = (bytes: Uint8Array, text: string) => Buffer.from(bytes).includes(text);

test("whatever a spec is changed to, reading it keeps its promises", () => {
  const { inputs, specs, failures } = fuzz(plan, readSpec);

  expect(failures).toEqual([]);
  expect(inputs).toBe(INPUTS);
  // Enough that were changed and are still specs, and enough that are none.
  expect(specs).toBeGreaterThan(INPUTS / 30);
  expect(specs).toBeLessThan(INPUTS / 3);
});

test("the inputs of a seed are always the same, also one of them alone", () => {
  const inputsOf = (from: number, inputs: number) => {
    const seen: string[] = [];
    const read: Read = ({ path, bytes }) => {
      seen.push(`${path} ${Buffer.from(bytes).toString("latin1")}`);
      return { problems: [] };
    };
    fuzz({ ...plan, from, inputs, failuresMax: Number.POSITIVE_INFINITY }, read);
    return seen[0];
  };

  expect(inputsOf(7, 1)).toBe(inputsOf(7, 1));
  expect(inputsOf(7, 1)).not.toBe(inputsOf(8, 1));
});

describe("a reader that breaks a promise is found, and its input made small", () => {
  const found = (read: Read): Fuzzed["failures"] =>
    fuzz({ ...plan, inputs: 400, failuresMax: 1 }, read).failures;

  test("when it throws", () => {
    const [failure] = found((file) => {
      if (has(file.bytes, "&a")) throw new Error("no anchors, please");
      return readSpec(file);
    });

    expect(failure?.broken).toEqual(["throws Error: no anchors, please"]);
    expect(failure?.input.bytes.toString()).toBe("&a");
  });

  test.each<readonly [what: string, spoil: (reading: ReturnType<Read>) => ReturnType<Read>, words: string]>([
    ["places outside of the file", spoilt({ line: 10_000 }), "is outside of the file"],
    ["columns outside of the line", spoilt({ column: 10_000 }), "is outside of the file"],
    ["messages of two lines", spoilt({ message: "one\ntwo and three" }), "says what can't be printed"],
    ["messages without words", spoilt({ message: "" }), "says too little"],
    [
      "messages that show the program",
      spoilt({ message: "name is undefined here" }),
      "is not meant for people",
    ],
    ["other files", spoilt({ file: "other.yaml" }), "is in another file"],
    ["an unknown severity", spoilt({ severity: "fatal" as "error" }), "has an odd severity"],
    ["no order", (reading) => ({ ...reading, problems: reading.problems.toReversed() }), "is out of order"],
    ["neither a spec nor an error", () => ({ problems: [] }), "neither a spec nor an error"],
  ])("when it gives %s", (_, spoil, words) => {
    const [failure] = found((file) => spoil(readSpec(file)));

    expect(failure?.broken.join()).toContain(words);
  });

  test("when it answers otherwise the second time, or in another notation", () => {
    let calls = 0;
    const [moody] = found((file) => {
      calls += 1;
      return calls % 2 === 0 ? readSpec(file) : { problems: [] };
    });
    const [partial] = found((file) => {
      const { spec, problems } = readSpec(file);
      return spec ? { spec: { ...spec, hash: file.path }, problems } : { problems };
    });

    expect(moody?.broken.join()).toContain("reads otherwise the second time");
    expect(partial?.broken.join()).toContain("has another hash written as JSON");
  });
});

type Problem = ReturnType<Read>["problems"][number];

function spoilt(change: Partial<Problem>): (reading: ReturnType<Read>) => ReturnType<Read> {
  return (reading) => ({
    ...reading,
    problems: reading.problems.map((problem) => ({ ...problem, ...change })),
  });
}
