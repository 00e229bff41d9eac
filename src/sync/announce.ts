import { rolloutDocument } from "../documents/names.ts";
import { type Source, statusContext } from "../documents/source.ts";
import type { Overtaken, SourceState } from "../documents/source-state.ts";
import type { CommitStatus } from "../ports.ts";
import { type Attempted, attempt } from "../shared/attempt.ts";
import { counted } from "../shared/counted.ts";
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

/** Who waits longest for word of its end is forgotten first. */
const OVERTAKEN_KEPT_MAX = 20;
/** A single refusal may be GitHub's mood; a missing permission refuses for ever. */
const REFUSALS_MAX = 3;

/**
 * Tells the end to a commit that was announced, and that the branch left before its specs were read, and to those that
 * GitHub did not take it for before. Returns the state without those that were told.
 */
export async function tellOvertaken(head: string, syncing: Syncing, deps: SyncDeps): Promise<SourceState> {
  const { state, held } = syncing;
  const { announced, overtaken = [], ...rest } = state;
  const isLeft = announced !== undefined && announced !== head;
  if (!isLeft && overtaken.length === 0) return state;
  const waiting = [...overtaken, ...(isLeft ? [{ commit: announced, by: head }] : [])];
  const untold: Overtaken[] = [];
  for (const one of waiting) untold.push(...(await tellEnd(one, head, syncing, deps)));
  const told: SourceState = {
    ...rest,
    ...(announced !== undefined && !isLeft && { announced }),
    ...(untold.length > 0 && { overtaken: untold.slice(-OVERTAKEN_KEPT_MAX) }),
  };
  await held.write(told);
  return told;
}

/** What is left to tell: nothing where it was told, where nothing is to be told any more, or GitHub keeps refusing. */
async function tellEnd(
  { commit, by, refusals = 0 }: Overtaken,
  head: string,
  { source }: Syncing,
  deps: SyncDeps,
): Promise<readonly Overtaken[]> {
  // A commit that is the head again has another end to come.
  if (commit === head || (await deps.documents.read(rolloutDocument(source.name, commit)))) return [];
  const description = `superseded by ${by.slice(0, 7)} before it was read`;
  const posted = await offer(commit, { state: "success", description }, source, deps);
  if (posted.ok) return [];
  if (posted.failure.class === "busy") return [{ commit, by, ...(refusals > 0 && { refusals }) }];
  return refusals + 1 < REFUSALS_MAX ? [{ commit, by, refusals: refusals + 1 }] : [];
}

/** Tells the announced commit, once, why its specs can't be read. Returns the commit whose status says so. */
export async function tellUnreadable(
  { code, message }: Failure,
  { source, state: { announced, unreadable } }: Syncing,
  deps: SyncDeps,
): Promise<string | undefined> {
  if (announced === undefined || unreadable?.told === announced) return announced;
  // A sync that came so far, and no further, left it to the rollout to tell of.
  if (await deps.documents.read(rolloutDocument(source.name, announced))) return announced;
  const status = { state: "error", description: `${code}: ${message}` } as const;
  return (await post(announced, status, source, deps)) ? announced : undefined;
}

/** That the commit is right, and waits. One that has a rollout was deployed before the pause, and knows its end. */
export async function tellPaused(
  commit: string,
  { specs, changes }: { readonly specs: number; readonly changes: number },
  { source, state: { announced } }: Syncing,
  deps: SyncDeps,
): Promise<void> {
  if (announced !== commit) return;
  const description = `paused: ${counted(specs, "spec")} valid, ${counted(changes, "change")} not applied`;
  await post(commit, { state: "pending", description }, source, deps);
}

type News = Pick<CommitStatus, "state" | "description">;

async function post(commit: string, news: News, source: Source, deps: SyncDeps): Promise<boolean> {
  return (await offer(commit, news, source, deps)).ok;
}

/** Best effort: a report never stops a deployment. */
async function offer(
  commit: string,
  { state, description }: News,
  source: Source,
  { repositories, log }: Pick<SyncDeps, "repositories" | "log">,
): Promise<Attempted<void>> {
  const status = {
    state,
    context: statusContext(source.name),
    description: cutDescription(description),
  };
  const posted = await attempt(() => repositories.report(source.repository, commit, status));
  if (!posted.ok) log.warn("status not posted", { source: source.name, commit, code: posted.failure.code });
  return posted;
}
