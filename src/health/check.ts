import { attentionDocument, sourceDocument, sourceDocuments } from "../documents/names.ts";
import type { Source } from "../documents/source.ts";
import type { PoolId } from "../pool/id.ts";
import type { Documents, Labels } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";

export interface Health {
  readonly status: "ok" | "failing";
  readonly storage: "reachable" | { readonly unreachable: string };
  readonly sources: readonly SourceHealth[];
  /** Pools that a person should look at, as `group/name`; none, and it is not there. */
  readonly attention?: PoolsInNeed;
}

export interface PoolsInNeed {
  /** ARM has worked on them since then, and seems never to end. */
  readonly stuck: readonly { readonly pool: string; readonly since: string }[];
  /** Changed outside git again and again, and put back so often. */
  readonly drifting: readonly { readonly pool: string; readonly corrections: number }[];
}

export interface SourceHealth {
  readonly name: string;
  /** The commit whose specs are wanted now. */
  readonly synced?: string;
  /** Why the source can't be read, since when; its pools are kept. */
  readonly unreadable?: { readonly code: string; readonly since: string; readonly hint?: string };
  /** Its settings say so: nothing is applied. */
  readonly paused?: true;
}

/** Whether the settings could be read (they were, or nobody would answer) and storage answers. Names no secret. */
export async function checkHealth(
  sources: readonly Source[],
  documents: Pick<Documents, "read" | "list">,
): Promise<Health> {
  const read = await attempt(() => Promise.all([checkSources(sources, documents), findInNeed(documents)]));
  if (read.ok) {
    const [all, attention] = read.value;
    return { status: "ok", storage: "reachable", sources: all, ...(attention && { attention }) };
  }
  return { status: "failing", storage: { unreachable: read.failure.code }, sources: [] };
}

/** Where only the settings can help. Anybody may ask, so the new name is for `status` to tell, and for the log. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ["RepositoryMoved", "the repository has another name now: change it in POOLKEEPER_SOURCES"],
  ["RepositoryReplaced", "another repository has its name now: POOLKEEPER_SOURCES must say which is meant"],
]);

/** By their labels: the documents hold all that is known of thousands of specs. */
async function checkSources(
  sources: readonly Source[],
  documents: Pick<Documents, "list">,
): Promise<readonly SourceHealth[]> {
  const labels = new Map<string, Labels>();
  for await (const listed of documents.list(sourceDocuments)) labels.set(listed.name, listed.labels);
  return sources.map(({ name, paused }) => {
    const { synced, unreadable, since } = labels.get(sourceDocument(name)) ?? {};
    const hint = HINTS.get(unreadable ?? "");
    return {
      name,
      ...(synced && { synced }),
      ...(unreadable && since && { unreadable: { code: unreadable, since, ...(hint && { hint }) } }),
      ...(paused && { paused }),
    };
  });
}

async function findInNeed(documents: Pick<Documents, "read">): Promise<PoolsInNeed | undefined> {
  const { stuck = [], drifting = [] } = (await documents.read(attentionDocument))?.value ?? {};
  if (stuck.length + drifting.length === 0) return undefined;
  return {
    stuck: stuck.map(({ pool, since }) => ({ pool: print(pool), since })),
    drifting: drifting.map(({ pool, corrections }) => ({ pool: print(pool), corrections })),
  };
}

/** Anybody may ask: the subscription is nobody's business. */
const print = ({ resourceGroup, name }: PoolId): string => `${resourceGroup}/${name}`;
