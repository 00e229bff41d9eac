import type { DoubtfulPool, SourceState, SpecRecord } from "../documents/source-state.ts";
import { type PoolId, type PoolKey, poolKey } from "../pool/id.ts";
import { vaultsOf } from "../pool/secrets.ts";
import type { TreeEntry } from "../ports.ts";
import type { Spec } from "../spec/read.ts";

/** What a tree asks for, compared with what was synced last. */
export interface TreePlan {
  /** Specs whose content we have not read before. */
  readonly toRead: readonly TreeEntry[];
  /** Specs that are byte for byte what was synced. */
  readonly known: ReadonlyMap<string, SpecRecord>;
}

type SyncedState = Pick<SourceState, "files" | "inDoubt">;

/** Compares by blob: no payload, commit list or date is asked. */
export function planTree(entries: readonly TreeEntry[], { files, inDoubt }: SyncedState): TreePlan {
  const doubtful = new Set(inDoubt?.map(({ pool }) => poolKey(pool)));
  const known = new Map<string, SpecRecord>();
  const toRead: TreeEntry[] = [];
  for (const entry of entries) {
    const record = files[entry.path];
    const isKnown = record?.blobSha === entry.sha && !doubtful.has(poolKey(record.pool));
    if (isKnown) known.set(entry.path, record);
    else toRead.push(entry);
  }
  return { toRead, known };
}

/** What a valid commit changes. */
export interface SpecChanges {
  /** Specs that are new, or say something else than before. */
  readonly changed: readonly Spec[];
  /** Pools that no spec names any more, with the path that named them. */
  readonly gone: readonly { readonly pool: PoolId; readonly path: string }[];
  /** The map to remember, whole. */
  readonly files: { readonly [path: string]: SpecRecord };
}

/** `known`: records of the specs that are as they were synced; `read`: those that were read anew. */
export function compareSpecs(
  { files: filesBefore, inDoubt = [] }: SyncedState,
  known: ReadonlyMap<string, SpecRecord>,
  read: ReadonlyMap<TreeEntry, Spec>,
): SpecChanges {
  const before = recordsByPool([...Object.entries(filesBefore), ...inDoubt.map(toUnknown)]);
  const files: [string, SpecRecord][] = [...known];
  const changed: Spec[] = [];
  for (const [entry, spec] of read) {
    files.push([entry.path, recordOf(entry, spec)]);
    if (before.get(poolKey(spec.pool))?.record.specHash !== spec.hash) changed.push(spec);
  }
  const after = recordsByPool(files);
  const gone = [...before]
    .filter(([key]) => !after.has(key))
    .map(([, { path, record }]) => ({ pool: record.pool, path }));
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  return { changed, gone, files: Object.fromEntries(files) };
}

function recordOf({ sha: blobSha }: TreeEntry, { pool, hash: specHash, body }: Spec): SpecRecord {
  const vaults = vaultsOf(body);
  return { blobSha, pool, specHash, ...(vaults.length > 0 && { vaults }) };
}

/** No spec has this hash: whatever the tree says of a pool in doubt is a change. */
const toUnknown = ({ pool, path }: DoubtfulPool): readonly [string, SpecRecord] => [
  path,
  { pool, blobSha: "", specHash: "" },
];

/** The pools whose wishes are about to be written, and those of an earlier sync that came no further. */
export function doubtBy(
  { changed, gone }: SpecChanges,
  inDoubt: SourceState["inDoubt"] = [],
): readonly DoubtfulPool[] {
  const all = [...inDoubt, ...changed, ...gone].map(
    ({ pool, path }) => [poolKey(pool), { pool, path }] as const,
  );
  return [...new Map(all).values()];
}

function recordsByPool(
  files: readonly (readonly [string, SpecRecord])[],
): Map<PoolKey, { readonly path: string; readonly record: SpecRecord }> {
  return new Map(files.map(([path, record]) => [poolKey(record.pool), { path, record }]));
}
