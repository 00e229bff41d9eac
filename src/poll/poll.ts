import {
  readPoolLabels,
  readRolloutLabels,
  readWantedLabels,
  type WantedLabels,
} from "../documents/labels.ts";
import {
  poolDocuments,
  poolNameOf,
  rolloutCommitOf,
  rolloutDocuments,
  wantedDocuments,
} from "../documents/names.ts";
import type { PoolLabels } from "../documents/pool-state.ts";
import { followedGroups, mayTouch, type Source } from "../documents/source.ts";
import type { ResourceGroup } from "../pool/id.ts";
import type { Documents, Log } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { toIso } from "../shared/time.ts";
import { type KnownPool, payAttention } from "./attention.ts";
import { measure } from "./measure.ts";
import { LOST_AFTER_MS, whyRevive } from "./overdue.ts";
import { type ReviveDeps, revivePools } from "./revive.ts";

export interface PollDeps extends ReviveDeps {
  readonly documents: Pick<Documents, "read" | "list" | "create" | "replace">;
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
    // Its rollouts come back by themselves, slowly, and its pools wait.
    if (source.paused) continue;
    // What follows needs storage alone; a failure there is the next poll's, and no reason to poll nobody.
    const revived = await attempt(() => reviveRollouts(source, firstAt, deps));
    if (revived.ok) for (const rollout of revived.value) asked.add(rollout);
    else {
      const { code, message: reason } = revived.failure;
      deps.log.warn("rollouts not looked at", { source: source.name, code, reason });
    }
  }
  const pools: KnownPool[] = [];
  for (const group of followedGroups(sources)) pools.push(...(await readPools(group, deps)));
  const queued = pools.filter(({ state }) => state?.phase === "pending").length;
  const paused = sources.filter((source) => source.paused);
  const overdue = pools.flatMap(({ pool, ...known }) => {
    // What ARM works on is seen to its end.
    if (known.state?.phase !== "waiting" && paused.some((source) => mayTouch(source, pool))) return [];
    const reason = whyRevive(known, queued, deps.clock.now());
    return reason ? [{ pool, reason }] : [];
  });
  polled.rollouts = asked.size;
  polled.pools = await revivePools(overdue, asked, deps);
  // Another poll may have been faster, and nothing depends on it.
  const told = await attempt(() => payAttention(pools, deps));
  if (!told.ok) deps.log.warn("attention not written", { code: told.failure.code });
  await measure(sources, pools, deps);
  deps.log.info("polled", { ...polled });
  return polled;
}

/** Has every overdue rollout look again; returns their documents. */
async function reviveRollouts(
  source: Source,
  firstAt: string,
  { documents, queues, clock }: PollDeps,
): Promise<readonly string[]> {
  const revived: string[] = [];
  for await (const { name, labels } of documents.list(rolloutDocuments(source.name))) {
    const rollout = readRolloutLabels(labels);
    if (rollout?.phase !== "open" || clock.now() - Number(rollout.at) <= LOST_AFTER_MS) continue;
    await queues.send("rollouts", {
      source: source.name,
      commit: rolloutCommitOf(name),
      attempt: 0,
      firstAt,
    });
    revived.push(name);
  }
  return revived;
}

/** What the labels tell of every pool of a group that has a document. The states first: what is wanted may be newer. */
async function readPools(
  group: ResourceGroup,
  { documents }: Pick<PollDeps, "documents">,
): Promise<readonly KnownPool[]> {
  const states = new Map<string, PoolLabels | undefined>();
  for await (const { name, labels } of documents.list(poolDocuments(group)))
    states.set(poolNameOf(name), readPoolLabels(labels));
  const wishes = new Map<string, WantedLabels | undefined>();
  for await (const { name, labels } of documents.list(wantedDocuments(group)))
    wishes.set(poolNameOf(name), readWantedLabels(labels));
  return [...new Set([...states.keys(), ...wishes.keys()])].map((name) => {
    const [state, wanted] = [states.get(name), wishes.get(name)];
    return { pool: { ...group, name }, ...(state && { state }), ...(wanted && { wanted }) };
  });
}
