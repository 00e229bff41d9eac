import fc from "fast-check";
import { type Link, type Manifest, seal } from "../../src/audit/manifest.ts";
import { bodyName, manifestName } from "../../src/audit/names.ts";
import { storedEvent } from "../../src/audit/record.ts";
import { canonicalJson, sha256 } from "../../src/shared/canonical.ts";
import { createMemoryAudit, type MemoryAudit } from "../fakes/memory-audit.ts";
import { anEvent } from "./events.ts";

export interface History {
  readonly audit: MemoryAudit;
  /** Oldest first. */
  readonly manifests: readonly string[];
  readonly bodies: readonly string[];
  readonly events: readonly string[];
  /** The newest manifest's hash. */
  readonly head: string;
}

const BEGAN_AT = Date.parse("2026-01-05T09:00:00.000Z");
const INTERVAL_MS = 3_600_000;

/** One manifest for each list; each number stands for a body that was found, and for the change that made it so. */
export function writeHistory(snapshots: readonly (readonly number[])[]): History {
  const audit = createMemoryAudit();
  const manifests: string[] = [];
  let previous: Link | undefined;
  for (const [index, versions] of snapshots.entries()) {
    const takenAt = new Date(BEGAN_AT + index * INTERVAL_MS).toISOString();
    const events = versions.map((version, place) => resultOf(version, takenAt, place));
    for (const { name, text } of events) audit.tamper(name, text);
    const links = events.map(({ name, text }) => ({ name, hash: sha256(text) }));
    const manifest = manifestOf(index + 1, takenAt, versions, previous, links);
    for (const version of versions) audit.tamper(bodyName(hashOf(version)), bodyOf(version));
    const sealed = seal(manifestName(index + 1, takenAt), manifest);
    audit.tamper(sealed.name, sealed.text);
    manifests.push(sealed.name);
    previous = { name: sealed.name, hash: sealed.hash };
  }
  const [bodies, events] = [audit.names("bodies/"), audit.names("events/")];
  return { audit, manifests, bodies, events, head: previous?.hash ?? "" };
}

export function manifestOf(
  sequence: number,
  takenAt: string,
  versions: readonly number[],
  previous: Link | undefined,
  events: readonly Link[] = [],
): Manifest {
  const counts = { found: versions.length, managed: versions.length, unmanaged: 0, missing: 0 };
  return {
    format: 1,
    sequence,
    takenAt,
    deployer: { version: "1.0.0" },
    ...(previous && { previous }),
    groups: [{ id: "/subscriptions/s/resourceGroups/rg", pools: versions.length }],
    pools: versions.map((version, index) => ({
      id: `/subscriptions/s/resourceGroups/rg/providers/Microsoft.App/sessionPools/pool${index}`,
      state: "managed",
      bodyHash: hashOf(version),
    })),
    counts: { ...counts, drifted: 0, settling: 0, unreadableGroups: 0 },
    events: [...events].sort((one, other) => (one.name < other.name ? -1 : 1)),
  };
}

const bodyOf = (version: number) => canonicalJson({ location: "East US", properties: { version } });

const hashOf = (version: number) => sha256(bodyOf(version));

/** Some minutes before the manifest that seals it. */
function resultOf(version: number, takenAt: string, place: number) {
  const at = new Date(Date.parse(takenAt) - (place + 1) * 60_000).toISOString();
  return storedEvent(anEvent("result", { id: String(place), at, bodyHash: hashOf(version) }));
}

/** Histories of at least `manifestsMin` manifests, in which bodies come, stay and return. */
export const anyHistory = (manifestsMin: number): fc.Arbitrary<History> =>
  fc
    .array(fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }), { minLength: manifestsMin, maxLength: 6 })
    .map(writeHistory);
