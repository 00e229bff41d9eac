import type { Repository } from "../documents/source.ts";
import type { Tree, TreeEntry } from "../ports.ts";
import { Busy, Failure, Refused } from "../shared/failures.ts";
import { isObject } from "../shared/json.ts";
import type { GitHubClient } from "./client.ts";

/** A tree that takes more is no directory of specs. */
const REQUESTS_MAX = 500;

interface Listing {
  readonly sha: string;
  readonly entries: readonly (TreeEntry & { readonly type: string })[];
  readonly isTruncated: boolean;
}

/** Reads trees of one repository. Where GitHub cuts a long list short, it is read directory by directory. */
function createTreeReader(client: GitHubClient, repository: Repository) {
  let requests = 0;

  async function list(treeish: string, isRecursive: boolean): Promise<Listing> {
    requests += 1;
    if (requests > REQUESTS_MAX) throw tooLarge(`its tree takes more than ${REQUESTS_MAX} requests`);
    const route = `GET /repos/{owner}/{repo}/git/trees/{+treeish}${isRecursive ? "?recursive=1" : ""}`;
    const { data } = await client.send(repository, route, { treeish });
    return readListing(data);
  }

  /** Every file below the tree; `prefix` goes before the paths. */
  async function files(treeish: string, prefix: string): Promise<{ sha: string; entries: TreeEntry[] }> {
    const whole = await list(treeish, true);
    if (!whole.isTruncated) return { sha: whole.sha, entries: filesIn(whole, prefix) };
    const top = await list(treeish, false);
    if (top.isTruncated) throw tooLarge(`${prefix || "its root"} holds too many files`);
    const entries = filesIn(top, prefix);
    // One after the other: it is rare, and GitHub counts requests that are made at once.
    for (const { type, sha, path } of top.entries) {
      if (type === "tree") entries.push(...(await files(sha, `${prefix}${path}/`)).entries);
    }
    return { sha: top.sha, entries };
  }

  /** The tree of a directory, looked for from the root down; a directory that is not there is `undefined`. */
  async function find(commit: string, directory: string): Promise<string | undefined> {
    let tree = commit;
    for (const name of directory.split("/")) {
      const listing = await list(tree, false);
      const entry = listing.entries.find(({ type, path }) => type === "tree" && path === name);
      if (!entry && listing.isTruncated) throw tooLarge(`the directory of ${name} holds too many files`);
      if (!entry) return undefined;
      tree = entry.sha;
    }
    return tree;
  }

  return { files, find };
}

/**
 * All files below a directory. That `{commit}:{directory}` names a tree is known to git and not promised by
 * GitHub, so a 404 proves nothing: only a root that was read and lists no such directory does.
 */
export async function readTree(
  client: GitHubClient,
  repository: Repository,
  { commit, directory }: { readonly commit: string; readonly directory: string },
): Promise<Tree> {
  const reader = createTreeReader(client, repository);
  const prefix = directory === "" ? "" : `${directory}/`;
  try {
    const treeish =
      directory === "" ? commit : `${commit}:${directory.split("/").map(encodeURIComponent).join("/")}`;
    return { kind: "tree", ...(await reader.files(treeish, prefix)) };
  } catch (error) {
    if (directory === "" || !(error instanceof Failure) || !isNoSuchTree(error)) throw error;
  }
  const tree = await reader.find(commit, directory);
  return tree === undefined ? { kind: "missing" } : { kind: "tree", ...(await reader.files(tree, prefix)) };
}

const isNoSuchTree = ({ status }: Failure): boolean => status === 404 || status === 422;

function filesIn({ entries }: Listing, prefix: string): TreeEntry[] {
  return entries
    .filter(({ type }) => type !== "tree")
    .map(({ path, mode, sha, size }) => ({
      path: `${prefix}${path}`,
      mode,
      sha,
      ...(size === undefined ? {} : { size }),
    }));
}

function readListing(data: unknown): Listing {
  if (!isObject(data) || typeof data.sha !== "string" || !Array.isArray(data.tree)) throw malformed();
  const { sha, tree, truncated } = data;
  return { sha, entries: tree.map(readEntry), isTruncated: truncated !== false };
}

function readEntry(entry: unknown): Listing["entries"][number] {
  if (!isObject(entry)) throw malformed();
  const { path, mode, type, sha, size } = entry;
  const texts = [path, mode, type, sha];
  if (!texts.every((text) => typeof text === "string")) throw malformed();
  return {
    path: String(path),
    mode: String(mode),
    type: String(type),
    sha: String(sha),
    ...(typeof size === "number" ? { size } : {}),
  };
}

const malformed = () => new Busy({ code: "MalformedAnswer", message: "GitHub answered with no tree" });

const tooLarge = (why: string) =>
  new Refused({ code: "TreeTooLarge", message: `the repository is too large to read: ${why}` });
