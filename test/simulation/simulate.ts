import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { numbersOrExit } from "../numbers.ts";
import { addUp, printSummary, runBatch, type Summary } from "./batch.ts";

const USAGE = `Plays the program in worlds without luck, and exits with 0 only if every promise was kept.

  npm run simulate -- --seeds 20000 [--from N]   many seeds, on every core; 500 from 1 if not said
  npm run simulate -- --seed N                   one seed again, exactly; a story if it breaks a promise

For tests, --until-broken P stops at the first seed that breaks promise P and tells of it in JSON, without a story.`;

const given = numbersOrExit(USAGE, { seeds: 1, from: 0, seed: 0, "until-broken": 1 });
const from = given.seed ?? given.from ?? 1;
const count = given.seed === undefined ? (given.seeds ?? 500) : 1;
const until = given["until-broken"];

if (until !== undefined) {
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
