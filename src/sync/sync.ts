import { record } from "../audit/record.ts";
import { sourceDocument } from "../documents/names.ts";
import { isOfSameReading, type Source, seenAs } from "../documents/source.ts";
import type { SourceState } from "../documents/source-state.ts";
import { attempt } from "../shared/attempt.ts";
import type { SyncMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { tellOvertaken } from "./announce.ts";
import { deliveryEvent } from "./event.ts";
import { decideHead, type HeadSituation, isDoubtful, isMoveByForce, lagsBehind } from "./head.ts";
import { findLostWishes } from "./lost-wishes.ts";
import type { SyncDeps, Syncing, SyncOutcome } from "./outcome.ts";
import { patient } from "./patient.ts";
import { again, fail, later, logReadable } from "./postpone.ts";
import { readHead } from "./read-head.ts";
import { type Head, labelled, quietState, UNSEEN, wentPast, withAnnounced } from "./state.ts";

/** Another sync of the same source is under way; it is over soon. Spread out, so that many don't meet again. */
const HELD_RETRY_MS = 1_000;

/**
 * Reads a source at its branch head and writes down what is wanted. All of a commit or nothing. Done twice, it
 * asks for nothing new; stopped anywhere, it does the rest the next time.
 */
export async function syncSource(message: SyncMessage, source: Source, deps: SyncDeps): Promise<SyncOutcome> {
  if (message.attempt === 0) measureQueue(message, deps);
  await recordDelivery(message, deps);
  if (await isSeen(message, source, deps)) return { kind: "nothing" };
  const outcome = await deps.documents.hold(sourceDocument(source.name), (held) =>
    syncHeld({ message, source, state: held.value ?? UNSEEN, held: labelled(held) }, deps),
  );
  if (outcome !== "held") return outcome;
  return await again(
    message,
    "another sync is under way",
    HELD_RETRY_MS * (1 + 2 * deps.chance.random()),
    deps,
  );
}

/** How long a message waited for the app: above all, whether it is up, and scales. */
function measureQueue({ source, firstAt }: SyncMessage, { clock, log }: SyncDeps): void {
  const value = clock.now() - fromIso(firstAt);
  log.info("metric", { name: "queueAgeMs", value, queue: "syncs", source });
}

/** Not by the webhook itself: GitHub waits for that one. Messages that come after the first bring nothing new. */
async function recordDelivery(message: SyncMessage, { audit }: SyncDeps): Promise<void> {
  const event = message.attempt === 0 ? deliveryEvent(message) : undefined;
  if (event) await record(event, audit);
}

/**
 * A webhook that comes again asks for nothing: its commit was read as the head, and later ones bring their own. One by
 * force tells what the branch left, once.
 */
async function isSeen({ push }: SyncMessage, source: Source, { documents }: SyncDeps): Promise<boolean> {
  if (!push) return false;
  const state = (await documents.read(sourceDocument(source.name)))?.value;
  if (state?.seen?.commit !== push.after) return false;
  if (push.forced && !state.recent.includes(push.before)) return false;
  return state.inDoubt === undefined && state.readAs === seenAs(source);
}

async function syncHeld(syncing: Syncing, deps: SyncDeps): Promise<SyncOutcome> {
  const { quietUntil } = syncing.state;
  const quietMs = quietUntil ? fromIso(quietUntil) - deps.clock.now() : 0;
  if (quietMs > 0) return await later(syncing.message, "GitHub asked for patience", quietMs, deps);
  const { repositories, held, keep } = patient({ repositories: deps.repositories, held: syncing.held }, deps);
  try {
    return await syncHead({ ...syncing, held }, { ...deps, repositories });
  } catch (error) {
    await keep();
    throw error;
  }
}

async function syncHead(syncing: Syncing, deps: SyncDeps): Promise<SyncOutcome> {
  const { message, source, state, held } = syncing;
  const nowMs = deps.clock.now();
  // Storage's failures are the host's to try again: only GitHub's are told of as such.
  const asked = await attempt(() => askHead(syncing, deps));
  if (!asked.ok) return await fail(asked.failure, syncing, deps);
  const { head } = asked.value;
  const decision = decideHead({
    ...asked.value,
    state,
    nowMs,
    isReadAnew: state.readAs !== seenAs(source) || isAskedFor(message, state),
    firstAt: message.firstAt,
    ...(message.push && { push: message.push }),
  });
  const at = toIso(nowMs);
  const known = leftByForce(head, message, state);
  switch (decision.kind) {
    case "nothing":
      return await stayAt({ commit: head, at }, known, syncing, deps);
    case "again": {
      const isNews = state.rewind?.commit !== head || known !== state;
      if (decision.why === "rewind" && isNews) await held.write(doubting(head, nowMs, known));
      return await again(message, `GitHub may be late: ${decision.why}`, decision.delayMs, deps);
    }
    case "read":
      return await readHead({ commit: head, at }, { ...syncing, state: known }, deps);
  }
}

/** The head was read before, and is read again only where wishes of it were lost. `known`: the state with what it left. */
async function stayAt(
  head: Head,
  known: SourceState,
  syncing: Syncing,
  deps: SyncDeps,
): Promise<SyncOutcome> {
  const { source, state, held } = syncing;
  const lost = mayRenew(syncing) ? await findLostWishes(state, source, deps.documents) : [];
  if (lost.length > 0) {
    deps.log.warn("wishes lost, their specs are read again", { source: source.name, pools: lost.length });
    const doubtful = { ...known, inDoubt: [...(known.inDoubt ?? []), ...lost] };
    return await readHead(head, { ...syncing, state: doubtful }, deps);
  }
  const told = await tellOvertaken(head.commit, { ...syncing, state: known }, deps);
  logReadable(syncing, deps);
  const isNews = told.unreadable || told.rewind || told.recent !== state.recent;
  if (isNews) await held.write(withAnnounced(quietState(told), told));
  return { kind: "nothing" };
}

/** A push by force tells which head the branch left for this one, though we may never have read it. */
function leftByForce(head: string, { push }: SyncMessage, state: SourceState): SourceState {
  return push?.forced && push.after === head ? wentPast(push.before, state) : state;
}

/** The state that waits until it is believed that the branch went back to this head. */
function doubting(head: string, nowMs: number, state: SourceState): SourceState {
  const since = state.rewind?.commit === head ? state.rewind.since : toIso(nowMs);
  return { ...state, rewind: { commit: head, since } };
}

/** Where reading the head again would write its wishes: not those of a rejected head, nor while the source is paused. */
function mayRenew({ message, source, state: { seen, synced } }: Syncing): boolean {
  const isWanted = seen?.commit === synced?.commit && !seen?.rejected;
  return message.reason === "poll" && !source.paused && isWanted;
}

/** Somebody wants the head read anew. Once: a message that comes twice finds that it was. */
function isAskedFor({ reason, firstAt }: SyncMessage, { seen }: Syncing["state"]): boolean {
  return reason === "asked" && (seen === undefined || fromIso(seen.at) < fromIso(firstAt));
}

/** The branch head, and how it stands to what we know. */
async function askHead(
  syncing: Syncing,
  deps: Pick<SyncDeps, "repositories">,
): Promise<Pick<HeadSituation, "head" | "isOlder" | "isPushPast">> {
  const { source } = syncing;
  const head = await deps.repositories.head(source.repository, source.branch);
  const isPushPast = await isPast(head, syncing, deps);
  return { head, isPushPast, isOlder: await isOlder(head, syncing, deps) };
}

/** A webhook that comes late is not waited for. One by force may well go back in history: there it tells nothing. */
async function isPast(
  head: string,
  { message: { push, firstAt }, source, state }: Syncing,
  { repositories }: Pick<SyncDeps, "repositories">,
): Promise<boolean> {
  if (!push || push.forced || !lagsBehind({ head, state, push, firstAt })) return false;
  return (await repositories.isAncestor(source.repository, push.after, head)) === true;
}

/**
 * GitHub is asked only about a head that we don't know ourselves. Where it lags, it may not know what we have seen. One
 * beside it, that no push by force told of, may be an answer from before a push by force.
 */
async function isOlder(
  head: string,
  { message: { push }, source, state }: Syncing,
  { repositories }: Pick<SyncDeps, "repositories">,
): Promise<boolean> {
  if (!isDoubtful(head, state) || isMoveByForce(head, push, state)) return false;
  const { seen, begun, announced, recent, readAs } = state;
  const isAncestor = (one: string, other: string) => repositories.isAncestor(source.repository, one, other);
  // A sync that died over its wishes had come further than what was seen. Nor was what was announced always read: a
  // stale head must not have it told that it was superseded. Mostly they are one commit.
  for (const commit of new Set([begun, announced])) {
    if (commit === undefined || commit === head) continue;
    if ((await isAncestor(commit, head)) !== true) return true;
  }
  if (!seen || seen.commit === head || recent.includes(head)) return false;
  if (isOfSameReading(readAs, source)) return (await isAncestor(seen.commit, head)) !== true;
  // What was seen on another branch lies beside this one.
  return (await isAncestor(head, seen.commit)) !== false;
}
