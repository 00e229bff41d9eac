import { type Manifest, parseManifest } from "../audit/manifest.ts";
import { bySequence, SNAPSHOTS, sequenceOf, takenAtOf } from "../audit/names.ts";
import type { SnapshotHead, SnapshotLink } from "../documents/snapshot-head.ts";
import type { Audit } from "../ports.ts";
import { sha256 } from "../shared/canonical.ts";
import { fromIso, toIso } from "../shared/time.ts";

/** Stands for the hash of a pool that is not there. */
export const MISSING = "missing";

export interface Newest {
  readonly link: SnapshotLink;
  readonly takenAt: string;
  /** Hashes of the bodies that it names. Empty if it can't be believed. */
  readonly bodies: ReadonlySet<string>;
  /** Hash of the body of each pool that it shows as drifted, or `MISSING`, by ARM id in lower case. */
  readonly drifted: ReadonlyMap<string, string>;
  /** False if the manifest is gone or another than the head says: the chain goes on, and verification tells. */
  readonly isIntact: boolean;
}

/** What the container holds of the chain. */
export interface Found {
  /** The manifest that the next one has to follow; `undefined` if there is none. */
  readonly newest: Newest | undefined;
  /** Names of the events that manifests have, of those that may be found at `since` or later. */
  readonly sealed: Set<string>;
  /** Names of manifests that say that they are signed, and may not be. */
  readonly unsigned: readonly string[];
}

type Reads = Pick<Audit, "list" | "read">;

/**
 * The container knows better than the head: a run may have crashed after it stored its manifest, and the whole state
 * may have been deleted.
 */
export async function findNewest(
  head: SnapshotHead | undefined,
  since: string,
  audit: Reads,
): Promise<Found> {
  const known = head?.newest;
  const unknown = await unknownManifests(known, since, audit);
  const sealed = new Set(head?.sealed);
  const unsigned = [...(head?.unsigned ?? [])];
  let newest = known && (await readNewest(known, audit));
  for (const name of unknown) {
    const text = (await audit.read(name)) ?? "";
    const manifest = parseManifest(text);
    for (const event of manifest?.events ?? []) sealed.add(event.name);
    const link = { sequence: sequenceOf(name) ?? 0, name, hash: sha256(text) };
    newest = toNewest(link, manifest);
    if (manifest?.signer !== undefined) unsigned.push(name);
  }
  return { newest, sealed, unsigned };
}

async function readNewest(known: SnapshotLink, audit: Pick<Audit, "read">): Promise<Newest> {
  const text = (await audit.read(known.name)) ?? "";
  return toNewest(known, known.hash === sha256(text) ? parseManifest(text) : undefined);
}

function toNewest(link: SnapshotLink, manifest: Manifest | undefined): Newest {
  const pools = manifest?.pools ?? [];
  const isAmiss = ({ state }: Manifest["pools"][number]) => state === "drifted" || state === "missing";
  return {
    link,
    takenAt: manifest?.takenAt ?? takenAtOf(link.name),
    bodies: new Set(pools.flatMap(({ bodyHash }) => bodyHash ?? [])),
    drifted: new Map(pools.filter(isAmiss).map((pool) => [pool.id.toLowerCase(), pool.bodyHash ?? MISSING])),
    isIntact: manifest !== undefined,
  };
}

/** A name is chosen by the first run that tries to store the manifest, which may be stored by a later one. */
const CLAIMED_BEFORE_MAX_MS = 24 * 60 * 60_000;

/**
 * Manifests that the head does not speak of, in order: those above it. Without a head, those from which an event may
 * still be listed, and the newest at any rate.
 */
async function unknownManifests(
  known: SnapshotLink | undefined,
  since: string,
  audit: Pick<Audit, "list">,
): Promise<readonly string[]> {
  const unknown: string[] = [];
  const sinceDayBefore = toIso(fromIso(since) - CLAIMED_BEFORE_MAX_MS);
  let newest: string | undefined;
  for await (const name of audit.list(SNAPSHOTS)) {
    const sequence = sequenceOf(name);
    if (sequence === undefined || sequence <= (known?.sequence ?? 0)) continue;
    if (newest === undefined || bySequence(newest, name) < 0) newest = name;
    if (known || takenAtOf(name) >= sinceDayBefore) unknown.push(name);
  }
  if (newest !== undefined && !unknown.includes(newest)) unknown.push(newest);
  return unknown.sort(bySequence);
}
