import { git, runGit, splitNul } from "./git.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
  /** ISO 8601 with the author's own offset. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

export interface ChangedPaths {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
}

const FIELDS = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"];

/** The newest `max` commits of a range (`["{a}", "^{b}"]`), oldest first. */
export async function readCommits(
  path: string,
  range: readonly string[],
  max: number,
): Promise<readonly Commit[]> {
  const format = `--format=${FIELDS.join("%x00")}`;
  const order = ["--topo-order", "--reverse", `--max-count=${max}`];
  const output = await git(["-C", path, "log", "-z", format, ...order, "--stdin"], {
    stdin: `${range.join("\n")}\n`,
  });
  const parts = splitNul(output);
  const commits: Commit[] = [];
  for (let at = 0; at < parts.length; at += FIELDS.length) {
    commits.push(parseCommit(parts.slice(at, at + FIELDS.length)));
  }
  return commits;
}

function parseCommit(fields: readonly string[]): Commit {
  const [sha = "", tree = "", parents = "", name = "", email = "", date = "", ...rest] = fields;
  const [committerName = "", committerEmail = "", committedAt = "", message = ""] = rest;
  return {
    sha,
    tree,
    parents: parents.split(" ").filter(Boolean),
    author: { name, email, date },
    committer: { name: committerName, email: committerEmail, date: committedAt },
    message: message.replace(/\n+$/, ""),
  };
}

export async function readCommit(path: string, sha: string): Promise<Commit> {
  const [commit] = await readCommits(path, [sha], 1);
  if (!commit) throw new Error(`${sha} is not a commit`);
  return commit;
}

/** The names of all commits of a range. */
export async function listCommits(path: string, range: readonly string[]): Promise<ReadonlySet<string>> {
  const output = await git(["-C", path, "rev-list", "--stdin"], { stdin: `${range.join("\n")}\n` });
  return new Set(output.toString().split("\n").filter(Boolean));
}

/** What each commit changed against its first parent; a rename is a removal and an addition. */
export async function readChangedPaths(
  path: string,
  commits: readonly string[],
): Promise<ReadonlyMap<string, ChangedPaths>> {
  const options = ["-r", "-z", "--root", "--always", "--no-renames", "--name-status"];
  const output = await git(["-C", path, "diff-tree", "--stdin", "--diff-merges=first-parent", ...options], {
    stdin: commits.map((sha) => `${sha}\n`).join(""),
  });
  const changed = new Map<string, { added: string[]; removed: string[]; modified: string[] }>();
  const parts = splitNul(output)[Symbol.iterator]();
  let files = { added: [] as string[], removed: [] as string[], modified: [] as string[] };
  for (const part of parts) {
    if (/^[0-9a-f]{40}$/.test(part)) {
      files = { added: [], removed: [], modified: [] };
      changed.set(part, files);
      continue;
    }
    const file = parts.next().value ?? "";
    (part === "A" ? files.added : part === "D" ? files.removed : files.modified).push(file);
  }
  return changed;
}

export async function isAncestor(path: string, older: string, newer: string): Promise<boolean> {
  return (await runGit(["-C", path, "merge-base", "--is-ancestor", older, newer])).code === 0;
}

export async function mergeBase(path: string, a: string, b: string): Promise<string | undefined> {
  const found = await runGit(["-C", path, "merge-base", a, b]);
  return found.code === 0 ? found.stdout.toString().trim() : undefined;
}

/** How many commits each side has that the other has not. */
export async function countApart(path: string, base: string, head: string) {
  const output = await git(["-C", path, "rev-list", "--left-right", "--count", `${base}...${head}`]);
  const [behind = 0, ahead = 0] = output.toString().trim().split("\t").map(Number);
  return { ahead, behind };
}
