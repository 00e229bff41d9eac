import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSpec } from "../../src/spec/read.ts";
import { readCorpus } from "./corpus.ts";
import { type Fuzzed, fuzz } from "./fuzz.ts";

/*
 * npm run fuzz                                       200,000 inputs, in some minutes
 * npm run fuzz -- --inputs 5000 --seed 7             other ones
 * npm run fuzz -- --seed 7 --from 1234 --inputs 1    one of them again
 */

const FAILURES_MAX = 10;

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

const began = performance.now();
const fuzzed = fuzz(
  {
    seed: Number(values.seed),
    from: Number(values.from),
    inputs: Number(values.inputs),
    corpus: readCorpus(),
    failuresMax: FAILURES_MAX,
  },
  readSpec,
);
await report(fuzzed, (performance.now() - began) / 1000);
