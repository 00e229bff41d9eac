import { record } from "../audit/record.ts";
import { rolloutDocument } from "../documents/names.ts";
import { type Rollout, rolloutLabels } from "../documents/rollout.ts";
import type { Source } from "../documents/source.ts";
import { spread } from "../pool/pacing.ts";
import type { Audit, Chance, Clock, Documents, Queues } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { mostTelling } from "../spec/problem.ts";
import { type ReadCommit, syncEvent } from "./event.ts";

/** More are counted, but not kept: nobody reads the fifty-first. */
const PROBLEMS_KEPT_MAX = 50;
const MESSAGES_AT_ONCE = 16;

export interface Begun extends ReadCommit {
  readonly source: Source;
  readonly commit: string;
  readonly unchangedSpecs: number;
  /** GitHub took the status `pending`. */
  readonly pending: boolean;
}

export interface StartDeps {
  readonly audit: Pick<Audit, "create">;
  readonly documents: Documents;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** Writes the rollout down and sends its messages. Done again for the same wishes, it goes on with the one there is. */
export async function startRollout(begun: Begun, deps: StartDeps): Promise<void> {
  const rollout = await writeRollout(begun, deps);
  // Before anybody acts on it, or is told.
  await record(syncEvent(rollout, begun), deps.audit);
  const nowMs = deps.clock.now();
  const firstAt = toIso(nowMs);
  await mapConcurrently(rollout.pools, MESSAGES_AT_ONCE, ({ pool, dueAt }) =>
    deps.queues.send(
      "reconciles",
      {
        pool,
        source: rollout.source,
        commit: rollout.commit,
        correlationId: rollout.correlationId,
        reason: "wanted",
        attempt: 0,
        firstAt,
      },
      Math.max(0, fromIso(dueAt) - nowMs),
    ),
  );
  const { source, commit, beat } = rollout;
  await deps.queues.send("rollouts", { source, commit, beat, attempt: 0, firstAt });
}

async function writeRollout(begun: Begun, deps: StartDeps): Promise<Rollout> {
  const name = rolloutDocument(begun.source.name, begun.commit);
  const fresh = newRollout(begun, deps);
  if (await deps.documents.create(name, fresh, rolloutLabels(fresh))) return fresh;
  const stored = await deps.documents.read(name);
  if (!stored || sameWishes(stored.value, fresh)) return stored?.value ?? fresh;
  // The branch came back to this commit: what it asks for now is another story than the one written there.
  const renewed = { ...fresh, beat: stored.value.beat + 1 };
  await deps.documents.replace(name, renewed, stored.etag, rolloutLabels(renewed));
  return renewed;
}

function newRollout(
  { source, commit, message, problems, pools, unchangedSpecs, pending }: Begun,
  deps: StartDeps,
): Rollout {
  const nowMs = deps.clock.now();
  const delays = spread(pools.map(({ pool }) => pool));
  const mistakes = problems.filter(({ severity }) => severity === "error").length;
  return {
    format: 1,
    source: source.name,
    commit,
    correlationId: deps.chance.uuid(),
    seenAt: message.firstAt,
    startedAt: toIso(nowMs),
    pools: pools.map(({ pool, generation, path }, index) => ({
      pool,
      generation,
      path,
      dueAt: toIso(nowMs + (delays[index] ?? 0)),
    })),
    problems: mostTelling(problems, PROBLEMS_KEPT_MAX),
    mistakes,
    warnings: problems.length - mistakes,
    unchangedSpecs,
    beat: 0,
    nextBeatAt: toIso(nowMs),
    ...(pending && {
      reported: { state: "pending", description: "reading the specs", at: toIso(nowMs) } as const,
    }),
  };
}

/** Generations say it: the same ones are the same wishes, and a rejected commit wishes for nothing. */
function sameWishes(one: Rollout, other: Rollout): boolean {
  const wishes = ({ pools }: Rollout) =>
    pools.map(({ path, generation }) => `${path}@${generation}`).join(" ");
  return wishes(one) === wishes(other) && one.mistakes === other.mistakes;
}
