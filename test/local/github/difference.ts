import { git, splitNul } from "./git.ts";

export type FileStatus = "added" | "removed" | "modified" | "renamed" | "copied" | "changed";

export interface FileDifference {
  /** The blob after the change; of a removed file, the blob before. */
  readonly sha: string;
  readonly filename: string;
  readonly previousFilename: string | undefined;
  readonly status: FileStatus;
  readonly additions: number;
  readonly deletions: number;
}

/** Every commit can be compared with this one, which git knows without storing it. */
export const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** How `to` differs from `from`, renames found. */
export async function readDifference(path: string, from: string, to: string): Promise<FileDifference[]> {
  const options = ["-r", "-z", "-M", "--no-abbrev", "--raw", "--numstat"];
  const parts = splitNul(await git(["-C", path, "diff-tree", ...options, from, to]));
  const files: Omit<FileDifference, "additions" | "deletions">[] = [];
  const counts: { additions: number; deletions: number }[] = [];
  const queue = parts[Symbol.iterator]();
  for (const part of queue) {
    if (part.startsWith(":")) files.push(parseRaw(part, () => queue.next().value ?? ""));
    else counts.push(parseCount(part, () => queue.next()));
  }
  return files.map((file, index) => ({ ...file, ...(counts[index] ?? { additions: 0, deletions: 0 }) }));
}

const STATUS: { readonly [letter: string]: FileStatus } = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  C: "copied",
  T: "changed",
};

/** `:100644 100644 {before} {after} R100`, then one path, or two of a rename. */
function parseRaw(row: string, nextPath: () => string) {
  const [, , before = "", after = "", letters = ""] = row.split(" ");
  const status = STATUS[letters.charAt(0)] ?? "changed";
  const previousFilename = status === "renamed" || status === "copied" ? nextPath() : undefined;
  return { sha: status === "removed" ? before : after, filename: nextPath(), previousFilename, status };
}

/** `{additions}\t{deletions}\t{path}`; of a rename without the path, which follows as two parts. Binary files count as `-`. */
function parseCount(row: string, skip: () => void) {
  const [additions, deletions, path] = row.split("\t");
  if (path === "") {
    skip();
    skip();
  }
  return { additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
}
