import { parentPort } from "node:worker_threads";
import { runBatch } from "./batch.ts";

/** Plays the seeds that it is told to, and answers with their sum. */
parentPort?.on("message", ({ from, count }: { readonly from: number; readonly count: number }) => {
  void play(from, count);
});

async function play(from: number, count: number): Promise<void> {
  const seeds = Array.from({ length: count }, (_, at) => from + at);
  parentPort?.postMessage(await runBatch(seeds));
}
