import { poolDocuments, rolloutDocument, rolloutDocuments, wantedDocument } from "../documents/names.ts";
import type { PoolLabels } from "../documents/pool-state.ts";
import type { RolloutLabels } from "../documents/rollout.ts";
import type { Source } from "../documents/source.ts";
import type { PoolId, ResourceGroup } from "../pool/id.ts";
import { spread } from "../pool/pacing.ts";
import type { Chance, Clock, Documents, Log, Queues } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";

/** How often a pool that ARM refused is tried again: the world outside git may have changed. */
const RETRY_REJECTED_AFTER_MS = 60 * 60_000;
/** A pool or a rollout that has not moved for this long has lost its message. */
const LOST_AFTER_MS = 60_000;
/** A rollout watches the pools that ARM works on; without one to watch, the poll asks at this pace. */
const UNWATCHED_AFTER_MS = 10 * 60_000;

export interface PollDeps {
  readonly documents: Pick<Documents, "read" | "list">;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

export interface Polled {
  readonly syncs: number;
  readonly rollouts: number;
  readonly pools: number;
}

/**
 * Makes up for everything that was lost: a webhook that never came, a message that died with its worker. Asks
 * GitHub and ARM nothing by itself.
 */
export async function pollSources(
  sources: readonly Source[],
  groups: readonly ResourceGroup[],
  deps: PollDeps,
): Promise<Polled> {
  const firstAt = toIso(deps.clock.now());
  const polled = { syncs: 0, rollouts: 0, pools: 0 };
  for (const source of sources) {
    await deps.queues.send("syncs", { source: source.name, reason: "poll", attempt: 0, firstAt });
    polled.syncs += 1;
    // What follows needs storage alone; a failure there is the next poll's, and no reason to poll nobody.
    const revived = await attempt(() => reviveRollouts(source, firstAt, deps));
    if (revived.ok) polled.rollouts += revived.value;
    else deps.log.warn("rollouts not looked at", { source: source.name, reason: revived.failure.message });
  }
  const stuck: StuckPool[] = [];
  for (const group of groups) stuck.push(...(await findStuck(group, deps)));
  const delays = spread(stuck.map(({ pool }) => pool));
  for (const [index, pool] of stuck.entries()) {
    if (await revivePool(pool, delays[index] ?? 0, firstAt, deps)) polled.pools += 1;
  }
  deps.log.info("polled", { ...polled });
  return polled;
}

async function reviveRollouts(
  source: Source,
  firstAt: string,
  { documents, queues, clock }: PollDeps,
): Promise<number> {
  const prefix = rolloutDocuments(source.name);
  let revived = 0;
  for await (const { name, labels } of documents.list(prefix)) {
    const { phase, at } = labels as unknown as RolloutLabels;
    if (phase !== "open" || clock.now() - Number(at) <= LOST_AFTER_MS) continue;
    const commit = name.slice(prefix.length, -".json".length);
    await queues.send("rollouts", { source: source.name, commit, attempt: 0, firstAt });
    revived += 1;
  }
  return revived;
}

interface StuckPool {
  readonly pool: PoolId;
  readonly reason: ReconcileMessage["reason"];
}

async function findStuck(group: ResourceGroup, { documents, clock }: PollDeps): Promise<StuckPool[]> {
  const stuck: StuckPool[] = [];
  for await (const { name, labels } of documents.list(poolDocuments(group))) {
    const reason = whyRevive(labels as unknown as PoolLabels, clock.now());
    const [, , , file = ""] = name.split("/");
    if (reason) stuck.push({ pool: { ...group, name: file.slice(0, -".json".length) }, reason });
  }
  return stuck;
}

function whyRevive(
  { phase, outcome, at }: PoolLabels,
  nowMs: number,
): ReconcileMessage["reason"] | undefined {
  const ageMs = nowMs - Number(at);
  switch (phase) {
    case "settled":
      return outcome === "rejected" && ageMs >= RETRY_REJECTED_AFTER_MS ? "retry" : undefined;
    case "waiting":
      return ageMs > UNWATCHED_AFTER_MS ? "woken" : undefined;
    case "pending":
      return ageMs > LOST_AFTER_MS ? "woken" : undefined;
  }
}

/**
 * The pool's next try, and a nudge for the rollout that brought its present wish, so that the commit hears of it. A
 * refused pool looks refused until its try was made: that one's own step nudges the rollout.
 */
async function revivePool(
  { pool: id, reason }: StuckPool,
  delayMs: number,
  firstAt: string,
  { documents, queues, chance }: PollDeps,
): Promise<boolean> {
  const wanted = (await documents.read(wantedDocument(id)))?.value;
  if (!wanted) return false;
  const { pool, source, commit } = wanted;
  const rollout = (await documents.read(rolloutDocument(source, commit)))?.value;
  const correlationId = rollout?.correlationId ?? chance.uuid();
  const message = { pool, source, commit, correlationId, reason, attempt: 0, firstAt };
  await queues.send("reconciles", message, delayMs);
  if (reason !== "retry") await queues.send("rollouts", { source, commit, attempt: 0, firstAt });
  return true;
}
