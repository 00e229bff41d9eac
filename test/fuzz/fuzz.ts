import { createSeededChance } from "../fakes/seeded-chance.ts";
import type { Seedling } from "./corpus.ts";
import { examine, type Read } from "./examine.ts";
import { minimise } from "./minimise.ts";
import { mutate } from "./mutate.ts";

const SLOWEST = 5;

export interface Failure {
  readonly index: number;
  readonly broken: readonly string[];
  /** As small as it could be made. */
  readonly input: Seedling;
}

export interface Fuzzed {
  readonly inputs: number;
  /** Inputs that were specs. */
  readonly specs: number;
  readonly failures: readonly Failure[];
  readonly slowest: readonly { readonly index: number; readonly tookMs: number; readonly bytes: number }[];
}

export interface Plan {
  readonly seed: number;
  /** The first and the number of the inputs; each depends on the seed and its own index only. */
  readonly from: number;
  readonly inputs: number;
  readonly corpus: readonly Seedling[];
  readonly failuresMax: number;
}

/** Reads inputs until all are through or enough have failed. */
export function fuzz({ seed, from, inputs, corpus, failuresMax }: Plan, read: Read): Fuzzed {
  const failures: Failure[] = [];
  let slowest: Fuzzed["slowest"] = [];
  let specs = 0;
  let index = from;
  for (; index < from + inputs && failures.length < failuresMax; index += 1) {
    const input = mutate(corpus, createSeededChance(seed * 1_000_003 + index).random);
    const { tookMs, broken, isSpec } = examine(input, read);
    if (isSpec) specs += 1;
    if (broken.length > 0) failures.push({ index, broken, input: smallest(input, broken, read) });
    slowest = slowestOf([...slowest, { index, tookMs, bytes: input.bytes.length }]);
  }
  return { inputs: index - from, specs, failures, slowest };
}

/** The sum of two runs. */
export function together(a: Fuzzed, b: Fuzzed): Fuzzed {
  return {
    inputs: a.inputs + b.inputs,
    specs: a.specs + b.specs,
    failures: [...a.failures, ...b.failures],
    slowest: slowestOf([...a.slowest, ...b.slowest]),
  };
}

function slowestOf(readings: Fuzzed["slowest"]): Fuzzed["slowest"] {
  return readings.toSorted((a, b) => b.tookMs - a.tookMs).slice(0, SLOWEST);
}

/** Still broken in the same manner: a smaller input with another mistake would hide the first one. */
function smallest({ path, bytes }: Seedling, [first = ""]: readonly string[], read: Read): Seedling {
  const manner = first.slice(0, 20);
  const fails = (smaller: Buffer) =>
    examine({ path, bytes: smaller }, read).broken.some((what) => what.startsWith(manner));
  return { path, bytes: minimise(bytes, fails) };
}
