import type { Counts, GroupRecord, Link, Manifest, PoolRecord, PoolStanding } from "../audit/manifest.ts";
import type { SnapshotLink } from "../documents/snapshot-head.ts";
import type { Collected } from "./collect.ts";

export interface Composed {
  readonly takenAt: string;
  readonly newest: SnapshotLink | undefined;
  readonly collected: readonly Collected[];
  readonly events: readonly Link[];
  /** The deployer's own. */
  readonly version: string;
  /** Id of the key that is going to sign it. */
  readonly signer?: string | undefined;
}

/** The manifest that follows `newest`, from all that was collected. */
export function composeManifest(composed: Composed): Manifest {
  const { takenAt, newest, collected, events, version, signer } = composed;
  const groups = inOrder(collected.map(({ group }) => group));
  const pools = inOrder(collected.flatMap((one) => one.pools));
  return {
    format: 1,
    sequence: (newest?.sequence ?? 0) + 1,
    takenAt,
    deployer: { version },
    ...(newest && { previous: { name: newest.name, hash: newest.hash } }),
    groups,
    pools,
    counts: count(groups, pools),
    events: [...events].sort(byName),
    ...(signer !== undefined && { signer }),
  };
}

function count(groups: readonly GroupRecord[], pools: readonly PoolRecord[]): Counts {
  const inState = (state: PoolStanding) => pools.filter((pool) => pool.state === state).length;
  return {
    found: pools.filter(({ bodyHash }) => bodyHash !== undefined).length,
    managed: inState("managed"),
    unmanaged: inState("unmanaged"),
    missing: inState("missing"),
    drifted: inState("drifted"),
    settling: inState("settling"),
    unreadableGroups: groups.filter((group) => "unreadable" in group).length,
  };
}

/** Of id, however it is spelled. */
function inOrder<T extends { readonly id: string }>(records: readonly T[]): readonly T[] {
  const keyed = records.map((record) => ({ key: record.id.toLowerCase(), record }));
  keyed.sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)));
  return keyed.map(({ record }) => record);
}

function byName(one: Link, other: Link): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}
