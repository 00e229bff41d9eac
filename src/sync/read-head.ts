import { rolloutDocument } from "../documents/names.ts";
import { type Source, statusContext } from "../documents/source.ts";
import { attempt } from "../shared/attempt.ts";
import { toIso } from "../shared/time.ts";
import type { Problem } from "../spec/problem.ts";
import type { SyncDeps, Syncing, SyncOutcome } from "./outcome.ts";
import { compareSpecs, doubtBy } from "./plan.ts";
import { readSpecs, specEntries } from "./read-specs.ts";
import { startRollout } from "./start-rollout.ts";
import { seenState, without } from "./state.ts";
import { checkGone, writeWishes } from "./write-wishes.ts";

/** Reads the specs of one commit, all of them or none, and writes down what they ask for. */
export async function readHead(commit: string, syncing: Syncing, deps: SyncDeps): Promise<SyncOutcome> {
  const { message, source, state, held } = syncing;
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
