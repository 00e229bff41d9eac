import { sha256 } from "../shared/canonical.ts";
import { fromIso } from "../shared/time.ts";
import { type Broken, broken, type Chained } from "./chain.ts";
import type { Contents } from "./contents.ts";
import { EVENT_LATE_MAX_MS } from "./late.ts";
import { parseManifest } from "./manifest.ts";
import { bodyHashOf, EVENTS, eventPlaceOf, SNAPSHOTS, takenAtOf } from "./names.ts";
import type { Range } from "./range.ts";
import type { AuditReader } from "./reader.ts";

/** What the deployer notes for itself, so as to say something once. No part of the record. */
const NOTES = ["abandoned/", "told/"];

export interface Unsealed {
  /** The first event that is as old as the manifests of the range and in none of them. */
  readonly broken?: Broken;
  /** How many are behind the newest manifest of all, and wait for the next one. */
  readonly waiting: number;
}

/** Looks for events that no manifest has. `newest` is that of the range. */
export async function findUnsealed(
  audit: AuditReader,
  newest: Chained | undefined,
  range: Range,
  contents: Contents,
): Promise<Unsealed> {
  const from = range.anchor === undefined ? "" : takenAtOf(range.anchor);
  const to = newest?.manifest.takenAt ?? "";
  const unsealed: string[] = [];
  let waiting = 0;
  for await (const name of audit.list(EVENTS)) {
    const place = eventPlaceOf(name);
    if (!place) return { broken: broken(name, "unknown"), waiting };
    if (contents.sealed.has(name) || place.at < from) continue;
    if (place.at < to) unsealed.push(name);
    else if (range.after.length === 0) waiting += 1;
  }
  if (!newest || unsealed.length === 0) return { waiting };
  const late = await sealedLate(audit, newest, range.after);
  const [first] = unsealed.filter((name) => !late.has(name));
  return first === undefined ? { waiting } : { broken: broken(first, "event unsealed"), waiting };
}

/** Events that came late are in manifests behind the range. */
async function sealedLate(
  audit: AuditReader,
  newest: Chained,
  after: readonly string[],
): Promise<ReadonlySet<string>> {
  const late = new Set<string>();
  for (const name of after) {
    if (fromIso(takenAtOf(name)) - fromIso(newest.manifest.takenAt) > EVENT_LATE_MAX_MS) break;
    const manifest = parseManifest((await audit.read(name)) ?? "");
    for (const event of manifest?.events ?? []) late.add(event.name);
  }
  return late;
}

/** Tells the first blob that nothing names and that is not what its own name says. */
export async function findStray(audit: AuditReader, { bodies }: Contents): Promise<Broken | undefined> {
  for await (const name of audit.list("")) {
    if ([SNAPSHOTS, EVENTS, ...NOTES].some((prefix) => name.startsWith(prefix))) continue;
    const hash = bodyHashOf(name);
    if (hash === undefined) return broken(name, "unknown");
    if (bodies.has(hash)) continue;
    // Nobody names it: of a step that was stopped half way.
    if (sha256((await audit.read(name)) ?? "") !== hash) return broken(name, "body altered");
  }
  return undefined;
}
