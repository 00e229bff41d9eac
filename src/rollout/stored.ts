import { type DocumentName, rolloutDocument } from "../documents/names.ts";
import { type Rollout, rolloutLabels } from "../documents/rollout.ts";
import type { Documents } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { Busy, type Failure } from "../shared/failures.ts";
import type { RolloutMessage } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";

/** A rollout's document, as one look found it. */
export interface StoredRollout {
  readonly name: DocumentName<Rollout>;
  readonly rollout: Rollout;
  readonly etag: string;
}

/** The code of a look that told the commit something and could not write that down. */
export const TOLD_UNWRITTEN = "ToldUnwritten";

/** `undefined` if there is no such rollout. */
export async function readRollout(
  { source, commit }: RolloutMessage,
  documents: Pick<Documents, "read">,
): Promise<StoredRollout | undefined> {
  const name = rolloutDocument(source, commit);
  const stored = await documents.read(name);
  return stored && { name, rollout: stored.value, etag: stored.etag };
}

/** Writes what the rollout is after the look. Throws `Busy` where another look was faster, or storage can't answer. */
export async function writeRollout(
  { name, rollout, etag }: StoredRollout,
  next: Rollout,
  documents: Pick<Documents, "replace">,
): Promise<void> {
  const written = await attempt(() => documents.replace(name, next, etag, rolloutLabels(next)));
  if (written.ok) return;
  throw next.reported === rollout.reported ? written.failure : toldUnwritten(written.failure);
}

/** What was told just now may hide the end that a faster look told: whether it does is for the next look to see. */
function toldUnwritten(failure: Failure): Failure {
  if (failure.class !== "busy") return failure;
  const { message, retryAfterMs } = failure;
  const details = { code: TOLD_UNWRITTEN, message, cause: failure };
  return new Busy(retryAfterMs === undefined ? details : { ...details, retryAfterMs });
}

/**
 * Forgets the end that was told, before anything else is told: whoever says `pending`, and can't write that down, would
 * leave a commit that is never told its end again. Long overdue, so that the loop begins anew, whoever looks next.
 * `overAt`: when the end was told that is to be told once more (UTC, ISO 8601).
 */
export async function reopen(
  { name, rollout, etag }: StoredRollout,
  documents: Pick<Documents, "replace">,
  overAt?: string,
): Promise<void> {
  const open: Rollout = { ...withoutMemory(rollout), nextBeatAt: toIso(0), ...(overAt && { overAt }) };
  await documents.replace(name, open, etag, rolloutLabels(open));
}

/** Throws `Busy` where another look was faster: what this one saw must not hide what that one told. */
export async function mustBeNewest(
  { name, etag }: StoredRollout,
  documents: Pick<Documents, "read">,
): Promise<void> {
  if ((await documents.read(name))?.etag === etag) return;
  throw new Busy({ code: "Overtaken", message: `another look at ${name} was faster` });
}

/** Without what every look decides anew. */
export function withoutMemory({
  reported,
  progressToldAt,
  unheard,
  woken,
  closedAt,
  overAt,
  ...rest
}: Rollout): Rollout {
  return rest;
}
