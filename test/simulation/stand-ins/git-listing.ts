import type { GitHubAnswer } from "../../../src/github/failures.ts";
import { blobSha, type GitFiles, treeSha } from "../../fakes/git-objects.ts";
import { filesBelow, type Git } from "./git.ts";

export interface ListingOptions {
  readonly isRecursive: boolean;
  readonly cut: "nothing" | "recursive" | "everything";
  readonly isKnown: (commit: string) => boolean;
}

/** What GitHub answers to the question for a tree: `{commit}`, `{commit}:{directory}` or a tree's own name. */
export function listTree(
  git: Git,
  treeish: string,
  { isRecursive, cut, isKnown }: ListingOptions,
): GitHubAnswer {
  const [object = "", directory] = treeish.split(":");
  const commit = git.commits.get(object);
  if (commit && !isKnown(object)) return notFound();
  const root = commit?.files ?? git.tree(object);
  if (!root) return notFound();
  const path = directory?.split("/").map(decodeURIComponent).join("/") ?? "";
  const files = filesBelow(root, path);
  if (files.size === 0 && path !== "") return notFound();
  const isCut = cut === "everything" || (cut === "recursive" && isRecursive);
  const entries = isRecursive ? entriesIn(files) : topOf(files);
  const tree = isCut ? entries.slice(0, Math.floor(entries.length / 2)) : entries;
  return { status: 200, headers: {}, data: { sha: treeSha(files), tree, truncated: isCut } };
}

const notFound = (): GitHubAnswer => ({ status: 404, headers: {}, data: { message: "Not Found" } });

function entriesIn(files: GitFiles) {
  return [...files].map(([path, { mode, bytes }]) => ({
    path,
    mode,
    type: mode === "160000" ? "commit" : "blob",
    sha: blobSha(bytes),
    size: bytes.byteLength,
  }));
}

/** The files of a directory itself, and the directories in it. */
function topOf(files: GitFiles) {
  const own = new Map([...files].filter(([path]) => !path.includes("/")));
  const names = new Set(
    [...files.keys()].filter((path) => path.includes("/")).map((path) => path.split("/")[0] ?? ""),
  );
  const directories = [...names].map((path) => ({
    path,
    mode: "040000",
    type: "tree",
    sha: treeSha(filesBelow(files, path)),
  }));
  return [...entriesIn(own), ...directories];
}
