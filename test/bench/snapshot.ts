import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../scripts/build.ts";
import { endOf, plainEnvironment, startChild } from "../local/child.ts";
import type { Taken } from "./snapshot-once.ts";
import { mebibytes, ms, table } from "./table.ts";

const POOLS = 10_000;
/** Half of what Node.js takes by itself for values that are soon garbage; README.md says how an app is told. */
const YOUNG_MIB = 16;
const RSS_MAX_BYTES = 256 * 1024 ** 2;
const DEADLINE_MS = 300_000; // usually half a minute

/** What a snapshot of 10,000 pools takes, of which none changed since the one before. */
export async function benchSnapshot(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-bench-"));
  try {
    const said: string[] = [];
    const entry = join(import.meta.dirname, "snapshot-once.ts");
    const { outfile } = await build({ entry, outfile: join(directory, "bench/main.mjs") });
    const child = startChild(outfile, {
      args: [join(directory, "record"), String(POOLS)],
      env: { ...plainEnvironment(), NODE_OPTIONS: `--max-semi-space-size=${YOUNG_MIB}` },
      directory,
      onOutput: (line) => said.push(line),
    });
    const { code } = await endOf(child, DEADLINE_MS);
    const [line] = said;
    if (code !== 0 || line === undefined) throw new Error(`no snapshot was taken:\n${child.said()}`);
    return report(JSON.parse(line) as readonly Taken[]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function report(runs: readonly Taken[]): string {
  const rows = runs.map(({ ms: took, pages, bodies, writes, rss }, index) => [
    index === 0 ? "first" : "nothing changed",
    ms(took),
    String(pages),
    String(bodies),
    String(writes),
    mebibytes(rss),
  ]);
  const most = Math.max(...runs.map(({ rss }) => rss));
  const verdict = most < RSS_MAX_BYTES ? "stays below" : "is ABOVE";
  return [
    `A snapshot of ${POOLS} pools into a folder, in a process of its own with --max-semi-space-size=${YOUNG_MIB}`,
    table([["", "took", "pages of ARM", "bodies", "blobs written", "peak RSS"], ...rows]),
    `  memory ${verdict} ${mebibytes(RSS_MAX_BYTES)}`,
  ].join("\n");
}
