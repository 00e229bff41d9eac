import type { CommitDetails, TreeEntry } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { mostTelling, type Problem } from "../spec/problem.ts";
import { announce, tellOvertaken, tellPaused } from "./announce.ts";
import { actorOf } from "./event.ts";
import { checkGone, countDeletions, wishForGone } from "./gone.ts";
import { identify } from "./identity.ts";
import type { SyncDeps, Syncing, SyncOutcome } from "./outcome.ts";
import { compareSpecs, doubtBy, type SpecChanges } from "./plan.ts";
import { fail, logReadable } from "./postpone.ts";
import { type ReadSpecs, readSpecs, specEntries } from "./read-specs.ts";
import { type Begun, startRollout } from "./start-rollout.ts";
import { type Head, pausedState, rejectedState, syncedState } from "./state.ts";
import { writeWishes } from "./write-wishes.ts";

/** More lines about one commit are not read; the counts in the line about the commit are whole. */
const PROBLEMS_LOGGED_MAX = 50;

/** What a commit says, and what its rollout begins with. */
interface ReadHead extends Pick<Begun, "problems" | "pending" | "details"> {
  readonly head: Head;
  readonly changes: SpecChanges;
}

/** Reads the specs of one commit, all of them or none, and writes down what they ask for. */
export async function readHead(head: Head, before: Syncing, deps: SyncDeps): Promise<SyncOutcome> {
  const { source } = before;
  const identified = await attempt(() => identify(source, before.state, deps.repositories));
  if (!identified.ok) return await fail(identified.failure, before, deps);
  // Not before it is sure whose head this is: it may be a stranger's.
  const told = await tellOvertaken(head.commit, { ...before, state: identified.value }, deps);
  // Announced first: whatever can't be read from here on, the commit is told of it.
  const { state, pending } = await announce(head.commit, { ...before, state: told }, deps);
  const syncing = { ...before, state };
  const tree = await attempt(() => deps.repositories.tree(source.repository, head.commit, source.directory));
  if (!tree.ok) return await fail(tree.failure, syncing, deps);
  const entries = specEntries(tree.value, source);
  const specs = await attempt(() => readSpecs(entries, state, source, deps.repositories));
  if (!specs.ok) return await fail(specs.failure, syncing, deps);
  logReadable(syncing, deps);
  const { known, read, problems: found } = specs.value;
  const changes = compareSpecs(state, known, read);
  const gone = certainlyGone(changes.gone, entries, specs.value);
  const deletions = await countDeletions(gone, state, source, deps.documents);
  const problems = [...checkGone(gone, { specs: entries.length, deletions }, source), ...found];
  const details = await describeCommit(head.commit, syncing, deps);
  const readable = { head, changes, problems, pending, details };
  logProblems(problems, head.commit, syncing, deps);
  const mistakes = countOf(problems, "error");
  if (mistakes > 0) return await reject(mistakes, readable, syncing, deps);
  return source.paused ? await pause(readable, syncing, deps) : await want(readable, syncing, deps);
}

/** What a broken spec says of its pool nobody knows, and it has mistakes enough. */
function certainlyGone(
  gone: SpecChanges["gone"],
  entries: readonly TreeEntry[],
  { known, read }: Pick<ReadSpecs, "known" | "read">,
): SpecChanges["gone"] {
  const readPaths = new Set([...known.keys(), ...[...read.keys()].map(({ path }) => path)]);
  const broken = new Set(entries.map(({ path }) => path).filter((path) => !readPaths.has(path)));
  return gone.filter(({ path }) => !broken.has(path));
}

/** For the record. A commit is deployed although GitHub does not say who made it. */
async function describeCommit(
  commit: string,
  { source }: Syncing,
  { repositories, log }: SyncDeps,
): Promise<CommitDetails> {
  const described = await attempt(() => repositories.describe(source.repository, commit));
  if (described.ok) return described.value;
  log.warn("commit not described", { source: source.name, commit, code: described.failure.code });
  return {};
}

async function reject(
  mistakes: number,
  { head, changes: { files }, problems, pending, details }: ReadHead,
  { message, source, state, held }: Syncing,
  deps: SyncDeps,
): Promise<SyncOutcome> {
  const { commit } = head;
  const nothing = { pools: [], unchangedSpecs: 0 };
  await startRollout({ source, commit, message, problems, pending, details, files, ...nothing }, deps);
  await held.write(rejectedState(state, head, source));
  deps.log.warn("commit rejected", { source: source.name, commit, mistakes, ...deliveryOf(message) });
  return { kind: "rejected", commit, mistakes };
}

/** No wish is written, and what was synced stays: once the pause is over, the head is read anew against that. */
async function pause(
  { head, changes: { files, changed, gone } }: ReadHead,
  syncing: Syncing,
  deps: SyncDeps,
): Promise<SyncOutcome> {
  const { message, source, state, held } = syncing;
  const { commit } = head;
  const counts = { specs: Object.keys(files).length, changes: changed.length + gone.length };
  await tellPaused(commit, counts, syncing, deps);
  await held.write(pausedState(state, head, source));
  deps.log.info("commit paused", { source: source.name, commit, ...counts, ...deliveryOf(message) });
  return { kind: "paused", commit };
}

async function want(
  { head, changes, problems, pending, details }: ReadHead,
  { message, source, state, held }: Syncing,
  deps: SyncDeps,
): Promise<SyncOutcome> {
  const { commit } = head;
  const inDoubt = doubtBy(changes, state.inDoubt);
  // The clock, so that a state that was lost begins above all that its wishes know.
  const round = (state.round ?? deps.clock.now()) + 1;
  // Refused if the hold was lost on the way: then a newer sync may be at these very wishes.
  await held.write({ ...state, round, ...(inDoubt.length > 0 && { inDoubt, begun: commit }) });
  const gone = wishForGone(state, source);
  const actor = actorOf(commit, message, details);
  const pools = await writeWishes({ changes, source, commit, actor, round, gone }, deps);
  const unchangedSpecs = Object.keys(changes.files).length - pools.filter(({ present }) => present).length;
  const { files } = changes;
  const about = { source, commit, message, problems, pending, pools, unchangedSpecs };
  await startRollout({ ...about, details, files }, deps);
  await held.write(syncedState({ ...state, round }, head, source, changes));
  deps.log.info("commit wanted", {
    source: source.name,
    commit,
    pools: pools.length,
    warnings: countOf(problems, "warning"),
    ...deliveryOf(message),
  });
  return { kind: "wanted", commit, pools: pools.length };
}

function logProblems(
  problems: readonly Problem[],
  commit: string,
  { source }: Syncing,
  { log }: Pick<SyncDeps, "log">,
): void {
  for (const { severity, code, message: reason, file, line, column } of mostTelling(
    problems,
    PROBLEMS_LOGGED_MAX,
  ))
    log.warn("problem in a spec", {
      source: source.name,
      commit,
      severity,
      code,
      place: `${file}:${line}:${column}`,
      reason,
    });
}

/** Joins the line to the webhook that brought the commit. */
const deliveryOf = ({ push }: Syncing["message"]) => (push ? { delivery: push.delivery } : {});

const countOf = (problems: readonly Problem[], severity: Problem["severity"]): number =>
  problems.filter((problem) => problem.severity === severity).length;
