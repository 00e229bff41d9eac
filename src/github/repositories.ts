import { createHash } from "node:crypto";
import type { Repository } from "../documents/source.ts";
import type { Repositories } from "../ports.ts";
import { Busy, Failure, Refused } from "../shared/failures.ts";
import { isObject } from "../shared/json.ts";
import { createBlobCache } from "./blob-cache.ts";
import { createGitHubClient, type GitHubClient, type GitHubSettings } from "./client.ts";
import { readDetails } from "./details.ts";
import { readTree } from "./tree.ts";

/** A spec has a few kilobytes. Who wants less than this looks at the size that the tree tells. */
const BLOB_BYTES_MAX = 1024 * 1024;
/**
 * A source of 2,000 specs has some 8 MB. GitHub answers 900 requests a minute at most: what was read before it asked
 * for patience is not asked for again by the next try.
 */
const BLOBS_KEPT_BYTES_MAX = 32 * 1024 * 1024;

/** GitHub's REST interface; GitHub Enterprise Server has the same. */
export function createRepositories(settings: GitHubSettings): Repositories {
  const client = createGitHubClient(settings);
  const blobs = createBlobCache(BLOBS_KEPT_BYTES_MAX);

  /** What a 404 is about: throws `Refused` if the repository itself can't be seen. */
  async function mustSee(repository: Repository): Promise<void> {
    await readId(client, repository);
  }

  /** Does the call; if it ends in one of the statuses and the repository can be seen, it is `meant`. */
  async function explained<T>(
    repository: Repository,
    call: Promise<T>,
    meant: { readonly [status: number]: (failure: Failure) => Failure },
  ): Promise<T> {
    try {
      return await call;
    } catch (error) {
      const explain = error instanceof Failure ? meant[error.status ?? 0] : undefined;
      if (!explain) throw error;
      await mustSee(repository);
      throw explain(error as Failure);
    }
  }

  return {
    id: (repository) => readId(client, repository),
    async head(repository, branch) {
      const missing = ({ status }: Failure) => noBranch(repository, branch, status);
      return explained(repository, readHead(client, repository, branch), { 404: missing, 422: missing });
    },
    async isAncestor(repository, ancestor, descendant) {
      return readIsAncestor(client, repository, ancestor, descendant);
    },
    async tree(repository, commit, directory) {
      const read = readTree(client, repository, { commit, directory });
      return explained(repository, read, { 404: () => noCommit(commit), 422: () => noCommit(commit) });
    },
    async blob(repository, sha) {
      const kept = blobs.get(repository, sha);
      if (kept) return kept;
      const read = readBlob(client, repository, sha);
      const bytes = await explained(repository, read, { 404: () => noBlob(sha) });
      blobs.keep(repository, sha, bytes);
      return bytes;
    },
    async report(repository, commit, status) {
      const posted = client.send(repository, "POST /repos/{owner}/{repo}/statuses/{commit}", {
        commit,
        ...status,
      });
      await explained(repository, posted, { 404: () => mayNotReport(repository) });
    },
    describe: (repository, commit) => readDetails(client, repository, commit),
  };
}

async function readId(client: GitHubClient, repository: Repository): Promise<number> {
  const asked = client.send(repository, "GET /repos/{owner}/{repo}");
  const { data } = await asked.catch((error: unknown) => {
    throw hasStatus(error, 404) ? notFound(repository, error) : error;
  });
  if (!isObject(data) || typeof data.id !== "number") {
    throw new Busy({ code: "MalformedAnswer", message: "GitHub answered with no repository" });
  }
  return data.id;
}

async function readHead(client: GitHubClient, repository: Repository, branch: string): Promise<string> {
  // Without `heads/` a tag of the same name could be meant.
  const { data } = await client.send(repository, "GET /repos/{owner}/{repo}/commits/{ref}", {
    ref: `heads/${branch}`,
    headers: { accept: "application/vnd.github.sha" },
  });
  if (typeof data !== "string" || !/^[0-9a-f]{40}$/.test(data)) {
    throw new Busy({ code: "MalformedAnswer", message: "GitHub answered with no commit" });
  }
  return data;
}

async function readIsAncestor(
  client: GitHubClient,
  repository: Repository,
  ancestor: string,
  descendant: string,
): Promise<boolean | undefined> {
  try {
    const { data } = await client.send(repository, "GET /repos/{owner}/{repo}/compare/{basehead}", {
      basehead: `${ancestor}...${descendant}`,
      // Only the first page lists files, and none of them matters here.
      page: 2,
      per_page: 1,
    });
    return isObject(data) && (data.status === "ahead" || data.status === "identical");
  } catch (error) {
    if (hasStatus(error, 404) || hasStatus(error, 422)) return undefined;
    throw error;
  }
}

async function readBlob(client: GitHubClient, repository: Repository, sha: string): Promise<Uint8Array> {
  const { data } = await client.send(repository, "GET /repos/{owner}/{repo}/git/blobs/{sha}", {
    sha,
    headers: { accept: "application/vnd.github.raw+json" },
    // GitHub calls every blob UTF-8, and Octokit would decode it.
    request: { parseSuccessResponseBody: false },
  });
  const bytes = await readBytes(data as AsyncIterable<Uint8Array> | null, sha);
  const name = createHash("sha1").update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex");
  if (name !== sha) {
    throw new Busy({
      code: "BlobDamaged",
      message: `GitHub answered with other bytes than those of blob ${sha}`,
    });
  }
  return bytes;
}

async function readBytes(stream: AsyncIterable<Uint8Array> | null, sha: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream ?? []) {
      size += chunk.byteLength;
      if (size > BLOB_BYTES_MAX) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new Busy({ code: "NetworkError", message: "GitHub: the answer broke off", cause: error });
  }
  if (size > BLOB_BYTES_MAX) {
    throw new Refused({ code: "BlobTooLarge", message: `blob ${sha} has more than ${BLOB_BYTES_MAX} bytes` });
  }
  return Buffer.concat(chunks);
}

const hasStatus = (error: unknown, status: number): error is Failure =>
  error instanceof Failure && error.status === status;

const print = ({ owner, name }: Repository): string => `${owner}/${name}`;

function notFound(repository: Repository, cause: Failure): Failure {
  // The lookup of the App's installation says it better.
  if (cause.code === "RepositoryNotFound") return cause;
  const message = `${print(repository)} is not there, or the token may not see it`;
  return new Refused({ code: "RepositoryNotFound", message, status: 404 });
}

function noBranch(repository: Repository, branch: string, status = 404): Refused {
  return new Refused({
    code: "BranchNotFound",
    message: `${print(repository)} has no branch ${branch}`,
    status,
  });
}

/** GitHub's API knows of a push a little later than its webhooks do. */
const noCommit = (commit: string): Busy =>
  new Busy({ code: "CommitNotFound", message: `GitHub does not know commit ${commit}`, status: 404 });

const noBlob = (sha: string): Busy =>
  new Busy({ code: "BlobNotFound", message: `GitHub does not know blob ${sha}`, status: 404 });

/** So GitHub answers to a classic token without the scope. */
const mayNotReport = (repository: Repository): Refused =>
  new Refused({
    code: "Forbidden",
    message: `the token may not set commit statuses of ${print(repository)}`,
    status: 404,
  });
