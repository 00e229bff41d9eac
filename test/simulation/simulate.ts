import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { addUp, printSummary, runBatch, type Summary } from "./batch.ts";

/*
 * `npm run simulate -- --seeds 20000 [--from N]`, or `--seed N` for one seed and its whole story.
 * `--until-broken P` stops at the first seed that breaks promise P and tells of it in JSON, without a story: for tests.
 */

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "500" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    "until-broken": { type: "string" },
  },
});

const from = wholeNumber("seed", values.seed ?? values.from);
const count = values.seed === undefined ? wholeNumber("seeds", values.seeds) : 1;
if (count === 0) throw new Error("--seeds 0: that would prove nothing");

const awaited = values["until-broken"];
if (awaited !== undefined) {
  const until = wholeNumber("until-broken", awaited);
  const { broken, seeds } = await runBatch(range(from, count), { until, isShrunk: false });
  console.log(JSON.stringify({ seeds, broken: broken.find(({ breach }) => breach.promise === until) }));
} else {
  const summary = count === 1 ? await runBatch([from]) : await runInParallel();
  for (const { story } of summary.broken) console.log(`${story}\n`);
  console.log(printSummary(summary));
  process.exitCode = summary.broken.length === 0 ? 0 : 1;
}

/** Each worker takes the next hundred when it is through with its last. */
async function runInParallel(): Promise<Summary> {
  const batches: { readonly from: number; readonly count: number }[] = [];
  for (let at = 0; at < count; at += 100) batches.push({ from: from + at, count: Math.min(100, count - at) });
  const summaries: Summary[] = [];
  const workers = Math.min(availableParallelism(), batches.length);
  await Promise.all(Array.from({ length: workers }, () => work(batches, summaries)));
  return addUp(summaries);
}

function work(
  batches: { readonly from: number; readonly count: number }[],
  summaries: Summary[],
): Promise<void> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const batch = batches.shift();
      if (batch) worker.postMessage(batch);
      else void worker.terminate().then(() => resolve());
    };
    worker.on("error", reject);
    worker.on("message", (summary: Summary) => {
      summaries.push(summary);
      next();
    });
    next();
  });
}

function* range(first: number, length: number): Generator<number> {
  for (let at = 0; at < length; at++) yield first + at;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} ${text}: give a whole number`);
  return Number(text);
}
