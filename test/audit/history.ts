import fc from "fast-check";
import { type Link, type Manifest, seal } from "../../src/audit/manifest.ts";
import { bodyName, manifestName } from "../../src/audit/names.ts";
import { canonicalJson, sha256 } from "../../src/shared/canonical.ts";
import { createMemoryAudit, type MemoryAudit } from "../fakes/memory-audit.ts";

export interface History {
  readonly audit: MemoryAudit;
  /** Oldest first. */
  readonly manifests: readonly string[];
  readonly bodies: readonly string[];
  /** The newest manifest's hash. */
  readonly head: string;
}

const BEGAN_AT = Date.parse("2026-01-05T09:00:00.000Z");
const INTERVAL_MS = 3_600_000;

/** One manifest for each list; each number stands for a body that was found. */
export function writeHistory(snapshots: readonly (readonly number[])[]): History {
  const audit = createMemoryAudit();
  const manifests: string[] = [];
  let previous: Link | undefined;
  for (const [index, versions] of snapshots.entries()) {
    const takenAt = new Date(BEGAN_AT + index * INTERVAL_MS).toISOString();
    const manifest = manifestOf(index + 1, takenAt, versions, previous);
    for (const version of versions) audit.tamper(bodyName(hashOf(version)), bodyOf(version));
    const sealed = seal(manifestName(index + 1, takenAt), manifest);
    audit.tamper(sealed.name, sealed.text);
    manifests.push(sealed.name);
    previous = { name: sealed.name, hash: sealed.hash };
  }
  return { audit, manifests, bodies: audit.names("bodies/"), head: previous?.hash ?? "" };
}

export function manifestOf(
  sequence: number,
  takenAt: string,
  versions: readonly number[],
  previous: Link | undefined,
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
  };
}

const bodyOf = (version: number) => canonicalJson({ location: "East US", properties: { version } });

const hashOf = (version: number) => sha256(bodyOf(version));

/** Histories of at least `manifestsMin` manifests, in which bodies come, stay and return. */
export const anyHistory = (manifestsMin: number): fc.Arbitrary<History> =>
  fc
    .array(fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }), { minLength: manifestsMin, maxLength: 6 })
    .map(writeHistory);
