import { poolDocuments, rolloutDocument, rolloutDocuments } from "../documents/names.ts";
import type { PoolLabels } from "../documents/pool-state.ts";
import type { RolloutLabels } from "../documents/rollout.ts";
import { followedGroups, type Source } from "../documents/source.ts";
import type { ResourceGroup } from "../pool/id.ts";
import type { Documents, Log } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";
import { type ReviveDeps, revivePools, type StuckPool } from "./revive.ts";

/** How often a pool that ARM refused is tried again: the world outside git may have changed. */
const RETRY_REJECTED_AFTER_MS = 60 * 60_000;
/** A pool or a rollout that has not moved for this long has lost its message. */
const LOST_AFTER_MS = 60_000;
/** A rollout watches the pools that ARM works on; without one to watch, the poll asks at this pace. */
const UNWATCHED_AFTER_MS = 10 * 60_000;

export interface PollDeps extends ReviveDeps {
  readonly documents: Pick<Documents, "read" | "list">;
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
export async function pollSources(sources: readonly Source[], deps: PollDeps): Promise<Polled> {
  const firstAt = toIso(deps.clock.now());
  const asked = new Set<string>();
  const polled = { syncs: 0, rollouts: 0, pools: 0 };
  for (const source of sources) {
    await deps.queues.send("syncs", { source: source.name, reason: "poll", attempt: 0, firstAt });
    polled.syncs += 1;
    // What follows needs storage alone; a failure there is the next poll's, and no reason to poll nobody.
    const revived = await attempt(() => reviveRollouts(source, firstAt, deps));
    if (revived.ok) for (const rollout of revived.value) asked.add(rollout);
    else deps.log.warn("rollouts not looked at", { source: source.name, reason: revived.failure.message });
  }
  const stuck: StuckPool[] = [];
  for (const group of followedGroups(sources)) stuck.push(...(await findStuck(group, deps)));
  polled.rollouts = asked.size;
  polled.pools = await revivePools(stuck, asked, deps);
  deps.log.info("polled", { ...polled });
  return polled;
}

/** Has every overdue rollout look again; returns their documents. */
async function reviveRollouts(
  source: Source,
  firstAt: string,
  { documents, queues, clock }: PollDeps,
): Promise<readonly string[]> {
  const prefix = rolloutDocuments(source.name);
  const revived: string[] = [];
  for await (const { name, labels } of documents.list(prefix)) {
    const { phase, at } = labels as unknown as RolloutLabels;
    if (phase !== "open" || clock.now() - Number(at) <= LOST_AFTER_MS) continue;
    const commit = name.slice(prefix.length, -".json".length);
    await queues.send("rollouts", { source: source.name, commit, attempt: 0, firstAt });
    revived.push(rolloutDocument(source.name, commit));
  }
  return revived;
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
