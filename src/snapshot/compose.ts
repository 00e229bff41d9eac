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
  const groups = collected.map(({ group }) => group).sort(byId);
  const pools = collected.flatMap((one) => one.pools).sort(byId);
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

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  const [id, otherId] = [one.id.toLowerCase(), other.id.toLowerCase()];
  return id < otherId ? -1 : Number(id > otherId);
}

function byName(one: Link, other: Link): number {
  return one.name < other.name ? -1 : Number(one.name > other.name);
}
