import { rolloutDocument, sourceDocument, wantedDocument } from "../documents/names.ts";
import type { Wanted } from "../documents/wanted.ts";
import type { PoolId } from "../pool/id.ts";
import { spread } from "../pool/pacing.ts";
import type { Chance, Clock, Documents, Queues } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";

const DOCUMENTS_AT_ONCE = 16;
const MESSAGES_AT_ONCE = 16;

export interface ReviveDeps {
  readonly documents: Pick<Documents, "read">;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
}

export interface OverduePool {
  readonly pool: PoolId;
  readonly reason: ReconcileMessage["reason"];
}

/**
 * Gives every overdue pool its next try; returns how many there are that something is wanted of. The rollouts that were
 * `asked` to look have heard enough.
 */
export async function revivePools(
  overdue: readonly OverduePool[],
  asked: ReadonlySet<string>,
  deps: ReviveDeps,
): Promise<number> {
  const firstAt = toIso(deps.clock.now());
  const read = await mapConcurrently(overdue, DOCUMENTS_AT_ONCE, (pool) => readWanted(pool, deps.documents));
  const revivals = read.filter((revival) => revival !== undefined);
  await sendReconciles(revivals, firstAt, deps);
  const journeys = await journeysToNudge(revivals, deps.documents);
  const unasked = journeys.filter(({ source, commit }) => !asked.has(rolloutDocument(source, commit)));
  await mapConcurrently(unasked, MESSAGES_AT_ONCE, ({ source, commit }) =>
    deps.queues.send("rollouts", { source, commit, attempt: 0, firstAt }),
  );
  return revivals.length;
}

/** An overdue pool as it is wanted now. */
interface Revival {
  readonly wanted: Wanted;
  readonly reason: ReconcileMessage["reason"];
}

async function readWanted(
  { pool, reason }: OverduePool,
  documents: Pick<Documents, "read">,
): Promise<Revival | undefined> {
  const stored = await documents.read(wantedDocument(pool));
  return stored && { wanted: stored.value, reason };
}

/** The next try of every pool, at the pace of ARM's bucket, under the correlation of its rollout. */
async function sendReconciles(
  revivals: readonly Revival[],
  firstAt: string,
  deps: ReviveDeps,
): Promise<void> {
  const { documents, queues, chance } = deps;
  const correlations = new Map<string, string>();
  await mapConcurrently(journeysOf(revivals), DOCUMENTS_AT_ONCE, async ({ source, commit }) => {
    const rollout = (await documents.read(rolloutDocument(source, commit)))?.value;
    correlations.set(rolloutDocument(source, commit), rollout?.correlationId ?? chance.uuid());
  });
  const delays = spread(revivals.map(({ wanted }) => wanted.pool));
  const due = revivals.map((revival, index) => ({ ...revival, delayMs: delays[index] ?? 0 }));
  await mapConcurrently(due, MESSAGES_AT_ONCE, async ({ wanted, reason, delayMs }) => {
    const { pool, source, commit } = wanted;
    const correlationId = correlations.get(rolloutDocument(source, commit)) ?? chance.uuid();
    const message = { pool, source, commit, correlationId, reason, attempt: 0, firstAt };
    await queues.send("reconciles", message, delayMs);
  });
}

/**
 * The rollouts that brought the pools' present wishes, so that their commits hear of it, and the newest commit's, which
 * may have taken the pools over as they stood. A refused pool looks refused until its try was made: that one's own step
 * nudges them.
 */
async function journeysToNudge(
  revivals: readonly Revival[],
  documents: Pick<Documents, "read">,
): Promise<readonly Journey[]> {
  const journeys = journeysOf(revivals.filter(({ reason }) => reason !== "retry"));
  const newest: Journey[] = [];
  for (const source of new Set(journeys.map((journey) => journey.source))) {
    const synced = (await documents.read(sourceDocument(source)))?.value.synced;
    if (synced) newest.push({ source, commit: synced.commit });
  }
  return distinct([...journeys, ...newest]);
}

interface Journey {
  readonly source: string;
  readonly commit: string;
}

/** Each commit once, however many pools it brought. */
const journeysOf = (revivals: readonly Revival[]): readonly Journey[] =>
  distinct(revivals.map(({ wanted: { source, commit } }) => ({ source, commit })));

function distinct(journeys: readonly Journey[]): readonly Journey[] {
  return [...new Map(journeys.map((one) => [rolloutDocument(one.source, one.commit), one])).values()];
}
