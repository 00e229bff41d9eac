import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Built, build } from "../../scripts/build.ts";
import { appSettings } from "../local/app-settings.ts";
import { plainEnvironment } from "../local/child.ts";
import { queueOutputs } from "../local/functions-host/queue-output.ts";
import { buildEmptyApp } from "./empty-bundle.ts";
import type { Loaded } from "./load-bundle.ts";
import { median } from "./statistics.ts";
import { kibibytes, mebibytes, ms, table, times } from "./table.ts";
import { startTakingQueue, type TakingQueue } from "./taking-queue.ts";
import { buildUnbundled } from "./unbundled.ts";

const PROCESSES = 31;
const LOAD_DEADLINE_MS = 60_000; // usually a tenth of a second

/**
 * What a cold start takes: of this bundle, of an app with one function that answers 202 and does nothing, of the same code
 * unbundled. Each process is a worker; this one is the host, which runs before it in Azure too: it stores what the
 * worker puts out, and only then is the webhook acknowledged. The empty app has nothing to store.
 */
export async function benchStart(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-bench-"));
  const queue = await startTakingQueue(directory);
  try {
    const app = await build({ outfile: join(directory, "app/main.mjs") });
    const empty = await buildEmptyApp(directory);
    const unbundled = await buildUnbundled(join(directory, "unbundled"));
    const worker = await buildWorker(directory);
    const contenders = [empty.outfile, app.outfile, unbundled].map((bundle) => enter(bundle, worker, queue));
    // The first of each brings the files into the machine's cache, and connects the host: it does not count.
    for (const start of contenders) await start();
    const starts = contenders.map((): Started[] => []);
    // In turn, so that whatever else the machine does falls on all.
    for (let count = 0; count < PROCESSES; count += 1) {
      for (const [index, start] of contenders.entries()) starts[index]?.push(await start());
    }
    // Of the app, bundled or not, each process had one to store.
    const stored = 2 * (PROCESSES + 1);
    if (queue.taken() !== stored) throw new Error(`${queue.taken()} messages were stored, not ${stored}`);
    const [ofEmpty = [], ofApp = [], ofUnbundled = []] = starts;
    return report({ empty, app }, { empty: ofEmpty, app: ofApp, unbundled: ofUnbundled });
  } finally {
    await queue.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** As JavaScript in one file: what it takes to load the bench itself would make all look alike. */
async function buildWorker(directory: string): Promise<string> {
  const entry = join(import.meta.dirname, "load-bundle.ts");
  return (await build({ entry, outfile: join(directory, "worker/load-bundle.mjs") })).outfile;
}

interface Started extends Loaded {
  /** From the start of the process to the moment when the message was stored as well. */
  readonly startToAcknowledgedMs: number;
}

/** A contender: each call starts a process of it. */
function enter(bundle: string, worker: string, { connectionString }: TakingQueue): () => Promise<Started> {
  let write: ReturnType<typeof queueOutputs> | undefined;
  return async () => {
    const loaded = await loadOnce(bundle, worker);
    const { functions, response } = loaded;
    write ??= queueOutputs(functions, {
      encoding: "base64",
      settings: { PoolkeeperStorage: connectionString },
    });
    const begunMs = performance.now();
    await write(functions[0]?.name ?? "", response);
    return { ...loaded, startToAcknowledgedMs: loaded.startToAnsweredMs + performance.now() - begunMs };
  };
}

/** Nobody is asked anything there. */
const NOWHERE = "https://127.0.0.1:9";

const SETTINGS = appSettings({
  azurite: { blobEndpoint: NOWHERE, queueEndpoint: NOWHERE },
  identity: { endpoint: NOWHERE, header: "nobody" },
  arm: { endpoint: NOWHERE },
  keyVault: { endpoint: `${NOWHERE}/{vault}` },
  github: { apiUrl: NOWHERE },
  secrets: { token: "none", webhook: "none" },
  caFile: "",
});

async function loadOnce(bundle: string, worker: string): Promise<Loaded> {
  const { stdout } = await promisify(execFile)(process.execPath, [worker, bundle], {
    env: { ...plainEnvironment(), ...SETTINGS },
    timeout: LOAD_DEADLINE_MS,
  });
  return JSON.parse(stdout) as Loaded;
}

interface Starts {
  readonly empty: readonly Started[];
  readonly app: readonly Started[];
  readonly unbundled: readonly Started[];
}

function report(bundles: { readonly empty: Built; readonly app: Built }, starts: Starts): string {
  const row = (name: string, show: (value: number) => string, of: (started: Started) => number) => {
    const [empty, app, unbundled] = [starts.empty.map(of), starts.app.map(of), starts.unbundled.map(of)];
    const [e, a, u] = [median(empty), median(app), median(unbundled)];
    const fastest = Math.min(...app) / Math.min(...empty);
    return [name, times(a / e), times(fastest), times(a / u), show(e), show(a), show(u)];
  };
  const { empty, app } = bundles;
  const counted = `${starts.app[0]?.functions.length} functions`;
  const entry = [empty.entryBytes, app.entryBytes].map(kibibytes);
  const ofEntry = times(app.entryBytes / empty.entryBytes);
  return [
    `Start: ${PROCESSES} fresh processes of each, in turn; medians. The bundle has ${kibibytes(app.bytes)} in all`,
    "  (fastest: the app's fastest to the empty one's, which tells more where a machine has much else to do)",
    table([
      ["", "to empty", "fastest", "to unbundled", "empty v4 app", `poolkeeper, ${counted}`, "unbundled"],
      ["files of the entry", ofEntry, "", "", ...entry, ""],
      row("load the entry", ms, ({ loadMs }) => loadMs),
      row("load, and handle the first webhook", ms, ({ answeredMs }) => answeredMs),
      row("process start to loaded", ms, ({ startMs }) => startMs),
      row("process start to first webhook handled", ms, ({ startToAnsweredMs }) => startToAnsweredMs),
      row("… and acknowledged, its message stored", ms, ({ startToAcknowledgedMs }) => startToAcknowledgedMs),
      row("resident memory, loaded", mebibytes, ({ residentBytes }) => residentBytes),
      row("resident memory, first webhook handled", mebibytes, ({ answeredBytes }) => answeredBytes),
    ]),
  ].join("\n");
}
