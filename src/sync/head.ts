import type { SourceState } from "../documents/source-state.ts";
import type { PushHint } from "../shared/messages.ts";
import { fromIso } from "../shared/time.ts";

/** How long GitHub's API may lag behind its own webhook before we believe the API. */
export const LAG_PATIENCE_MS = 2 * 60_000;
/** For how long a branch must read as a commit that we went past before that is taken for a rewind. */
export const REWIND_CONFIRM_MS = 2 * 60_000;

export type HeadDecision =
  /** Nothing new. */
  | { readonly kind: "nothing" }
  /** Read the specs at this head. */
  | { readonly kind: "read" }
  /** GitHub's answer may be older than what we know: ask again. */
  | { readonly kind: "again"; readonly why: "lag" | "rewind"; readonly delayMs: number };

export interface HeadSituation {
  readonly head: string;
  readonly state: SourceState;
  /** What a verified push said, if one brought us here, and since when we try to make sense of it. */
  readonly push?: PushHint;
  readonly firstAt: string;
  readonly nowMs: number;
  /** The settings changed since the seen commit was read: it may say something else now. */
  readonly isReadAnew: boolean;
  /** GitHub can't say that the head has behind it what we know: it is older, or lies beside it. */
  readonly isOlder: boolean;
  /** The pushed commit is in the history of the head: its webhook comes late. */
  readonly isPushPast: boolean;
}

/**
 * Only the branch head is ever applied. But GitHub may answer with an older head for a while, so a head that
 * is older than what a push announced, or than what we applied, is asked for again before it is believed.
 */
export function decideHead(situation: HeadSituation): HeadDecision {
  const { head, state, push, nowMs, firstAt, isOlder, isReadAnew, isPushPast } = situation;
  const waitedMs = nowMs - fromIso(firstAt);
  if (!isPushPast && lagsBehind(situation) && waitedMs < LAG_PATIENCE_MS) {
    return { kind: "again", why: "lag", delayMs: lagDelayMs(waitedMs) };
  }
  const isSeen = head === state.seen?.commit;
  if (isSeen && isReadAnew) return { kind: "read" };
  const believed: HeadDecision = { kind: isSeen && !isHalfDone(state) ? "nothing" : "read" };
  const wentPast = isOlder || (believed.kind === "read" && state.recent.includes(head));
  if (!wentPast || isMoveByForce(head, push, state)) return believed;
  const since = state.rewind?.commit === head ? fromIso(state.rewind.since) : nowMs;
  if (nowMs - since >= REWIND_CONFIRM_MS) return believed;
  return { kind: "again", why: "rewind", delayMs: since + REWIND_CONFIRM_MS - nowMs };
}

/**
 * A verified push by force took the branch from the newest commit that we know of to this head. One from elsewhere may
 * come late, and tell of a head that the branch has left since.
 */
export function isMoveByForce(
  head: string,
  push: PushHint | undefined,
  { announced, begun, seen }: SourceState,
): boolean {
  const newest = announced ?? begun ?? seen?.commit;
  return push?.forced === true && push.after === head && push.before === newest;
}

/**
 * Whether it matters how the head stands to what we went past: one that was read to its end says nothing new, whatever
 * was begun after it, but for a commit that was announced and would be told that the branch has left it.
 */
export function isDoubtful(head: string, state: SourceState): boolean {
  const { seen, announced = head } = state;
  return head !== seen?.commit || isHalfDone(state) || head !== announced;
}

/** A sync of another head stopped half way, and the one read before is to be wanted again. A rejected one wants nothing. */
function isHalfDone({ seen, synced, inDoubt }: SourceState): boolean {
  return inDoubt !== undefined && seen?.commit === synced?.commit && !seen?.rejected;
}

/**
 * The head is what it was before the push, and the pushed commit is none that we have been at. A head that was read
 * after the push was heard of is newer: of many pushes in a row, the first one's sync reads the last one's head.
 */
export function lagsBehind({
  head,
  state: { seen, recent },
  push,
  firstAt,
}: Pick<HeadSituation, "head" | "state" | "push" | "firstAt">): boolean {
  if (!push || [head, seen?.commit, ...recent].includes(push.after)) return false;
  if (head === push.before) return true;
  return head === seen?.commit && fromIso(seen.at) < fromIso(firstAt);
}

/** 1 s at first, a quarter of the time already waited later on: lag is mostly short. */
function lagDelayMs(waitedMs: number): number {
  return Math.min(15_000, Math.max(1_000, Math.round(waitedMs / 4)));
}
