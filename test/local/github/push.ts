import type { Ref, Refs } from "./bare-repository.ts";

export const NO_COMMIT = "0".repeat(40);
const BRANCH = "refs/heads/";
const TAG = "refs/tags/";

/** GitHub makes no event for the tags of a push with more of them. */
const TAGS_MAX = 3;
/** GitHub makes no event at all for a push with more branches. */
const BRANCHES_MAX = 5000;

/** One ref that a push changed. */
export interface Update {
  readonly ref: string;
  readonly before: Ref | undefined;
  readonly after: Ref | undefined;
}

export interface Push {
  readonly updates: readonly Update[];
  readonly refsBefore: Refs;
  readonly refsAfter: Refs;
  readonly atMs: number;
}

/** What a push changed, found by comparing: no hook script tells. */
export function compareRefs(before: Refs, after: Refs): readonly Update[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names
    .map((ref) => ({ ref, before: before.get(ref), after: after.get(ref) }))
    .filter((update) => update.before?.sha !== update.after?.sha);
}

/** The updates that GitHub tells its webhooks about. */
export function announced(updates: readonly Update[]): readonly Update[] {
  const branches = updates.filter(({ ref }) => ref.startsWith(BRANCH));
  const tags = updates.filter(({ ref }) => ref.startsWith(TAG));
  return [...(branches.length > BRANCHES_MAX ? [] : branches), ...(tags.length > TAGS_MAX ? [] : tags)];
}

export function isBranch(ref: string): boolean {
  return ref.startsWith(BRANCH);
}

/** `main` of `refs/heads/main`. */
export function shortName(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, "");
}
