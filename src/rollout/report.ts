import { poolDocument } from "../documents/names.ts";
import type { Reported, Rollout } from "../documents/rollout.ts";
import { type Source, statusContext } from "../documents/source.ts";
import type { Clock, Documents, Log, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { toIso } from "../shared/time.ts";
import { type Rejection, summarise } from "./summary.ts";
import type { Surveyed } from "./survey.ts";

export interface ReportDeps {
  readonly repositories: Pick<Repositories, "report">;
  readonly documents: Pick<Documents, "read">;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Report {
  /** The commit's status says how things are, or GitHub will not take it. Else the next beat tells. */
  readonly isTold: boolean;
  readonly reported: Reported | undefined;
  /** How long GitHub asked us to leave it alone, if it did. */
  readonly patienceMs: number;
}

/** Posts the status when it says something new. `pending` is said once: GitHub takes 1,000 per commit. */
export async function reportChange(
  rollout: Rollout,
  surveyed: readonly Surveyed[],
  source: Source,
  deps: ReportDeps,
): Promise<Report> {
  const before = rollout.reported;
  const nowMs = deps.clock.now();
  const rejection = await firstRejection(surveyed, deps.documents);
  const standings = surveyed.map(({ standing }) => standing);
  const summary = summarise({ rollout, standings, nowMs, ...(rejection && { rejection }) });
  if (isToldAlready(before, summary, rollout)) return { isTold: true, reported: before, patienceMs: 0 };
  const status = { ...summary, context: statusContext(rollout.source) };
  const posted = await attempt(() => deps.repositories.report(source.repository, rollout.commit, status));
  const reported: Reported = { ...summary, at: toIso(nowMs) };
  if (posted.ok) return { isTold: true, reported, patienceMs: 0 };
  const { class: kind, code, message, retryAfterMs } = posted.failure;
  if (kind === "busy") return { isTold: false, reported: before, patienceMs: retryAfterMs ?? 0 };
  // The deployment is done whether GitHub hears of it or not: what it would have said is kept here.
  deps.log.error("status refused by GitHub", {
    source: rollout.source,
    commit: rollout.commit,
    ...summary,
    code,
    reason: message,
  });
  return { isTold: true, reported, patienceMs: 0 };
}

/** Once closed, only another state is news: the same words with a longer time are not. */
function isToldAlready(
  before: Reported | undefined,
  summary: { readonly state: string },
  rollout: Rollout,
): boolean {
  if (!before || before.state !== summary.state) return false;
  return summary.state === "pending" || rollout.closedAt !== undefined;
}

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
