import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Built, build } from "../../scripts/build.ts";
import { appSettings } from "../local/app-settings.ts";
import { endOf, plainEnvironment, startChild } from "../local/child.ts";
import { buildEmptyApp } from "./empty-bundle.ts";
import type { Loaded } from "./load-bundle.ts";
import { median } from "./statistics.ts";
import { kibibytes, mebibytes, ms, table, times } from "./table.ts";

const PROCESSES = 15;
const LOAD_DEADLINE_MS = 60_000; // usually a third of a second

/** The bundle's size, and what loading it takes, against an app with one function that does nothing. */
export async function benchStart(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-bench-"));
  try {
    const app = await build({ outfile: join(directory, "app/main.mjs") });
    const empty = await buildEmptyApp(directory);
    // The first of each brings the files into the machine's cache, and does not count.
    for (const { outfile } of [app, empty]) await loadOnce(outfile, directory);
    const loads: { readonly app: Loaded[]; readonly empty: Loaded[] } = { app: [], empty: [] };
    // In turn, so that whatever else the machine does falls on both.
    for (let count = 0; count < PROCESSES; count += 1) {
      loads.app.push(await loadOnce(app.outfile, directory));
      loads.empty.push(await loadOnce(empty.outfile, directory));
    }
    return report({ bundle: app, loads: loads.app }, { bundle: empty, loads: loads.empty });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function loadOnce(bundle: string, directory: string): Promise<Loaded> {
  const said: string[] = [];
  const child = startChild(join(import.meta.dirname, "load-bundle.ts"), {
    args: [bundle],
    env: { ...plainEnvironment(), ...SETTINGS },
    directory,
    onOutput: (line) => said.push(line),
  });
  const { code } = await endOf(child, LOAD_DEADLINE_MS);
  const [line] = said;
  if (code !== 0 || line === undefined) throw new Error(`${bundle} was not loaded:\n${child.said()}`);
  return JSON.parse(line) as Loaded;
}

const NOWHERE = "https://127.0.0.1:9"; // the app connects to nothing while it loads

/** All that the app wants to have when it loads. */
const SETTINGS = appSettings({
  azurite: { blobEndpoint: NOWHERE, queueEndpoint: NOWHERE },
  identity: { endpoint: NOWHERE, header: "none" },
  arm: { endpoint: NOWHERE },
  keyVault: { endpoint: `${NOWHERE}/{vault}` },
  github: { apiUrl: NOWHERE },
  secrets: { token: "none", webhook: "none" },
  caFile: "",
});

interface Measured {
  readonly bundle: Built;
  readonly loads: readonly Loaded[];
}

function report(app: Measured, empty: Measured): string {
  const middle = ({ loads }: Measured, of: (loaded: Loaded) => number) => median(loads.map(of));
  const row = (name: string, show: (value: number) => string, of: (measured: Measured) => number) => [
    ...[name, times(of(app) / of(empty)), show(of(app)), show(of(empty))],
  ];
  const counted = ({ loads }: Measured) => `${loads[0]?.functions} functions`;
  return [
    `Start: ${PROCESSES} fresh processes of each, in turn; medians`,
    table([
      ["", "ratio", `poolkeeper, ${counted(app)}`, "empty v4 app"],
      row("bundle", kibibytes, ({ bundle }) => bundle.bytes),
      row("load the bundle", ms, (measured) => middle(measured, ({ loadMs }) => loadMs)),
      row("process start to loaded", ms, (measured) => middle(measured, ({ startMs }) => startMs)),
      row("resident memory", mebibytes, (measured) => middle(measured, ({ residentBytes }) => residentBytes)),
    ]),
  ].join("\n");
}
