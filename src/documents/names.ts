import { groupKey, type PoolId, type PoolKey, poolKey, type ResourceGroup } from "../pool/id.ts";
import type { Attention } from "./attention.ts";
import type { PoolState } from "./pool-state.ts";
import type { RecordedConfiguration } from "./recorded-configuration.ts";
import type { Refusals } from "./refusals.ts";
import type { Rollout } from "./rollout.ts";
import type { SnapshotHead } from "./snapshot-head.ts";
import type { SourceState } from "./source-state.ts";
import type { Wanted } from "./wanted.ts";

/** The name of a blob in the container `state`, with the type of what it holds. */
export type DocumentName<T> = string & { readonly __holds?: T };

export const sourceDocument = (source: string): DocumentName<SourceState> => `sources/${source}.json`;

/** All source documents begin with this. */
export const sourceDocuments = "sources/";

export const wantedDocument = (pool: PoolId): DocumentName<Wanted> => `wanted/${poolKey(pool)}.json`;

export const poolDocument = (pool: PoolId): DocumentName<PoolState> => `pools/${poolKey(pool)}.json`;

export const rolloutDocument = (source: string, commit: string): DocumentName<Rollout> =>
  `rollouts/${source}/${commit}.json`;

export const attentionDocument: DocumentName<Attention> = "attention.json";

export const snapshotDocument: DocumentName<SnapshotHead> = "snapshot.json";

export const configurationDocument: DocumentName<RecordedConfiguration> = "configuration.json";

export const refusalsDocument: DocumentName<Refusals> = "refusals.json";

/** All pool documents of a group begin with this. */
export const poolDocuments = (group: ResourceGroup): string => `pools/${groupKey(group)}/`;

export const wantedDocuments = (group: ResourceGroup): string => `wanted/${groupKey(group)}/`;

/** The name of the pool that a document of a pool or its wish is about. */
export const poolNameOf = (document: string): string => lastPartOf(document);

/** The key of that pool. */
export const poolKeyOf = (document: string): PoolKey =>
  document.slice(document.indexOf("/") + 1, -ENDING.length);

/** All rollout documents of a source begin with this. */
export const rolloutDocuments = (source: string): string => `rollouts/${source}/`;

/** The commit that a rollout's document is about. */
export const rolloutCommitOf = (document: string): string => lastPartOf(document);

const ENDING = ".json";

const lastPartOf = (document: string): string =>
  document.slice(document.lastIndexOf("/") + 1, -ENDING.length);
