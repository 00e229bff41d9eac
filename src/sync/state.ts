import { readingOf, type Source, seenAs } from "../documents/source.ts";
import type { SourceLabels, SourceState } from "../documents/source-state.ts";
import type { Held } from "../ports.ts";
import type { SpecChanges } from "./plan.ts";

/** Heads remembered to tell a stale answer of GitHub from a rewind. */
const RECENT_HEADS_MAX = 50;

/** A branch head, and when GitHub was asked for it. */
export interface Head {
  readonly commit: string;
  readonly at: string;
}

/** A source that nobody has read. */
export const UNSEEN: SourceState = { format: 1, files: {}, recent: [] };

/** The document's writer, which labels whatever it writes. */
export function labelled(held: Held<SourceState>): Held<SourceState> {
  return { value: held.value, write: (state) => held.write(state, labelsOf(state)) };
}

function labelsOf({ synced, unreadable, repository }: SourceState): SourceLabels {
  return {
    ...(repository && { repository: String(repository.id) }),
    ...(synced && { synced: synced.commit }),
    ...(unreadable && {
      unreadable: unreadable.code,
      since: unreadable.since,
      reason: asLabel(unreadable.message),
    }),
  };
}

/** Longer ones would only fill the listings. */
const REASON_CHARACTERS_MAX = 300;

/** Labels travel as HTTP headers. */
const asLabel = (text: string): string =>
  text
    .slice(0, REASON_CHARACTERS_MAX)
    .replace(/[^ -~]/g, "?")
    .trim() || "?";

/** The state once a commit was read to its end. */
function seenState(state: SourceState, seen: Head, source: Source): SourceState {
  return { ...quietState(wentPast(seen.commit, state)), seen, readAs: seenAs(source) };
}

/** The state that knows of a head: where GitHub answers with it later, that may be a stale answer. */
export function wentPast(head: string, state: SourceState): SourceState {
  const recent = [head, ...state.recent.filter((commit) => commit !== head)];
  return { ...state, recent: recent.slice(0, RECENT_HEADS_MAX) };
}

/** The state once what a commit asks for is written down. */
export function syncedState(
  state: SourceState,
  seen: Head,
  source: Source,
  { files }: Pick<SpecChanges, "files">,
): SourceState {
  const { inDoubt, begun, ...sure } = seenState(state, seen, source);
  return { ...sure, synced: { ...seen, readAs: readingOf(source) }, files };
}

/**
 * The state once a commit was read that its mistakes refuse. It was believed to be the head: what a sync had begun before
 * it, and did not end, the branch has left.
 */
export function rejectedState(state: SourceState, head: Head, source: Source): SourceState {
  const past = state.begun === undefined ? state : wentPast(state.begun, state);
  const { begun, ...rest } = seenState(past, head, source);
  return { ...rest, seen: { ...head, rejected: true } };
}

/** The state once a commit was read that waits for the end of a pause: its status is still to tell an end. */
export function pausedState(state: SourceState, seen: Head, source: Source): SourceState {
  return withAnnounced(seenState(state, seen, source), state);
}

/** Of a commit that was announced and read, and waits for the end of a pause. */
export function withAnnounced(next: SourceState, { announced }: SourceState): SourceState {
  return announced === undefined ? next : { ...next, announced };
}

/** A source that can be read is not unreadable, one that reads as known was not rewound, and a rollout tells the rest. */
export function quietState({ unreadable, rewind, announced, ...state }: SourceState): SourceState {
  return state;
}
