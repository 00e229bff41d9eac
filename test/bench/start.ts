import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Built, build } from "../../scripts/build.ts";
import { appSettings } from "../local/app-settings.ts";
import { createCertificate } from "../local/certificate.ts";
import { endOf, plainEnvironment, startChild } from "../local/child.ts";
import { serve } from "../local/http.ts";
import { startIdentity } from "../local/identity/endpoint.ts";
import { buildEmptyApp } from "./empty-bundle.ts";
import type { Loaded } from "./load-bundle.ts";
import { median } from "./statistics.ts";
import { kibibytes, mebibytes, ms, table, times } from "./table.ts";
import { buildUnbundled } from "./unbundled.ts";

const PROCESSES = 15;
const LOAD_DEADLINE_MS = 60_000; // usually a third of a second

type Settings = { readonly [name: string]: string };

/** What a cold start takes: of this bundle, of an app with one function that does nothing, of the same code unbundled. */
export async function benchStart(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-bench-"));
  const azure = await startAzure(directory);
  try {
    const app = await build({ outfile: join(directory, "app/main.mjs") });
    const empty = await buildEmptyApp(directory);
    const unbundled = await buildUnbundled(join(directory, "unbundled"));
    const contenders = [empty.outfile, app.outfile, unbundled];
    // The first of each brings the files into the machine's cache, and does not count.
    for (const outfile of contenders) await loadOnce(outfile, directory, azure.settings);
    const loads = contenders.map((): Loaded[] => []);
    // In turn, so that whatever else the machine does falls on all.
    for (let count = 0; count < PROCESSES; count += 1) {
      for (const [index, outfile] of contenders.entries())
        loads[index]?.push(await loadOnce(outfile, directory, azure.settings));
    }
    const [ofEmpty = [], ofApp = [], ofUnbundled = []] = loads;
    return report({ empty, app }, { empty: ofEmpty, app: ofApp, unbundled: ofUnbundled });
  } finally {
    await azure.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** As much of Azure as the webhook needs: tokens, and a queue that takes every message at once. */
async function startAzure(directory: string) {
  const tls = await createCertificate(directory);
  const identity = await startIdentity({ clock: { now: () => Date.now() } });
  const taken =
    "<QueueMessagesList><QueueMessage><MessageId>1</MessageId></QueueMessage></QueueMessagesList>";
  const queues = await serve(
    async () => ({ status: 201, headers: { "content-type": "application/xml" }, body: taken }),
    { tls },
  );
  const settings = appSettings({
    azurite: { blobEndpoint: NOWHERE, queueEndpoint: `${queues.origin}/account` },
    identity,
    arm: { endpoint: NOWHERE },
    keyVault: { endpoint: `${NOWHERE}/{vault}` },
    github: { apiUrl: NOWHERE },
    secrets: { token: "none", webhook: "none" },
    caFile: tls.caFile,
  });
  const close = async () => {
    await Promise.all([identity.close(), queues.close()]);
  };
  return { settings, close };
}

/** Nobody is asked anything there. */
const NOWHERE = "https://127.0.0.1:9";

async function loadOnce(bundle: string, directory: string, settings: Settings): Promise<Loaded> {
  const said: string[] = [];
  const child = startChild(join(import.meta.dirname, "load-bundle.ts"), {
    args: [bundle],
    env: { ...plainEnvironment(), ...settings },
    directory,
    onOutput: (line) => said.push(line),
  });
  const { code } = await endOf(child, LOAD_DEADLINE_MS);
  const [line] = said;
  if (code !== 0 || line === undefined) throw new Error(`${bundle} was not loaded:\n${child.said()}`);
  return JSON.parse(line) as Loaded;
}

interface Loads {
  readonly empty: readonly Loaded[];
  readonly app: readonly Loaded[];
  readonly unbundled: readonly Loaded[];
}

function report(bundles: { readonly empty: Built; readonly app: Built }, loads: Loads): string {
  const row = (name: string, show: (value: number) => string, of: (loaded: Loaded) => number) => {
    const [empty, app, unbundled] = [loads.empty, loads.app, loads.unbundled].map((all) =>
      median(all.map(of)),
    );
    const [e, a, u] = [empty ?? 0, app ?? 0, unbundled ?? 0];
    return [name, times(a / e), times(a / u), show(e), show(a), show(u)];
  };
  const { empty, app } = bundles;
  const counted = `${loads.app[0]?.functions} functions`;
  const entry = [empty.entryBytes, app.entryBytes].map(kibibytes);
  const ofEntry = times(app.entryBytes / empty.entryBytes);
  return [
    `Start: ${PROCESSES} fresh processes of each, in turn; medians. The bundle has ${kibibytes(app.bytes)} in all`,
    table([
      ["", "to empty", "to unbundled", "empty v4 app", `poolkeeper, ${counted}`, "unbundled"],
      ["files of the entry", ofEntry, "", ...entry, ""],
      row("load the entry", ms, ({ loadMs }) => loadMs),
      row("load, and answer the first webhook", ms, ({ answeredMs }) => answeredMs),
      row("process start to loaded", ms, ({ startMs }) => startMs),
      row("process start to first answer", ms, ({ startToAnsweredMs }) => startToAnsweredMs),
      row("resident memory, loaded", mebibytes, ({ residentBytes }) => residentBytes),
      row("resident memory, first answer", mebibytes, ({ answeredBytes }) => answeredBytes),
    ]),
  ].join("\n");
}
