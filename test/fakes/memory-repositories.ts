import type { Repository } from "../../src/documents/source.ts";
import { movedTo } from "../../src/github/moved.ts";
import type { CommitStatus, Repositories, Tree } from "../../src/ports.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { createFaults, type Faults } from "./faults.ts";
import { blobSha, commitSha, type GitFile, type GitFiles, treeSha } from "./git-objects.ts";

type Operation = "id" | "head" | "isAncestor" | "tree" | "blob" | "report" | "describe";

/** A file's new text or bytes, a file with a mode of its own, or `null` to delete it. */
export type FileChange = string | Uint8Array | { readonly mode: string; readonly text: string } | null;

type Changes = { readonly [path: string]: FileChange };

export interface PostedStatus extends CommitStatus {
  readonly commit: string;
}

export interface MemoryRepositories extends Repositories, Faults<Operation> {
  /** Commits the changes on top of the branch's head, moves the branch there and returns the commit. */
  commit(changes: Changes, branch?: string): string;
  /** Moves the branch to a commit made before, as a force push does. */
  reset(commit: string, branch?: string): void;
  deleteBranch(branch: string): void;
  /** The name that it had redirects from now on. */
  rename(to: Repository): void;
  /** Another repository takes the name. */
  replace(): void;
  archive(): void;
  /** The next calls are answered as if the newest push had not arrived yet. */
  lagNext(calls: number): void;
  /** Oldest first. */
  readonly statuses: readonly PostedStatus[];
  /** Every call made, oldest first. */
  readonly calls: readonly Operation[];
}

interface Settings {
  readonly repository?: Repository;
  readonly branch?: string;
}

interface World {
  readonly commits: ReadonlyMap<string, GitFiles>;
  readonly parents: ReadonlyMap<string, string | undefined>;
  readonly branches: ReadonlyMap<string, string>;
}

/** One repository in memory, with git's own names for blobs, trees and commits. */
export function createMemoryRepositories({
  repository: firstName = { owner: "contoso", name: "session-pools" },
  branch: mainBranch = "main",
}: Settings = {}): MemoryRepositories {
  const pushes = createPushes();
  const statuses: PostedStatus[] = [];
  const calls: Operation[] = [];
  const { failNext, meet } = createFaults<Operation>();
  let [id, nameNow, archived] = [1, firstName, false];

  /** What the caller of this operation gets to see. */
  function begin(operation: Operation, repository: Repository): World {
    calls.push(operation);
    meet(operation);
    if (print(repository) === print(nameNow)) return pushes.visible();
    if (print(repository) === print(firstName)) throw movedTo(print(nameNow), repository);
    throw new Refused({ code: "RepositoryNotFound", message: "Not Found", status: 404 });
  }

  return {
    async id(repository) {
      begin("id", repository);
      return id;
    },
    head: async (repository, branch) => headOf(begin("head", repository), branch),
    isAncestor: async (repository, ancestor, descendant) =>
      isBefore(begin("isAncestor", repository), ancestor, descendant),
    tree: async (repository, commit, directory) =>
      treeBelow(filesOf(begin("tree", repository), commit), directory),
    blob: async (repository, sha) => blobIn(begin("blob", repository), sha),
    async report(repository, commit, status) {
      filesOf(begin("report", repository), commit);
      if (archived) throw isArchived();
      if ([...status.description].length > 140) {
        throw new Refused({ code: "ValidationFailed", message: "description is too long", status: 422 });
      }
      statuses.push({ commit, ...status });
    },
    async describe(repository, commit) {
      filesOf(begin("describe", repository), commit);
      const person = { name: "Ada Lovelace", email: "ada@contoso.example" };
      return { author: person, committer: person, signature: { verified: false, reason: "unsigned" } };
    },

    commit: (changes, branch = mainBranch) => pushes.commit(changes, branch),
    reset: (commit, branch = mainBranch) => pushes.reset(commit, branch),
    deleteBranch: pushes.deleteBranch,
    rename: (to) => {
      nameNow = to;
    },
    replace: () => {
      id += 1;
    },
    archive: () => {
      archived = true;
    },
    lagNext: pushes.lagNext,
    statuses,
    calls,
    failNext,
  };
}

const print = ({ owner, name }: Repository): string => `${owner}/${name}`.toLowerCase();

const isArchived = (): Refused =>
  new Refused({
    code: "RepositoryArchived",
    message: "Repository was archived so is read-only.",
    status: 403,
  });

/** The repository's world now, and as it was before the newest push. */
function createPushes() {
  let world: World = { commits: new Map(), parents: new Map(), branches: new Map() };
  let worldBefore = world;
  let lagging = 0;

  function push(next: World): void {
    worldBefore = world;
    world = next;
  }

  return {
    visible(): World {
      if (lagging === 0) return world;
      lagging -= 1;
      return worldBefore;
    },
    lagNext(calls: number): void {
      lagging = calls;
    },
    commit(changes: Changes, branch: string): string {
      const parent = world.branches.get(branch);
      const files = changed(parent ? world.commits.get(parent) : undefined, changes);
      const sha = commitSha(treeSha(files), parent, `commit ${world.commits.size + 1}`);
      push({
        commits: new Map(world.commits).set(sha, files),
        parents: new Map(world.parents).set(sha, parent),
        branches: new Map(world.branches).set(branch, sha),
      });
      return sha;
    },
    reset(commit: string, branch: string): void {
      filesOf(world, commit);
      push({ ...world, branches: new Map(world.branches).set(branch, commit) });
    },
    deleteBranch(branch: string): void {
      push({ ...world, branches: new Map([...world.branches].filter(([kept]) => kept !== branch)) });
    },
  };
}

function headOf({ commits, branches }: World, branch: string): string {
  if (commits.size === 0) {
    throw new Refused({ code: "RepositoryEmpty", message: "Git Repository is empty.", status: 409 });
  }
  const commit = branches.get(branch);
  if (!commit) throw new Refused({ code: "BranchNotFound", message: `no branch ${branch}`, status: 422 });
  return commit;
}

function isBefore({ parents }: World, ancestor: string, descendant: string): boolean | undefined {
  if (!parents.has(ancestor) || !parents.has(descendant)) return undefined;
  let commit: string | undefined = descendant;
  while (commit !== undefined && commit !== ancestor) commit = parents.get(commit);
  return commit === ancestor;
}

function blobIn({ commits }: World, sha: string): Uint8Array {
  for (const files of commits.values()) {
    for (const { bytes } of files.values()) if (blobSha(bytes) === sha) return bytes;
  }
  throw new Busy({ code: "BlobNotFound", message: `no blob ${sha}`, status: 404 });
}

function filesOf({ commits }: World, commit: string): GitFiles {
  const files = commits.get(commit);
  if (!files) throw new Busy({ code: "CommitNotFound", message: `No commit found for SHA: ${commit}` });
  return files;
}

function treeBelow(files: GitFiles, directory: string): Tree {
  const prefix = directory === "" ? "" : `${directory}/`;
  const below = [...files].filter(([path]) => path.startsWith(prefix));
  if (below.length === 0 && directory !== "") return { kind: "missing" };
  return {
    kind: "tree",
    sha: treeSha(new Map(below.map(([path, file]) => [path.slice(prefix.length), file]))),
    entries: below.map(([path, { mode, bytes }]) => ({
      path,
      mode,
      sha: blobSha(bytes),
      size: bytes.byteLength,
    })),
  };
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
