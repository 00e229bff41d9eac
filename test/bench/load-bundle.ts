import { loadBundle } from "../local/functions-host/worker.ts";

/*
 * A fresh process that loads the bundle named on its command line as the worker does, says in one line of
 * JSON what that took, and ends.
 */

/** What loading a bundle took in one process. */
export interface Loaded {
  readonly loadMs: number;
  /** From the start of the process, Node's own part included. */
  readonly startMs: number;
  /** Resident memory right after. */
  readonly residentBytes: number;
  readonly functions: number;
}

async function load(bundle: string): Promise<Loaded> {
  const begunMs = performance.now();
  const worker = await loadBundle(bundle, { functionTimeoutMs: 60_000, onTimeout: () => process.exit(1) });
  const startMs = performance.now();
  return {
    loadMs: startMs - begunMs,
    startMs,
    residentBytes: process.memoryUsage.rss(),
    functions: worker.functions().length,
  };
}

if (import.meta.main) {
  const [bundle] = process.argv.slice(2);
  if (bundle === undefined) throw new Error("the bundle to load is missing");
  process.stdout.write(`${JSON.stringify(await load(bundle))}\n`);
  process.exit(0);
}
