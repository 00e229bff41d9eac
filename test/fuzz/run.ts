import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSpec } from "../../src/spec/read.ts";
import { readCorpus } from "./corpus.ts";
import { type Fuzzed, fuzz, together } from "./fuzz.ts";

/*
 * npm run fuzz                                       200,000 inputs, in some minutes
 * npm run fuzz -- --inputs 5000 --seed 7             other ones
 * npm run fuzz -- --seed 7 --from 1234 --inputs 1    one of them again
 */

const FAILURES_MAX = 10;

/** So often it says how far it is. */
const SLICE = 10_000;

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "200000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
  },
});

async function report({ inputs, specs, failures, slowest }: Fuzzed, seconds: number): Promise<void> {
  console.log(`${inputs} inputs, ${specs} of them specs, in ${seconds.toFixed(1)} s; seed ${values.seed}`);
  for (const { index, tookMs, bytes } of slowest)
    console.log(`  ${tookMs.toFixed(1)} ms: input ${index}, ${bytes} bytes`);
  if (failures.length === 0) return;
  const folder = await mkdtemp(join(tmpdir(), "poolkeeper-fuzz-"));
  for (const { index, broken, input } of failures) {
    const file = join(folder, `${values.seed}-${index}-${input.path}`);
    await writeFile(file, input.bytes);
    console.log(`\ninput ${index} ${broken.join("\n  ")}\n  made smaller: ${file}`);
    console.log(`  ${JSON.stringify(input.bytes.toString("latin1").slice(0, 300))}`);
  }
  process.exitCode = 1;
}

function run(): Fuzzed {
  const [seed, from, inputs] = [Number(values.seed), Number(values.from), Number(values.inputs)];
  const corpus = readCorpus();
  let all: Fuzzed = { inputs: 0, specs: 0, failures: [], slowest: [] };
  while (all.inputs < inputs && all.failures.length < FAILURES_MAX) {
    const size = Math.min(SLICE, inputs - all.inputs);
    const slice = { seed, from: from + all.inputs, inputs: size, corpus };
    all = together(all, fuzz({ ...slice, failuresMax: FAILURES_MAX - all.failures.length }, readSpec));
    console.error(`${all.inputs} inputs, ${all.failures.length} failures`);
  }
  return all;
}

const began = performance.now();
await report(run(), (performance.now() - began) / 1000);
