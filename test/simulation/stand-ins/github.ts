import type { Repository } from "../../../src/documents/source.ts";
import type { GitHubClient } from "../../../src/github/client.ts";
import { classify } from "../../../src/github/failures.ts";
import { movedTo } from "../../../src/github/moved.ts";
import { readTree } from "../../../src/github/tree.ts";
import type { Clock, CommitStatus, Repositories } from "../../../src/ports.ts";
import { Busy, Failure, Refused } from "../../../src/shared/failures.ts";
import type { Effects } from "../effects.ts";
import type { Git } from "./git.ts";
import { listTree } from "./git-listing.ts";

export interface PostedStatus extends CommitStatus {
  readonly commit: string;
}

/** GitHub itself: what was pushed to it, and what was said there. */
export interface GitHub {
  readonly repository: Repository;
  /** What it is called since it was renamed: the name before redirects. */
  renamedTo: Repository | undefined;
  /** GitHub's number of it. */
  id: number;
  /** No status is taken. */
  archived: boolean;
  readonly git: Git;
  readonly clock: Clock;
  /** Oldest first. */
  readonly statuses: PostedStatus[];
  /** Lists of trees are cut short: those of whole directories, or even those of single ones. */
  cut: "nothing" | "recursive" | "everything";
  /** Why nothing is shown, while it is so: a lost permission, a repository that vanished. */
  closed: Failure | undefined;
  /** Told of every status that is posted. */
  onStatus: (commit: string, status: CommitStatus) => void;
}

export function createGitHub(repository: Repository, git: Git, clock: Clock): GitHub {
  return {
    repository,
    renamedTo: undefined,
    id: 1,
    archived: false,
    git,
    clock,
    statuses: [],
    cut: "nothing",
    closed: undefined,
    onStatus: () => undefined,
  };
}

/** `commit` in words that are the same in every run of a script. */
type NameCommit = (commit: string) => string;

export interface RepositoriesOptions {
  readonly nameOf?: NameCommit;
  /** How old the next answer to the question for a head is: GitHub has many servers. */
  readonly staleMs?: () => number;
}

/** `Repositories` on a GitHub whose API lags behind its own pushes. Trees are read by the adapter's own reader. */
export function createSimulatedRepositories(
  github: GitHub,
  effects: Effects,
  { nameOf = (commit) => commit, staleMs = () => 0 }: RepositoriesOptions = {},
): Repositories {
  const { git, clock } = github;

  function call<T>(what: string, about: string, repository: Repository, perform: () => T): Promise<T> {
    return effects.call({ service: "github", what, about }, () => {
      if (github.closed) throw github.closed;
      const { repository: firstName, renamedTo = firstName } = github;
      if (print(repository) === print(renamedTo)) return perform();
      throw print(repository) === print(firstName) ? movedTo(print(renamedTo), repository) : notFound();
    });
  }

  const isKnown = (commit: string): boolean =>
    (git.commits.get(commit)?.knownAtMs ?? Number.POSITIVE_INFINITY) <= clock.now();

  function mustKnow(commit: string): void {
    if (!isKnown(commit))
      throw new Busy({ code: "CommitNotFound", message: "No commit found for SHA", status: 404 });
  }

  const client: GitHubClient = {
    send: (repository, route, parameters = {}) => {
      const treeish = String(parameters.treeish);
      const isRecursive = route.endsWith("?recursive=1");
      return call("tree", nameTree(treeish, nameOf), repository, () => {
        const answer = listTree(git, treeish, { isRecursive, cut: github.cut, isKnown });
        if (answer.status !== 200) throw classify(answer, clock.now());
        return answer;
      });
    },
  };

  return {
    id: (repository) => call("id", print(repository), repository, () => github.id),
    head: (repository, branch) =>
      call("head", branch, repository, () => {
        const commit = git.headKnownAt(branch, clock.now() - staleMs());
        if (commit !== undefined) return commit;
        const isEmpty = git.commits.size === 0;
        throw isEmpty
          ? new Refused({ code: "RepositoryEmpty", message: "Git Repository is empty.", status: 409 })
          : noBranch();
      }),
    isAncestor: (repository, ancestor, descendant) =>
      call("compare", `${nameOf(ancestor)}...${nameOf(descendant)}`, repository, () =>
        isKnown(ancestor) && isKnown(descendant) ? git.isAncestor(ancestor, descendant) : undefined,
      ),
    async tree(repository, commit, directory) {
      try {
        return await readTree(client, repository, { commit, directory });
      } catch (error) {
        // As the adapter has it: GitHub's API knows of a push a little later than its webhooks do.
        const isUnknown =
          error instanceof Failure && (error.code === "NotFound" || error.code === "CommitNotFound");
        throw isUnknown ? new Busy({ code: "CommitNotFound", message: error.message, status: 404 }) : error;
      }
    },
    blob: (repository, sha) =>
      call("blob", sha.slice(0, 7), repository, () => {
        const bytes = git.blob(sha);
        if (!bytes) throw new Busy({ code: "BlobNotFound", message: `no blob ${sha}`, status: 404 });
        return bytes;
      }),
    report: (repository, commit, status) =>
      call(`report ${status.state}`, nameOf(commit), repository, () => {
        mustKnow(commit);
        if (github.archived)
          throw new Refused({ code: "RepositoryArchived", message: "read-only", status: 403 });
        if ([...status.description].length > 140)
          throw new Refused({ code: "ValidationFailed", message: "description is too long", status: 422 });
        github.statuses.push({ commit, ...status });
        github.onStatus(commit, status);
      }),
    describe: (repository, commit) =>
      call("describe", nameOf(commit), repository, () => {
        mustKnow(commit);
        return { author: { name: "Ada Lovelace" }, signature: { verified: false, reason: "unsigned" } };
      }),
  };
}

const print = ({ owner, name }: Repository): string => `${owner}/${name}`.toLowerCase();

const nameTree = (treeish: string, nameOf: NameCommit): string => {
  const [commit = "", directory = ""] = treeish.split(":");
  return `${nameOf(commit)}:${directory}`;
};

const notFound = (): Refused =>
  new Refused({ code: "RepositoryNotFound", message: "Not Found", status: 404 });

const noBranch = (): Refused =>
  new Refused({ code: "BranchNotFound", message: "no such branch", status: 422 });
