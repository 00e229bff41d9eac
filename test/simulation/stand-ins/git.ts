import type { Clock } from "../../../src/ports.ts";
import { blobSha, commitSha, type GitFile, type GitFiles, treeSha } from "../../fakes/git-objects.ts";
import type { FileChange } from "../../fakes/memory-repositories.ts";

export interface Commit {
  readonly sha: string;
  readonly parent: string | undefined;
  readonly files: GitFiles;
  /** From when on GitHub's API knows of it. */
  readonly knownAtMs: number;
}

/** A branch that was moved; `commit` is `undefined` where it was deleted. */
export interface Move {
  readonly branch: string;
  readonly commit: string | undefined;
  /** When it was pushed, and from when on every answer of GitHub's API says so. */
  readonly atMs: number;
  readonly knownAtMs: number;
}

export type Changes = { readonly [path: string]: FileChange };

export interface CommitOptions {
  /** How long GitHub's API does not know of it. */
  readonly lagMs?: number;
  /** The commit to go on from: a push by force. */
  readonly onto?: string;
}

/** One repository, with all that was ever pushed to it. */
export function createGit(clock: Clock) {
  const commits = new Map<string, Commit>();
  const moves: Move[] = [];
  const blobs = new Map<string, Uint8Array>();
  const trees = new Map<string, GitFiles>();

  const headAt = (branch: string, isSeen: (move: Move) => boolean): string | undefined =>
    moves.findLast((move) => move.branch === branch && isSeen(move))?.commit;

  function move(branch: string, commit: string | undefined, lagMs: number): void {
    const atMs = clock.now();
    moves.push({ branch, commit, atMs, knownAtMs: atMs + lagMs });
  }

  /** Every directory of the commit is an object that can be asked for. */
  function keep(files: GitFiles): void {
    for (const { bytes } of files.values()) blobs.set(blobSha(bytes), bytes);
    for (const directory of directoriesOf(files)) {
      const below = filesBelow(files, directory);
      trees.set(treeSha(below), below);
    }
  }

  return {
    commits,
    /** Oldest first. */
    moves,
    blob: (sha: string): Uint8Array | undefined => blobs.get(sha),
    tree: (sha: string): GitFiles | undefined => trees.get(sha),
    /** The branch's head now, whoever knows of it. */
    head: (branch: string): string | undefined => headAt(branch, () => true),
    /** The head as an answer tells it that knows of every push up to some moment. */
    headKnownAt: (branch: string, atMs: number): string | undefined =>
      headAt(branch, ({ knownAtMs }) => knownAtMs <= atMs),
    /** Commits the changes on top of the branch's head, or of another commit, and moves the branch there. */
    commit(changes: Changes, branch: string, { lagMs = 0, onto }: CommitOptions = {}): string {
      const parent = onto ?? headAt(branch, () => true);
      const files = changed(parent === undefined ? undefined : commits.get(parent)?.files, changes);
      const sha = commitSha(treeSha(files), parent, `commit ${commits.size + 1}`);
      commits.set(sha, { sha, parent, files, knownAtMs: clock.now() + lagMs });
      keep(files);
      move(branch, sha, lagMs);
      return sha;
    },
    /** Moves the branch to a commit made before, as a force push does. */
    reset(commit: string, branch: string, lagMs = 0): void {
      if (!commits.has(commit)) throw new Error(`no commit ${commit}`);
      move(branch, commit, lagMs);
    },
    deleteBranch: (branch: string): void => move(branch, undefined, 0),
    /** Whether `descendant` has `ancestor` in its history. */
    isAncestor(ancestor: string, descendant: string): boolean {
      let commit: string | undefined = descendant;
      while (commit !== undefined && commit !== ancestor) commit = commits.get(commit)?.parent;
      return commit === ancestor;
    },
  };
}

export type Git = ReturnType<typeof createGit>;

/** The files below a directory, by their paths from there; `""` is the root. */
export function filesBelow(files: GitFiles, directory: string): GitFiles {
  const prefix = directory === "" ? "" : `${directory}/`;
  const below = [...files].filter(([path]) => path.startsWith(prefix));
  return new Map(below.map(([path, file]) => [path.slice(prefix.length), file]));
}

function directoriesOf(files: GitFiles): ReadonlySet<string> {
  const directories = new Set([""]);
  for (const path of files.keys()) {
    for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1))
      directories.add(path.slice(0, slash));
  }
  return directories;
}

function changed(before: GitFiles = new Map(), changes: Changes): GitFiles {
  const files = new Map(before);
  for (const [path, change] of Object.entries(changes)) {
    if (change === null) files.delete(path);
    else files.set(path, toFile(change));
  }
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function toFile(change: Exclude<FileChange, null>): GitFile {
  if (typeof change === "string") return { mode: "100644", bytes: Buffer.from(change) };
  if (change instanceof Uint8Array) return { mode: "100644", bytes: change };
  return { mode: change.mode, bytes: Buffer.from(change.text) };
}
