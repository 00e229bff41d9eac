import { isSpecPath } from "../spec/entries.ts";
import { visible } from "../spec/quote.ts";
import { CannotRun, type Files, type Found, type Listed } from "./world.ts";

/** A file to be checked. */
export interface Candidate {
  /** As it is shown, and where it is read. */
  readonly path: string;
  /** Its path in the repository, as the server sees it; without one, as far as it is known. */
  readonly entryPath: string;
  readonly isInRepository: boolean;
  /** Missing for standard input. */
  readonly found?: Found;
}

/** The files that the paths name, and the specs below the directories that they name, each once, in order. */
export async function collect(paths: readonly string[], files: Files): Promise<readonly Candidate[]> {
  // A script whose variable is empty did not mean everything here.
  if (paths.includes("")) throw new CannotRun("an empty path names nothing: this directory is .");
  const all = new Map<string, Candidate>();
  for (const path of paths.map((path) => files.tidy(path))) {
    for (const candidate of await candidatesAt(path, files)) all.set(candidate.path, candidate);
  }
  return [...all.values()];
}

async function candidatesAt(path: string, files: Files): Promise<readonly Candidate[]> {
  if (await files.isDirectory(path)) {
    const [base, specs] = await Promise.all([files.fromRepository(path), walk(path, files)]);
    return specs.map(({ below, found }) => ({ path: join(path, below), ...entryAt(base, below), found }));
  }
  const found = await files.look(path);
  if (!found) throw new CannotRun(`${visible(path)}: no such file or directory`);
  if (found.kind === "other") throw new CannotRun(`${visible(path)}: neither a file nor a directory`);
  return [{ path, ...(await entryOf(path, files)), found }];
}

type Entry = Pick<Candidate, "entryPath" | "isInRepository">;

/** What a file, which need not be there yet, is in its repository. */
export async function entryOf(path: string, files: Files): Promise<Entry> {
  const [, folder, name = path] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
  const directory = folder === undefined ? "." : folder || "/";
  return entryAt(
    (await files.isDirectory(directory)) ? await files.fromRepository(directory) : undefined,
    name,
  );
}

function entryAt(base: string | undefined, below: string): Entry {
  return { entryPath: join(base ?? "", below), isInRepository: base !== undefined };
}

interface Spec {
  /** Path from the directory where the walk began. */
  readonly below: string;
  readonly found: Found;
}

/** The specs below a directory, by the rules of the server; what lies in another repository is none. */
async function walk(directory: string, files: Files, below = ""): Promise<readonly Spec[]> {
  const entries = await files.list(join(directory, below));
  if (below !== "" && entries.some(({ name }) => name === ".git")) return [];
  const specs: Spec[] = [];
  for (const { name, kind } of entries.toSorted(byName)) {
    const path = join(below, name);
    if (kind === "directory") {
      if (!/^[_.]|^node_modules$/.test(name)) specs.push(...(await walk(directory, files, path)));
    } else if (kind !== "other" && isSpecPath(path, "")) {
      const found = await files.look(join(directory, path));
      if (found) specs.push({ below: path, found });
    }
  }
  return specs;
}

const byName = (a: Listed, b: Listed): number => (a.name < b.name ? -1 : 1);

function join(directory: string, path: string): string {
  if (directory === "" || directory === ".") return path || ".";
  return path === "" ? directory : `${directory.replace(/\/$/, "")}/${path}`;
}
