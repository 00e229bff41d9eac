import { poolDocument, snapshotDocument } from "../documents/names.ts";
import type { Reported, Rollout, Unheard } from "../documents/rollout.ts";
import { type Source, statusContext } from "../documents/source.ts";
import type { Chance, Clock, Documents, Log, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { backoffMs } from "../shared/backoff.ts";
import { DESCRIPTION_LENGTH_MAX } from "../shared/description.ts";
import type { Failure } from "../shared/failures.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { isSettled, isSpared, isStuck } from "./standing.ts";
import { type Rejection, type Story, type Summary, summarise } from "./summary.ts";
import type { Surveyed } from "./survey.ts";

/** A commit that GitHub lost, or an App that was removed, would else be reported to for ever. */
const UNHEARD_LONGEST_MS = 24 * 3_600_000;

export interface ReportDeps {
  readonly repositories: Pick<Repositories, "report">;
  readonly documents: Pick<Documents, "read">;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

export interface Report {
  /** The commit's status says how things are, or GitHub did not take it for a day. Else a later beat tells. */
  readonly isTold: boolean;
  readonly memory: ReportMemory;
}

/** What the rollout remembers of its reports. */
export type ReportMemory = Pick<Rollout, "reported" | "progressToldAt" | "unheard">;

/** Posts the status when it says something new. */
export async function reportChange(
  rollout: Rollout,
  surveyed: readonly Surveyed[],
  source: Source,
  deps: ReportDeps,
): Promise<Report> {
  const nowMs = deps.clock.now();
  const memory = memoryOf(rollout);
  const story = await storyOf(rollout, surveyed, { nowMs, paused: source.paused }, deps.documents);
  const summary = summarise(story);
  const isOver = story.standings.every(isSettled);
  if (isToldAlready(summary, rollout, { isOver, isStuck: story.stuck !== undefined }))
    return { isTold: true, memory };
  if (rollout.unheard && nowMs < fromIso(rollout.unheard.againAt)) return { isTold: false, memory };
  const { state } = summary;
  const description = await witnessed(summary, deps.documents);
  const status = { state, description, context: statusContext(rollout.source) };
  const posted = await attempt(() => deps.repositories.report(source.repository, rollout.commit, status));
  if (!posted.ok) {
    const unheard = nextUnheard(rollout.unheard, posted.failure, deps);
    const isLast = nowMs - fromIso(unheard.firstAt) >= UNHEARD_LONGEST_MS;
    const isRefused = posted.failure.class !== "busy" && unheard.attempts === 1;
    if (isLast) logUntold("status never taken by GitHub", rollout, summary, posted.failure, deps.log);
    else if (isRefused) logUntold("status refused by GitHub", rollout, summary, posted.failure, deps.log);
    if (!isLast) return { isTold: false, memory: { ...memory, unheard } };
  }
  const { unheard: _, ...told } = memory;
  const at = toIso(nowMs);
  const isProgress = summary.state === "pending";
  return {
    isTold: true,
    memory: { ...told, reported: { ...summary, description, at }, ...(isProgress && { progressToldAt: at }) },
  };
}

async function storyOf(
  rollout: Rollout,
  surveyed: readonly Surveyed[],
  now: Pick<Story, "nowMs" | "paused">,
  documents: Pick<Documents, "read">,
): Promise<Story> {
  const rejection = await firstRejection(surveyed, documents);
  const stuck = surveyed.find(({ standing }) => isStuck(standing, now.nowMs))?.pool.pool.name;
  const spared = surveyed.find(({ standing }) => isSpared(standing))?.pool.pool.name;
  return {
    ...{ rollout, standings: surveyed.map(({ standing }) => standing), ...now },
    ...(rejection && { rejection }),
    ...(stuck && { stuck }),
    ...(spared && { spared }),
  };
}

/** Of the newest snapshot's hash: nobody finds another manifest that begins with these. */
const WITNESS_DIGITS = 16;

/**
 * A final status also tells the newest snapshot's hash, where there is room: GitHub is a witness that nobody who
 * rewrites the audit's record has in hand.
 */
async function witnessed(
  { state, description }: Summary,
  documents: Pick<Documents, "read">,
): Promise<string> {
  if (state === "pending") return description;
  const newest = (await documents.read(snapshotDocument))?.value.newest;
  const whole = newest ? `${description} · audit ${newest.hash.slice(0, WITNESS_DIGITS)}` : description;
  return whole.length <= DESCRIPTION_LENGTH_MAX ? whole : description;
}

function memoryOf({ reported, progressToldAt, unheard }: Rollout): ReportMemory {
  return {
    ...(reported && { reported }),
    ...(progressToldAt && { progressToldAt }),
    ...(unheard && { unheard }),
  };
}

function nextUnheard(
  before: Unheard | undefined,
  { retryAfterMs = 0 }: Failure,
  { clock, chance }: Pick<ReportDeps, "clock" | "chance">,
): Unheard {
  const nowMs = clock.now();
  const attempts = (before?.attempts ?? 0) + 1;
  const delayMs = Math.max(retryAfterMs, backoffMs(attempts, chance.random()));
  return { attempts, firstAt: before?.firstAt ?? toIso(nowMs), againAt: toIso(nowMs + delayMs) };
}

/** The deployment is done whether GitHub hears of it or not, and a permission that is missing may be given. */
function logUntold(
  what: string,
  { source, commit }: Rollout,
  summary: Summary,
  { code, message }: Failure,
  log: Log,
): void {
  log.error(what, { source, commit, ...summary, code, reason: message });
}

/**
 * That work began is said once, after sync's word that the specs are read; that it is paused, and which pool is stuck,
 * as well. An end that is told with a pool that is stuck holds until that pool moves, whatever the hourly pass does to
 * others meanwhile. Once closed, only another state or refusal is news: the same words with a longer time are not.
 */
function isToldAlready(
  { state, reason }: Summary,
  { reported, progressToldAt, closedAt }: Rollout,
  { isOver, isStuck }: { readonly isOver: boolean; readonly isStuck: boolean },
): boolean {
  if (state === "pending" && isStuck && isBad(reported)) return true;
  if (reported?.state !== state || reported.reason !== reason) return false;
  return state === "pending" ? progressToldAt !== undefined : !isOver || closedAt !== undefined;
}

const isBad = (reported: Reported | undefined): boolean =>
  reported?.state === "error" || reported?.state === "failure";

async function firstRejection(
  surveyed: readonly Surveyed[],
  documents: Pick<Documents, "read">,
): Promise<Rejection | undefined> {
  const first = surveyed.find(
    ({ standing }) => standing.kind === "settled" && standing.outcome === "rejected",
  );
  if (!first) return undefined;
  const outcome = (await documents.read(poolDocument(first.pool.pool)))?.value.settled?.outcome;
  const { name } = first.pool.pool;
  return outcome?.kind === "rejected"
    ? { pool: name, code: outcome.code, message: outcome.message }
    : { pool: name, code: "Rejected", message: "see the log" };
}
