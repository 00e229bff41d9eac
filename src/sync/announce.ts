import { rolloutDocument } from "../documents/names.ts";
import { type Source, statusContext } from "../documents/source.ts";
import type { SourceState } from "../documents/source-state.ts";
import type { CommitStatus } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { cutDescription } from "../shared/description.ts";
import type { Failure } from "../shared/failures.ts";
import type { SyncDeps, Syncing } from "./outcome.ts";

export interface Announced {
  readonly state: SourceState;
  /** The commit's status is `pending` now. */
  readonly pending: boolean;
}

/**
 * The author sees at once that the push was heard. Written down before it is said, so that it is said once, whatever
 * comes of the sync, and somebody tells the end. A commit that has a rollout is that one's to tell of: it may have
 * told the end, and would not know that this hid it.
 */
export async function announce(commit: string, syncing: Syncing, deps: SyncDeps): Promise<Announced> {
  const { source, state, held } = syncing;
  const { announced: before, ...rest } = state;
  const rollout = await deps.documents.read(rolloutDocument(source.name, commit));
  if (rollout) return { state: rest, pending: false };
  if (before === commit) return { state, pending: state.unreadable?.told !== commit };
  const announced = { ...state, announced: commit };
  await held.write(announced);
  const pending = await post(commit, { state: "pending", description: "reading the specs" }, source, deps);
  return { state: announced, pending };
}

/**
 * Tells the end to a commit that was announced, and that the branch left before its specs were read. Returns the
 * state without it.
 */
export async function tellOvertaken(
  head: string,
  { source, state, held }: Syncing,
  deps: SyncDeps,
): Promise<SourceState> {
  const { announced, ...rest } = state;
  if (announced === undefined || announced === head) return state;
  if (!(await deps.documents.read(rolloutDocument(source.name, announced)))) {
    const description = `superseded by ${head.slice(0, 7)} before it was read`;
    await post(announced, { state: "success", description }, source, deps);
  }
  await held.write(rest);
  return rest;
}

/** Tells the announced commit, once, why its specs can't be read. Returns the commit whose status says so. */
export async function tellUnreadable(
  { code, message }: Failure,
  { source, state: { announced, unreadable } }: Syncing,
  deps: SyncDeps,
): Promise<string | undefined> {
  if (announced === undefined || unreadable?.told === announced) return announced;
  const status = { state: "error", description: `${code}: ${message}` } as const;
  return (await post(announced, status, source, deps)) ? announced : undefined;
}

/** Best effort: a report never stops a deployment. */
async function post(
  commit: string,
  { state, description }: Pick<CommitStatus, "state" | "description">,
  source: Source,
  { repositories, log }: Pick<SyncDeps, "repositories" | "log">,
): Promise<boolean> {
  const status = {
    state,
    context: statusContext(source.name),
    description: cutDescription(description),
  };
  const posted = await attempt(() => repositories.report(source.repository, commit, status));
  if (!posted.ok) log.warn("status not posted", { source: source.name, commit, code: posted.failure.code });
  return posted.ok;
}
