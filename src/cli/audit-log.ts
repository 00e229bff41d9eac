import { CSV_HEAD, csvRow } from "../audit/csv.ts";
import { describeEvent } from "../audit/describe.ts";
import type { AuditEvent } from "../audit/event.ts";
import { readEvents } from "../audit/history.ts";
import { toIso } from "../shared/time.ts";
import { quote, visible } from "../spec/quote.ts";
import { FILTER_OPTIONS, readFilter } from "./audit-filter.ts";
import { isJson, openAudit, PLACE_OPTIONS } from "./audit-place.ts";
import { stringify } from "./json.ts";
import { readOptions, usageError } from "./options.ts";
import type { Outcome, World } from "./world.ts";

const OPTIONS = {
  ...PLACE_OPTIONS,
  ...FILTER_OPTIONS,
  limit: { type: "string", short: "n" },
} as const;

/** `poolkeeper audit log`: what happened, newest first, as it is read. */
export async function log(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("audit", args, OPTIONS);
  refuseExtra(positionals);
  const print = isJson(values) ? (event: AuditEvent) => `${stringify(event)}\n` : printEvent;
  const limit = readLimit(values.limit);
  const audit = await openAudit(values, world);
  const filter = await readFilter(values, audit, world);
  const events = readEvents(audit, filter, { order: "newestFirst", now: toIso(world.now()) });
  return { exitCode: 0, output: "", stream: printAll(events, print, limit) };
}

/** `poolkeeper audit export`: the same for other programs, oldest first. */
export async function exportEvents(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("audit", args, {
    ...OPTIONS,
    format: { type: "string", short: "f", default: "jsonl" },
  });
  refuseExtra(positionals);
  const { format } = values;
  if (format !== "csv" && format !== "jsonl")
    throw usageError("audit", `there is no format ${quote(format)} of an export: there is csv and jsonl`);
  const limit = readLimit(values.limit);
  const audit = await openAudit(values, world);
  const filter = await readFilter(values, audit, world);
  const events = readEvents(audit, filter, { order: "oldestFirst", now: toIso(world.now()) });
  const print = format === "csv" ? csvRow : (event: AuditEvent) => `${stringify(event)}\n`;
  return { exitCode: 0, output: format === "csv" ? CSV_HEAD : "", stream: printAll(events, print, limit) };
}

function refuseExtra([extra]: readonly string[]): void {
  if (extra !== undefined) throw usageError("audit", `${quote(extra)} is one too many: filters are options`);
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw usageError("audit", `--limit ${quote(text)} is no number of events`);
  return Number(text);
}

async function* printAll(
  events: AsyncIterable<AuditEvent>,
  print: (event: AuditEvent) => string,
  limit: number,
): AsyncGenerator<string, undefined> {
  let printed = 0;
  for await (const event of events) {
    yield print(event);
    printed += 1;
    if (printed >= limit) return;
  }
}

/** `2026-01-05 09:12:03Z result worker 1a2b3c4 ada: …` */
function printEvent(event: AuditEvent): string {
  const { at, kind, pool, source, commit, actor } = event;
  const time = at.slice(0, 19).replace("T", " ");
  const subject = pool?.slice(pool.lastIndexOf("/") + 1) ?? source;
  const words = [kind, subject, commit?.slice(0, 7), actor].flatMap((word) => word ?? []);
  return `${time}Z ${words.map(visible).join(" ")}: ${visible(describeEvent(event))}\n`;
}
