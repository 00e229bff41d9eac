import type { GroupRecord, PoolRecord } from "../audit/manifest.ts";
import { type DocumentName, poolDocument, poolDocuments, wantedDocument, wantedDocuments } from "../documents/names.ts";
import { mayTouch, type Source } from "../documents/source.ts";
import type { Wanted } from "../documents/wanted.ts";
import { groupPath, type PoolId, poolPath, type ResourceGroup } from "../pool/id.ts";
import type { Documents, FoundPool, Labels, PoolResources } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { Failure } from "../shared/failures.ts";
import type { Bodies } from "./bodies.ts";
import { standingOf } from "./standing.ts";

export interface Collecting {
  readonly sources: readonly Source[];
  readonly correlationId: string;
  readonly bodies: Bodies;
  readonly pools: Pick<PoolResources, "list">;
  readonly documents: Pick<Documents, "list" | "read">;
}

export interface Collected {
  readonly group: GroupRecord;
  readonly pools: readonly PoolRecord[];
}

/** Pools that are looked at together: enough to hide the storage's latency. */
const AT_ONCE = 16;
const MESSAGE_CHARACTERS_MAX = 300;

/** Looks at every pool of a resource group, found or wanted. Bodies are stored as they come, and not kept in memory. */
export async function collectGroup(group: ResourceGroup, collecting: Collecting): Promise<Collected> {
  const labels = new Map<string, Labels>();
  for await (const listed of collecting.documents.list(poolDocuments(group))) {
    labels.set(listed.name, listed.labels);
  }
  const records = new Map<string, PoolRecord>();
  const batches = inBatches(collecting.pools.list(group, collecting));
  for (;;) {
    const batch = await attempt(() => batches.next());
    // Half a group is no group: nothing in it is known, least of all what is missing.
    if (!batch.ok) return unreadable(group, batch.failure);
    if (batch.value.done) break;
    await mapConcurrently(batch.value.value, AT_ONCE, async (pool) => {
      const bodyHash = await collecting.bodies.store(pool.resource);
      const record = await recordOf(pool.id, labels, collecting, pool);
      if (record) records.set(wantedDocument(pool.id), { ...record, bodyHash });
    });
  }
  const found = records.size;
  const unfound = await collectUnfound(group, labels, collecting, records);
  return { group: { id: groupPath(group), pools: found }, pools: [...records.values(), ...unfound] };
}

async function collectUnfound(
  group: ResourceGroup,
  labels: ReadonlyMap<string, Labels>,
  collecting: Collecting,
  found: ReadonlyMap<string, PoolRecord>,
): Promise<PoolRecord[]> {
  const names: DocumentName<Wanted>[] = [];
  for await (const { name } of collecting.documents.list(wantedDocuments(group))) {
    if (!found.has(name)) names.push(name);
  }
  const records = await mapConcurrently(names, AT_ONCE, async (name) => {
    const wanted = await collecting.documents.read<Wanted>(name);
    return wanted && recordOf(wanted.value.pool, labels, collecting);
  });
  return records.filter((record) => record !== undefined);
}
