import {
  type Dirent,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { visible } from "../spec/quote.ts";
import { CannotRun, type FileKind, type Files } from "./world.ts";

/**
 * The files of this machine, seen from the working directory. Reads wait for the disk: a hundred small files are
 * read before the first of them would have been through the thread pool, and nobody else is kept waiting.
 */
export function createFiles(workingDirectory: string): Files {
  const at = (path: string): string => resolve(workingDirectory, path);
  return {
    tidy(path) {
      const near = relative(workingDirectory, at(path));
      const isBelow = near !== ".." && !near.startsWith(`..${sep}`) && !isAbsolute(near);
      return slashes(isBelow || !isAbsolute(path) ? near || "." : at(path));
    },
    async look(path) {
      const found = orNothing(path, () => lstatSync(at(path)));
      return found && { kind: kindOf(found), size: found.size };
    },
    isDirectory: async (path) => orNothing(path, () => statSync(at(path)))?.isDirectory() === true,
    async list(directory) {
      const entries = orCannot(directory, () => readdirSync(at(directory), { withFileTypes: true }));
      return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
    },
    read: async (path) => orCannot(path, () => readFileSync(at(path))),
    fromRepository: async (directory) => orCannot(directory, () => pathInRepository(at(directory))),
    create: async (path, text) => orCannot(path, () => write(at(path), text, "wx")),
    replace: async (path, text) => void orCannot(path, () => write(at(path), text, "w")),
    relative: (from, to) => slashes(relative(dirname(at(from)), at(to))),
  };
}

const slashes = (path: string): string => path.replaceAll(sep, "/");

function kindOf(found: Stats | Dirent): FileKind {
  if (found.isSymbolicLink()) return "link";
  if (found.isDirectory()) return "directory";
  return found.isFile() ? "file" : "other";
}

function pathInRepository(directory: string): string | undefined {
  const real = realpathSync(directory);
  for (let folder = real; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return slashes(relative(folder, real));
    if (folder === dirname(folder)) return undefined;
  }
}

function write(path: string, text: string, flag: "w" | "wx"): boolean {
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, text, { flag });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function orNothing<T>(path: string, call: () => T): T | undefined {
  return orCannot(path, () => {
    try {
      return call();
    } catch (error) {
      if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return undefined;
      throw error;
    }
  });
}

const WORDS: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EEXIST: "something else is there already",
  EISDIR: "it is a directory",
  ENOENT: "no such file or directory",
  ENOSPC: "no space is left",
  ENOTDIR: "a part of the path is no directory",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

function orCannot<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const code = codeOf(error);
    if (code === "") throw error;
    throw new CannotRun(`${visible(path)}: ${WORDS[code] ?? code}`, { cause: error });
  }
}

/** Empty for what the operating system did not say. */
function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
