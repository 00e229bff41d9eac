import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSpec } from "../../src/spec/read.ts";
import { numbersOrExit } from "../numbers.ts";
import { readCorpus } from "./corpus.ts";
import { type Fuzzed, fuzz, together } from "./fuzz.ts";

const USAGE = `Reads specs that were changed at random, and exits with 1 if one breaks a promise of readSpec.

  npm run fuzz                                       200,000 inputs, in some minutes
  npm run fuzz -- --inputs 5000 --seed 7             other ones
  npm run fuzz -- --seed 7 --from 1234 --inputs 1    one of them again`;

const FAILURES_MAX = 10;

/** So often it says how far it is. */
const SLICE = 2000;

const given = numbersOrExit(USAGE, { inputs: 1, seed: 0, from: 0 });
const { inputs: wanted = 200_000, seed = 1, from = 0 } = given;

function report({ inputs, specs, slowest }: Fuzzed, seconds: number): void {
  console.log(`${inputs} inputs, ${specs} of them specs, in ${seconds.toFixed(1)} s; seed ${seed}`);
  for (const { index, tookMs, bytes } of slowest)
    console.log(`  ${tookMs.toFixed(1)} ms: input ${index}, ${bytes} bytes`);
}

/** Keeps them at once: a long run may be broken off. */
async function keep(failures: Fuzzed["failures"]): Promise<void> {
  if (failures.length === 0) return;
  const folder = await mkdtemp(join(tmpdir(), "poolkeeper-fuzz-"));
  for (const { index, broken, input } of failures) {
    const file = join(folder, `${seed}-${index}-${input.path}`);
    await writeFile(file, input.bytes);
    console.log(`\ninput ${index} ${broken.join("\n  ")}\n  made smaller: ${file}`);
    console.log(`  ${JSON.stringify(input.bytes.toString("latin1").slice(0, 300))}`);
  }
  process.exitCode = 1;
}

async function run(): Promise<Fuzzed> {
  const corpus = readCorpus();
  let all: Fuzzed = { inputs: 0, specs: 0, failures: [], slowest: [] };
  while (all.inputs < wanted && all.failures.length < FAILURES_MAX) {
    const size = Math.min(SLICE, wanted - all.inputs);
    const slice = { seed, from: from + all.inputs, inputs: size, corpus };
    const found = fuzz({ ...slice, failuresMax: FAILURES_MAX - all.failures.length }, readSpec);
    await keep(found.failures);
    all = together(all, found);
    console.error(`${all.inputs} inputs, ${all.failures.length} failures`);
  }
  return all;
}

const began = performance.now();
const fuzzed = await run();
report(fuzzed, (performance.now() - began) / 1000);
