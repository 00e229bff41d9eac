import type { DeliveryEvent, SyncEvent } from "../audit/event.ts";
import { eventId } from "../audit/record.ts";
import type { Rollout } from "../documents/rollout.ts";
import type { SpecRecord } from "../documents/source-state.ts";
import { poolPath } from "../pool/id.ts";
import type { CommitDetails } from "../ports.ts";
import type { SyncMessage } from "../shared/messages.ts";
import { mostTelling, type Problem, printProblem } from "../spec/problem.ts";
import type { TouchedPool } from "./write-wishes.ts";

/** The account that pushed the commit, or else its author. */
export function actorOf(
  commit: string,
  { push }: SyncMessage,
  { author }: CommitDetails,
): string | undefined {
  if (push?.after === commit) return push.pusher;
  return author?.login ?? author?.name;
}

/** What a sync made of a commit. */
export interface ReadCommit {
  readonly message: SyncMessage;
  readonly pools: readonly TouchedPool[];
  readonly problems: readonly Problem[];
  readonly details: CommitDetails;
  /** What is on record of each spec, by its path. */
  readonly files: { readonly [path: string]: SpecRecord };
}

/** Named by the rollout, so that a sync that is done again after a crash finds it there. */
export function syncEvent(
  { source, commit, correlationId, startedAt, seenAt, mistakes }: Rollout,
  { message, pools, problems, details, files }: ReadCommit,
): SyncEvent {
  const actor = actorOf(commit, message, details);
  return {
    ...{ format: 1, kind: "sync", id: eventId(source, commit, correlationId), at: startedAt ?? seenAt },
    ...{ source, commit, rollout: correlationId, outcome: mistakes > 0 ? "rejected" : "wanted" },
    ...(actor !== undefined && { actor }),
    ...(message.push?.after === commit && { delivery: message.push.delivery }),
    ...details,
    specs: pools.map(({ pool, path, generation, present }) => {
      const blobSha = present ? files[path]?.blobSha : undefined;
      return { path, pool: poolPath(pool), generation, ...(blobSha !== undefined && { blobSha }) };
    }),
    problems: mostTelling(problems, PROBLEMS_KEPT_MAX).map(printProblem),
    mistakes,
  };
}

/** More are counted, but not kept. */
const PROBLEMS_KEPT_MAX = 50;

/** What a verified webhook brought to the source. */
export function deliveryEvent({ source, push, firstAt }: SyncMessage): DeliveryEvent | undefined {
  if (!push) return undefined;
  const { delivery, after, pusher } = push;
  return {
    ...{ format: 1, kind: "delivery", id: eventId(source, delivery), at: firstAt, source },
    ...{ commit: after, actor: pusher, outcome: "accepted", delivery },
  };
}
