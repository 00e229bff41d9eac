import { readingOf, type Source } from "../documents/source.ts";
import type { SourceState } from "../documents/source-state.ts";

/** Heads remembered to tell a stale answer of GitHub from a rewind. */
const RECENT_HEADS_MAX = 50;

/** A source that nobody has read. */
export const UNSEEN: SourceState = { format: 1, files: {}, recent: [] };

/** The state once a commit was read to its end. */
export function seenState(
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

export function without(
  state: SourceState,
  ...keys: readonly ("unreadable" | "rewind" | "inDoubt")[]
): SourceState {
  return Object.fromEntries(
    Object.entries(state).filter(([key]) => !keys.some((gone) => gone === key)),
  ) as unknown as SourceState;
}
