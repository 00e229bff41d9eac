import type { BareRepository, Refs } from "./bare-repository.ts";
import {
  type ChangedPaths,
  type Commit,
  isAncestor,
  listCommits,
  type Person,
  readChangedPaths,
  readCommit,
  readCommits,
} from "./history.ts";
import { isBranch, NO_COMMIT, type Push, shortName, type Update } from "./push.ts";
import { PUSHER, type Resource, type Resources } from "./resources.ts";

/** GitHub's caps: commits in an event, files of one kind in a commit. */
const COMMITS_MAX = 2048;
const FILES_MAX = 3000;

interface Told {
  readonly commits: readonly Commit[];
  readonly head: Commit | undefined;
  readonly changed: ReadonlyMap<string, ChangedPaths>;
  /** Commits that no ref named before. */
  readonly distinct: ReadonlySet<string>;
  readonly forced: boolean;
}

/** The payload of a push event, as GitHub writes it. */
export async function readPushEvent(
  update: Update,
  push: Push,
  { repository, resources }: { readonly repository: BareRepository; readonly resources: Resources },
): Promise<Resource> {
  const told = await tell(repository.path, update, push.refsBefore);
  const before = update.before?.sha ?? NO_COMMIT;
  const after = update.after?.sha ?? NO_COMMIT;
  const { html } = resources.links;
  const shown = (commit: Commit) => showCommit(commit, told, html);
  return {
    ref: update.ref,
    before,
    after,
    base_ref: baseRef(update, push.refsAfter),
    created: !update.before,
    deleted: !update.after,
    forced: told.forced,
    compare: `${html}/compare/${update.before ? `${brief(before)}...${brief(after)}` : shortName(update.ref)}`,
    commits: told.commits.map(shown),
    head_commit: told.head ? shown(told.head) : null,
    repository: resources.pushedRepository(push.atMs),
    pusher: { name: PUSHER.login, email: PUSHER.email },
    organization: resources.organization,
    sender: resources.pusher,
  };
}

async function tell(path: string, { ref, before, after }: Update, refsBefore: Refs): Promise<Told> {
  const head = after?.commit ? await readCommit(path, after.commit) : undefined;
  if (!head) return { commits: [], head, changed: new Map(), distinct: new Set(), forced: false };
  const known = [...refsBefore.values()].flatMap(({ commit }) => (commit ? [`^${commit}`] : []));
  const old = before?.commit;
  const range = [head.sha, ...(old ? [`^${old}`] : known)];
  const [commits, distinct, isForward] = await Promise.all([
    isBranch(ref) ? readCommits(path, range, COMMITS_MAX) : [],
    listCommits(path, [head.sha, ...known]),
    old === undefined || isAncestor(path, old, head.sha),
  ]);
  const shown = new Set([head, ...commits].map(({ sha }) => sha));
  return { commits, head, changed: await readChangedPaths(path, [...shown]), distinct, forced: !isForward };
}

/** Of a new ref: the branch that it was made from. */
function baseRef({ ref, before, after }: Update, refs: Refs): string | null {
  if (before || !after) return null;
  for (const [name, { sha }] of refs) {
    if (name !== ref && isBranch(name) && sha === after.commit) return name;
  }
  return null;
}

function showCommit(commit: Commit, { distinct, changed }: Told, html: string): Resource {
  const files = changed.get(commit.sha);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: distinct.has(commit.sha),
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${html}/commit/${commit.sha}`,
    author: showPerson(commit.author),
    committer: showPerson(commit.committer),
    added: files?.added.slice(0, FILES_MAX) ?? [],
    removed: files?.removed.slice(0, FILES_MAX) ?? [],
    modified: files?.modified.slice(0, FILES_MAX) ?? [],
  };
}

function showPerson({ name, email }: Person): Resource {
  return { name, email };
}

function brief(sha: string): string {
  return sha.slice(0, 12);
}
