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

/**
 * Tells the first event that is as old as the manifests of the range and in none of them. Events behind the newest
 * manifest wait for the next one.
 */
export async function findUnsealed(
  audit: AuditReader,
  newest: Chained,
  range: Range,
  contents: Contents,
): Promise<Broken | undefined> {
  const from = range.anchor === undefined ? "" : takenAtOf(range.anchor);
  const unsealed: string[] = [];
  for await (const name of audit.list(EVENTS)) {
    const place = eventPlaceOf(name);
    if (!place) return broken(name, "unknown");
    const isOurs = place.at >= from && place.at < newest.manifest.takenAt;
    if (isOurs && !contents.sealed.has(name)) unsealed.push(name);
  }
  if (unsealed.length === 0) return undefined;
  const late = await sealedLate(audit, newest, range.after);
  const [first] = unsealed.filter((name) => !late.has(name));
  return first === undefined ? undefined : broken(first, "event unsealed");
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
