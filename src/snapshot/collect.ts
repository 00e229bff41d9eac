import type { GroupRecord, PoolRecord } from "../audit/manifest.ts";
import {
  type DocumentName,
  poolDocument,
  poolDocuments,
  wantedDocument,
  wantedDocuments,
} from "../documents/names.ts";
import { mayTouch, type Source } from "../documents/source.ts";
import type { Wanted } from "../documents/wanted.ts";
import { groupPath, poolPath, type ResourceGroup } from "../pool/id.ts";
import { type DeployedSecret, wantedSecrets } from "../pool/secrets.ts";
import type { Documents, FoundPool, Labels, PoolResources } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { Failure } from "../shared/failures.ts";
import type { Bodies } from "./bodies.ts";
import { type Drift, driftOf } from "./drift.ts";
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
  readonly drifts: readonly Drift[];
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
  const records = new Map<string, Looked>();
  const batches = inBatches(collecting.pools.list(group, collecting));
  for (;;) {
    const batch = await attempt(() => batches.next());
    // Half a group is no group: nothing in it is known, least of all what is missing.
    if (!batch.ok) return unreadable(group, batch.failure);
    if (batch.value.done) break;
    await mapConcurrently(batch.value.value, AT_ONCE, async (pool) => {
      const bodyHash = await collecting.bodies.store(pool.resource);
      const name = wantedDocument(pool.id);
      const looked = await lookAt(name, labels, collecting, { ...pool, bodyHash });
      if (looked) records.set(name, looked);
    });
  }
  const found = records.size;
  const unfound = await collectUnfound(group, labels, collecting, records);
  const all = [...records.values(), ...unfound];
  return {
    group: { id: groupPath(group), pools: found },
    pools: all.map(({ record }) => record),
    drifts: all.flatMap(({ drift }) => drift ?? []),
  };
}

interface Looked {
  readonly record: PoolRecord;
  readonly drift?: Drift | undefined;
}

async function collectUnfound(
  group: ResourceGroup,
  labels: ReadonlyMap<string, Labels>,
  collecting: Collecting,
  found: ReadonlyMap<string, Looked>,
): Promise<Looked[]> {
  const names: DocumentName<Wanted>[] = [];
  for await (const { name } of collecting.documents.list(wantedDocuments(group))) {
    if (!found.has(name)) names.push(name);
  }
  const looked = await mapConcurrently(names, AT_ONCE, (name) => lookAt(name, labels, collecting));
  return looked.filter((one) => one !== undefined);
}

async function lookAt(
  name: DocumentName<Wanted>,
  labels: ReadonlyMap<string, Labels>,
  collecting: Collecting,
  found?: FoundPool & { readonly bodyHash: string },
): Promise<Looked | undefined> {
  const wanted = await readFollowed(name, collecting);
  const id = found?.id ?? wanted?.pool;
  const standing = id && standingOf(wanted, labels.get(poolDocument(id)), found?.resource);
  if (!standing) return undefined;
  const secrets = found && wanted && (await deployedSecrets(wanted, collecting));
  const seen = found && { provisioningState: found.provisioningState, bodyHash: found.bodyHash };
  const record = { id: poolPath(id), ...standing, ...seen, ...(secrets && { secrets }) };
  return { record, drift: driftOf(record, wanted, found?.resource) };
}

/** Read only where there are some: it costs a read of the pool's document. */
async function deployedSecrets(
  { pool, wish }: Wanted,
  { documents }: Collecting,
): Promise<readonly DeployedSecret[] | undefined> {
  if (wish.kind !== "present" || wantedSecrets(wish.body).length === 0) return undefined;
  return (await documents.read(poolDocument(pool)))?.value.secrets;
}

/** What a source wants that is still followed, and still may: nobody else's wishes are ever carried out. */
async function readFollowed(
  name: DocumentName<Wanted>,
  { sources, documents }: Collecting,
): Promise<Wanted | undefined> {
  const wanted = (await documents.read(name))?.value;
  const source = wanted && sources.find((one) => one.name === wanted.source);
  return source && mayTouch(source, wanted.pool) ? wanted : undefined;
}

function unreadable(group: ResourceGroup, { code, message }: Failure): Collected {
  const told = { code, message: message.slice(0, MESSAGE_CHARACTERS_MAX).toWellFormed() };
  return { group: { id: groupPath(group), unreadable: told }, pools: [], drifts: [] };
}

async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<readonly T[], undefined> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
