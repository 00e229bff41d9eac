import type { BareRepository, ObjectName } from "../bare-repository.ts";
import type { View } from "../visibility.ts";

export const SHA = /^[0-9a-f]{40}$/;
const SHORT_SHA = /^[0-9a-f]{4,39}$/;

export interface Names {
  readonly repository: BareRepository;
  readonly branch: string;
}

/** The commit that a branch, a tag, `HEAD`, a SHA or the beginning of one names. */
export async function findCommit(
  name: string,
  view: View,
  { repository, branch }: Names,
): Promise<string | undefined> {
  const refs = await view.refs();
  if (name === "HEAD") return refs.get(`refs/heads/${branch}`)?.commit;
  for (const full of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name]) {
    const ref = refs.get(full);
    if (ref) return ref.commit;
  }
  if (!SHA.test(name) && !SHORT_SHA.test(name)) return undefined;
  const commit = await repository.find(`${name}^{commit}`);
  return commit && view.sees(commit.sha) ? commit.sha : undefined;
}

/**
 * The tree that `{name}` or `{name}:{directory}` names. For a commit the answer's own `sha` is the commit's, as
 * on GitHub; for a directory it is the tree's.
 */
export async function findTree(treeish: string, view: View, names: Names): Promise<ObjectName | undefined> {
  const [, name = "", directory] = /^([^:]*)(?::(.*))?$/s.exec(treeish) ?? [];
  const commit = await findCommit(name, view, names);
  const start = commit ?? (SHA.test(name) && view.sees(name) ? name : undefined);
  if (!start) return undefined;
  const found = await names.repository.find(directory === undefined ? start : `${start}:${directory}`);
  return found?.type === "commit" || found?.type === "tree" ? found : undefined;
}
