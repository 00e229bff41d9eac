import { mkdir } from "node:fs/promises";
import { git, runGit, splitNul } from "./git.ts";

export type ObjectType = "commit" | "tree" | "blob" | "tag";

export interface ObjectName {
  readonly sha: string;
  readonly type: ObjectType;
}

export interface Ref extends ObjectName {
  /** The commit that the ref names, through an annotated tag too; a tag may name none. */
  readonly commit: string | undefined;
}

/** By full name, such as `refs/heads/main`. */
export type Refs = ReadonlyMap<string, Ref>;

export interface TreeRow {
  readonly path: string;
  readonly mode: string;
  readonly type: ObjectType;
  readonly sha: string;
  /** In bytes; only blobs have one. */
  readonly size: number | undefined;
}

export interface BareRepository {
  readonly path: string;
  refs(): Promise<Refs>;
  /** The names of all objects that are stored. */
  objects(): Promise<ReadonlySet<string>>;
  /** What git takes `expression` for: `{sha}`, `{sha}:{path}`, `{sha}^{commit}`. */
  find(expression: string): Promise<ObjectName | undefined>;
  blob(sha: string): Promise<Buffer | undefined>;
  tree(sha: string, recursive: boolean): Promise<readonly TreeRow[]>;
}

/** Makes the bare repository if it isn't there yet. */
export async function openRepository(path: string, branch: string): Promise<BareRepository> {
  await mkdir(path, { recursive: true });
  await git(["init", "--quiet", "--bare", "--template=", "-b", branch, path]);
  const known = new Map<string, ObjectName>(); // by SHA: what was once found never goes
  return {
    path,
    refs: async () => parseRefs((await git(["-C", path, "for-each-ref", REF_FORMAT])).toString()),
    objects: async () => new Set(lines(await git(["-C", path, "cat-file", ...EVERY_OBJECT]))),
    async find(expression) {
      const found = known.get(expression) ?? (await find(path, expression));
      if (found?.sha === expression) known.set(expression, found);
      return found;
    },
    async blob(sha) {
      const found = await runGit(["-C", path, "cat-file", "blob", sha]);
      return found.code === 0 ? found.stdout : undefined;
    },
    async tree(sha, recursive) {
      const depth = recursive ? ["-r", "-t"] : [];
      return splitNul(await git(["-C", path, "ls-tree", "-z", "-l", ...depth, sha])).map(parseTreeRow);
    },
  };
}

const REF_FORMAT = "--format=%(refname) %(objectname) %(objecttype) %(*objectname) %(*objecttype)";
const EVERY_OBJECT = ["--batch-all-objects", "--batch-check=%(objectname)", "--unordered"];

function lines(output: Buffer): string[] {
  return output.toString().split("\n").filter(Boolean);
}

function parseRefs(text: string): Refs {
  const refs = new Map<string, Ref>();
  for (const line of text.split("\n").filter(Boolean)) {
    const [name = "", sha = "", type = "", peeled = "", peeledType = ""] = line.split(" ");
    const commit = type === "commit" ? sha : peeledType === "commit" ? peeled : undefined;
    refs.set(name, { sha, type: type as ObjectType, commit });
  }
  return refs;
}

const FOUND = /^([0-9a-f]{40}) (commit|tree|blob|tag) \d+$/;

async function find(path: string, expression: string): Promise<ObjectName | undefined> {
  if (expression.includes("\n")) return undefined; // one line, one question
  const asked = await runGit(["-C", path, "cat-file", "--batch-check"], { stdin: `${expression}\n` });
  const [, sha, type] = FOUND.exec(asked.stdout.toString().trim()) ?? [];
  return sha && type ? { sha, type: type as ObjectType } : undefined;
}

const TREE_ROW = /^(\d{6}) (\w+) ([0-9a-f]{40}) +(\d+|-)\t(.*)$/s;

function parseTreeRow(row: string): TreeRow {
  const [, mode = "", type = "", sha = "", size = "-", path = ""] = TREE_ROW.exec(row) ?? [];
  return { path, mode, type: type as ObjectType, sha, size: size === "-" ? undefined : Number(size) };
}
