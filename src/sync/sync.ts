import { rolloutDocument, sourceDocument } from "../documents/names.ts";
import type { Source } from "../documents/source.ts";
import { readingOf, statusContext } from "../documents/source.ts";
import type { SourceState } from "../documents/source-state.ts";
import type { Chance, Clock, Documents, Held, Log, Queues, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { backoffMs } from "../shared/backoff.ts";
import type { Failure } from "../shared/failures.ts";
import type { SyncMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import type { Problem } from "../spec/problem.ts";
import { decideHead } from "./head.ts";
import { compareSpecs, doubtBy } from "./plan.ts";
import { readSpecs, specEntries } from "./read-specs.ts";
import { startRollout } from "./start-rollout.ts";
import { checkGone, writeWishes } from "./write-wishes.ts";

/** Another sync of the same source is under way; it is over soon. Spread out, so that many don't meet again. */
const HELD_RETRY_MS = 1_000;
/** How long a sync is tried again by its own message; after that the poll is its next try. */
export const SYNC_PATIENCE_MS = 10 * 60_000;
/** Heads remembered to tell a stale answer of GitHub from a rewind. */
const RECENT_HEADS_MAX = 50;

export interface SyncDeps {
  readonly repositories: Repositories;
  readonly documents: Documents;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

export type SyncOutcome =
  | { readonly kind: "nothing" }
  | { readonly kind: "again"; readonly why: string; readonly delayMs: number }
  /** The commit has mistakes: nothing of it is deployed. */
  | { readonly kind: "rejected"; readonly commit: string; readonly mistakes: number }
  | { readonly kind: "wanted"; readonly commit: string; readonly pools: number }
  /** GitHub is busy: the next poll tries again. */
  | { readonly kind: "left"; readonly why: string }
  /** The source can't be read; its pools stay as they are. */
  | { readonly kind: "unreadable"; readonly code: string };

/**
 * Reads a source at its branch head and writes down what is wanted. All of a commit or nothing. Done twice, it
 * asks for nothing new; stopped anywhere, it does the rest the next time.
 */
export async function syncSource(message: SyncMessage, source: Source, deps: SyncDeps): Promise<SyncOutcome> {
  if (await isSeen(message, source, deps)) return { kind: "nothing" };
  const outcome = await deps.documents.hold(sourceDocument(source.name), (held) =>
    syncHeld(message, source, held, deps),
  );
  if (outcome !== "held") return outcome;
  return await again(
    message,
    "another sync is under way",
    HELD_RETRY_MS * (1 + 2 * deps.chance.random()),
    deps,
  );
}

/** A webhook that comes again asks for nothing: its commit was read as the head, and later ones bring their own. */
async function isSeen({ push }: SyncMessage, source: Source, { documents }: SyncDeps): Promise<boolean> {
  if (!push) return false;
  const state = (await documents.read(sourceDocument(source.name)))?.value;
  if (state?.seen?.commit !== push.after) return false;
  return state.inDoubt === undefined && state.readAs === readingOf(source);
}

const UNSEEN: SourceState = { format: 1, files: {}, recent: [] };

async function syncHeld(
  message: SyncMessage,
  source: Source,
  held: Held<SourceState>,
  deps: SyncDeps,
): Promise<SyncOutcome> {
  const state = held.value ?? UNSEEN;
  const quietMs = state.quietUntil ? fromIso(state.quietUntil) - deps.clock.now() : 0;
  if (quietMs > 0) return await later(message, "GitHub asked for patience", quietMs, deps);
  const synced = await attempt(() => syncHead(message, source, state, held, deps));
  if (synced.ok) return synced.value;
  return await fail(synced.failure, message, source, held, deps);
}

async function syncHead(
  message: SyncMessage,
  source: Source,
  state: SourceState,
  held: Held<SourceState>,
  deps: SyncDeps,
): Promise<SyncOutcome> {
  const nowMs = deps.clock.now();
  const head = await deps.repositories.head(source.repository, source.branch);
  const decision = decideHead({
    head,
    state,
    nowMs,
    isReadAnew: state.readAs !== readingOf(source),
    isOlder: await isOlder(head, state, source, deps),
    firstAt: message.firstAt,
    ...(message.push && { push: message.push }),
  });
  switch (decision.kind) {
    case "nothing": {
      // A source that can be read is not unreadable, and one that reads as known was not rewound.
      if (state.unreadable || state.rewind) await held.write(without(state, "unreadable", "rewind"));
      return { kind: "nothing" };
    }
    case "again": {
      if (decision.why === "rewind" && state.rewind?.commit !== head) {
        await held.write({ ...state, rewind: { commit: head, since: toIso(nowMs) } });
      }
      return await again(message, `GitHub may be late: ${decision.why}`, decision.delayMs, deps);
    }
    case "read":
      return await readHead(head, message, source, state, held, deps);
  }
}

/** GitHub is asked only about a head that we don't know ourselves. Where it lags, it may not know what we have seen. */
async function isOlder(
  head: string,
  { seen, recent }: SourceState,
  { repository }: Source,
  { repositories }: Pick<SyncDeps, "repositories">,
): Promise<boolean> {
  if (!seen || recent.includes(head)) return false;
  return (await repositories.isAncestor(repository, head, seen.commit)) !== false;
}

async function readHead(
  commit: string,
  message: SyncMessage,
  source: Source,
  state: SourceState,
  held: Held<SourceState>,
  deps: SyncDeps,
): Promise<SyncOutcome> {
  const tree = await deps.repositories.tree(source.repository, commit, source.directory);
  const entries = specEntries(tree, source);
  const pending = await reportPending(commit, source, deps);
  const { problems: found, known, read } = await readSpecs(entries, state, source, deps.repositories);
  const changes = compareSpecs(state, known, read);
  const problems = [...checkGone(changes.gone, entries.length, source), ...found];
  const mistakes = countOf(problems, "error");
  const seen = { commit, at: toIso(deps.clock.now()) };
  const begun = { source, commit, message, problems, pending };
  if (mistakes > 0) {
    await startRollout({ ...begun, pools: [], unchangedSpecs: 0 }, deps);
    await held.write(seenState(state, seen, source));
    deps.log.warn("commit rejected", { source: source.name, commit, mistakes });
    return { kind: "rejected", commit, mistakes };
  }
  const inDoubt = doubtBy(changes, state.inDoubt);
  // Refused if the hold was lost on the way: then a newer sync may be at these very wishes.
  if (inDoubt.length > 0) await held.write({ ...state, inDoubt });
  const pools = await writeWishes(changes, source, commit, deps);
  const unchangedSpecs = Object.keys(changes.files).length - pools.filter(({ present }) => present).length;
  await startRollout({ ...begun, pools, unchangedSpecs }, deps);
  await held.write({
    ...without(seenState(state, seen, source), "inDoubt"),
    synced: seen,
    files: changes.files,
  });
  deps.log.info("commit wanted", { source: source.name, commit, pools: pools.length });
  return { kind: "wanted", commit, pools: pools.length };
}

function seenState(
  state: SourceState,
  seen: { readonly commit: string; readonly at: string },
  source: Source,
): SourceState {
  const recent = [seen.commit, ...state.recent.filter((commit) => commit !== seen.commit)];
  return {
    ...without(state, "unreadable", "rewind"),
    seen,
    readAs: readingOf(source),
    recent: recent.slice(0, RECENT_HEADS_MAX),
  };
}

function without(state: SourceState, ...keys: readonly ("unreadable" | "rewind" | "inDoubt")[]): SourceState {
  return Object.fromEntries(
    Object.entries(state).filter(([key]) => !keys.some((gone) => gone === key)),
  ) as unknown as SourceState;
}

const countOf = (problems: readonly Problem[], severity: Problem["severity"]): number =>
  problems.filter((problem) => problem.severity === severity).length;

/**
 * The author sees at once that the push was heard. Best effort: a report never stops a deployment. A commit that has
 * a rollout is that one's to tell of: it may have told the end, and would not know that this hid it.
 */
async function reportPending(commit: string, source: Source, deps: SyncDeps): Promise<boolean> {
  if (await deps.documents.read(rolloutDocument(source.name, commit))) return false;
  const status = {
    state: "pending",
    context: statusContext(source.name),
    description: "reading the specs",
  } as const;
  const reported = await attempt(() => deps.repositories.report(source.repository, commit, status));
  if (!reported.ok)
    deps.log.warn("status not posted", { source: source.name, commit, code: reported.failure.code });
  return reported.ok;
}

async function fail(
  failure: Failure,
  message: SyncMessage,
  source: Source,
  held: Held<SourceState>,
  deps: SyncDeps,
): Promise<SyncOutcome> {
  const { code, retryAfterMs } = failure;
  const nowMs = deps.clock.now();
  // Not as it was when the hold began: a sync that failed late has written it.
  const state = (await deps.documents.read(sourceDocument(source.name)))?.value ?? UNSEEN;
  if (failure.class === "busy") {
    if (retryAfterMs) await held.write({ ...state, quietUntil: toIso(nowMs + retryAfterMs) });
    const delayMs = retryAfterMs ?? backoffMs(message.attempt + 1, deps.chance.random());
    return await later(message, `${code}: ${failure.message}`, delayMs, deps);
  }
  const since = state.unreadable?.since ?? toIso(nowMs);
  await held.write({ ...state, unreadable: { code, message: failure.message, since } });
  deps.log.error("source unreadable, its pools are kept", {
    source: source.name,
    code,
    reason: failure.message,
    since,
  });
  return { kind: "unreadable", code };
}

/** A push is worth its own message for a while; else the next poll is soon enough. */
async function later(
  message: SyncMessage,
  why: string,
  delayMs: number,
  deps: Pick<SyncDeps, "queues" | "log" | "clock">,
): Promise<SyncOutcome> {
  const waitedMs = deps.clock.now() - fromIso(message.firstAt);
  if (message.reason === "push" && waitedMs + delayMs < SYNC_PATIENCE_MS) {
    return await again(message, why, delayMs, deps);
  }
  deps.log.warn("sync left to the next poll", { source: message.source, why });
  return { kind: "left", why };
}

/** Waiting belongs to the queue: the same message, later. */
async function again(
  message: SyncMessage,
  why: string,
  delayMs: number,
  { queues, log }: Pick<SyncDeps, "queues" | "log">,
): Promise<SyncOutcome> {
  await queues.send("syncs", { ...message, attempt: message.attempt + 1 }, delayMs);
  log.info("sync postponed", { source: message.source, why, delayMs, attempt: message.attempt + 1 });
  return { kind: "again", why, delayMs };
}
