import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { storedEvent } from "../../src/audit/record.ts";
import { anEvent } from "../audit/events.ts";
import { endOf, plainEnvironment, startChild } from "../local/child.ts";
import { median } from "./statistics.ts";
import { ms, table } from "./table.ts";

const EVENTS = 100_000;
const PROCESSES = 5;
const DEADLINE_MS = 300_000;
const HOUR_MS = 3_600_000;

/** How soon `poolkeeper audit log` begins to print 100,000 events of a folder: spread over days, and all of one day. */
export async function benchAuditLog(): Promise<string> {
  const rows: string[][] = [["", "first line", "all lines", "a second"]];
  for (const [what, hours] of [
    ["over 100 days", 2400],
    ["in one day", 23],
  ] as const) {
    const directory = await mkdtemp(join(tmpdir(), "poolkeeper-bench-"));
    try {
      await writeEvents(join(directory, "record"), hours);
      const runs: Logged[] = [];
      for (let count = 0; count < PROCESSES; count += 1) runs.push(await logOnce(directory));
      const [first, all] = [median(runs.map((run) => run.firstMs)), median(runs.map((run) => run.allMs))];
      rows.push([what, ms(first), ms(all), `${Math.round(EVENTS / (all / 1000))} events`]);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
  return `poolkeeper audit log over ${EVENTS} events in a folder, with the start of the process\n${table(rows)}`;
}

async function writeEvents(folder: string, hours: number): Promise<void> {
  const endsMs = Date.now();
  for (let index = 0; index < EVENTS; index += 1) {
    const at = new Date(endsMs - (index / EVENTS) * hours * HOUR_MS).toISOString();
    const { name, text } = storedEvent(anEvent("result", { id: String(index), at }));
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

interface Logged {
  readonly firstMs: number;
  readonly allMs: number;
}

async function logOnce(directory: string): Promise<Logged> {
  const began = performance.now();
  let firstMs = 0;
  let lines = 0;
  const child = startChild(join(import.meta.dirname, "../../bin/poolkeeper.mjs"), {
    args: ["audit", "log", "--folder", "record"],
    env: plainEnvironment(),
    directory,
    onOutput: () => {
      lines += 1;
      firstMs ||= performance.now() - began;
    },
  });
  const { code } = await endOf(child, DEADLINE_MS);
  if (code !== 0 || lines < EVENTS) throw new Error(`${lines} lines were printed:\n${child.said()}`);
  return { firstMs, allMs: performance.now() - began };
}
