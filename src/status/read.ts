import { isAbout, readPoolLabels, readWantedLabels } from "../documents/labels.ts";
import {
  poolDocuments,
  poolNameOf,
  snapshotDocument,
  sourceDocument,
  sourceDocuments,
  wantedDocuments,
} from "../documents/names.ts";
import type { SettledOutcome } from "../documents/pool-state.ts";
import { followedGroups, mayTouch, type Source } from "../documents/source.ts";
import { poolPath, type ResourceGroup } from "../pool/id.ts";
import type { Clock, Documents, Labels } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { toIso } from "../shared/time.ts";

/** More pools take another request: so many are some 300 KB of JSON. */
export const POOLS_SHOWN_MAX = 1000;

export interface StatusDeps {
  readonly documents: Pick<Documents, "read" | "list">;
  readonly clock: Clock;
}

export type StatusAnswer =
  | { readonly status: 200; readonly body: Status }
  | { readonly status: 503; readonly body: { readonly message: string } };

export interface Status {
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly sources: readonly SourceStatus[];
  readonly snapshot?: SnapshotStatus;
  /** Of all pools, by phase, or by outcome where they have settled. */
  readonly counts: { readonly [phase: string]: number };
  readonly pools: readonly PoolStatus[];
  /** There are more pools: ask with `?after=` and this. */
  readonly next?: string;
}

export interface SourceStatus {
  readonly name: string;
  readonly repository: string;
  readonly branch: string;
  readonly directory: string;
  readonly paused: boolean;
  /** The commit whose specs are wanted. */
  readonly synced?: string;
  readonly unreadable?: { readonly code: string; readonly since: string; readonly reason?: string };
}

export interface SnapshotStatus {
  readonly sequence: number;
  readonly name: string;
  readonly hash: string;
}

export interface PoolStatus {
  /** ARM id. */
  readonly id: string;
  /** Missing where no source may deploy to its group any more. */
  readonly source?: string;
  /** The commit that brought what is wanted, and its generation. */
  readonly commit?: string;
  readonly wanted?: number;
  /** `notBegun`: no step has looked at what is wanted now. */
  readonly phase: "notBegun" | "pending" | "waiting" | "settled";
  /** The generation that the newest step was about. */
  readonly generation?: number;
  readonly outcome?: SettledOutcome["kind"];
  /** UTC, ISO 8601: when the next step is due, or when it settled. */
  readonly stepAt?: string;
  /** Since when ARM works on it. */
  readonly atWorkSince?: string;
  /** How often in a row it was put back. */
  readonly corrections?: number;
}

/** How everything stands, by listings and their labels alone: a few requests, however many pools. Names no secret. */
export async function readStatus(
  sources: readonly Source[],
  after: string | undefined,
  { documents, clock }: StatusDeps,
): Promise<StatusAnswer> {
  const read = await attempt(async () => ({
    sources: await readSources(sources, documents),
    newest: (await documents.read(snapshotDocument))?.value.newest,
    pools: await readPools(sources, documents),
  }));
  if (!read.ok) return { status: 503, body: { message: `storage can't answer: ${read.failure.code}` } };
  const { pools, newest } = read.value;
  const left = after === undefined ? pools : pools.filter(({ id }) => id.toLowerCase() > after.toLowerCase());
  const shown = left.slice(0, POOLS_SHOWN_MAX);
  const last = shown.at(-1);
  return {
    status: 200,
    body: {
      at: toIso(clock.now()),
      sources: read.value.sources,
      ...(newest && { snapshot: { sequence: newest.sequence, name: newest.name, hash: newest.hash } }),
      counts: countPools(pools),
      pools: shown,
      ...(last && left.length > shown.length && { next: last.id }),
    },
  };
}

async function readSources(
  sources: readonly Source[],
  documents: Pick<Documents, "list">,
): Promise<readonly SourceStatus[]> {
  const labels = await labelsBy((name) => name, sourceDocuments, documents);
  return sources.map(({ name, repository, branch, directory, paused }) => {
    const { synced, unreadable, since, reason } = labels.get(sourceDocument(name)) ?? {};
    return {
      ...{ name, repository: `${repository.owner}/${repository.name}`, branch, directory, paused },
      ...(synced && { synced }),
      ...(unreadable && since && { unreadable: { code: unreadable, since, ...(reason && { reason }) } }),
    };
  });
}

/** In the order of their ids. */
async function readPools(
  sources: readonly Source[],
  documents: Pick<Documents, "list">,
): Promise<readonly PoolStatus[]> {
  const pools: PoolStatus[] = [];
  for (const group of followedGroups(sources)) {
    const source = sources.find((one) => mayTouch(one, group))?.name;
    // The states first: what is wanted may be newer.
    const states = await labelsBy(poolNameOf, poolDocuments(group), documents);
    const wishes = await labelsBy(poolNameOf, wantedDocuments(group), documents);
    for (const name of new Set([...states.keys(), ...wishes.keys()]))
      pools.push({
        ...poolStatus(group, name, states.get(name), wishes.get(name)),
        ...(source && { source }),
      });
  }
  const byId = (one: PoolStatus, other: PoolStatus) =>
    one.id.toLowerCase() < other.id.toLowerCase() ? -1 : 1;
  return pools.sort(byId);
}

function poolStatus(
  group: ResourceGroup,
  name: string,
  stateLabels: Labels = {},
  wantedLabels: Labels = {},
): PoolStatus {
  const state = readPoolLabels(stateLabels);
  const wanted = readWantedLabels(wantedLabels);
  const isCurrent = state && (!wanted || isAbout(state, wanted));
  return {
    id: poolPath({ ...group, name }),
    ...(wanted && { commit: wanted.commit, wanted: Number(wanted.generation) }),
    phase: state && (isCurrent || state.phase !== "settled") ? state.phase : "notBegun",
    ...(state && { generation: Number(state.generation), stepAt: toIso(Number(state.at)) }),
    ...(isCurrent && state.outcome && { outcome: state.outcome }),
    ...(state?.since && { atWorkSince: toIso(Number(state.since)) }),
    ...(state?.corrections && { corrections: Number(state.corrections) }),
  };
}

function countPools(pools: readonly PoolStatus[]): { readonly [phase: string]: number } {
  const counts: Record<string, number> = {};
  for (const { phase, outcome } of pools) {
    const what = outcome ?? phase;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

async function labelsBy(
  keyOf: (name: string) => string,
  prefix: string,
  documents: Pick<Documents, "list">,
): Promise<ReadonlyMap<string, Labels>> {
  const labels = new Map<string, Labels>();
  for await (const listed of documents.list(prefix)) labels.set(keyOf(listed.name), listed.labels);
  return labels;
}
