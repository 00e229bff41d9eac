import type { Dirent, Stats } from "node:fs";
import { access, lstat, mkdir, readdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { visible } from "../spec/quote.ts";
import { CannotRun, type FileKind, type Files } from "./world.ts";

/** The files of this machine, seen from the working directory. */
export function createFiles(workingDirectory: string): Files {
  const at = (path: string): string => resolve(workingDirectory, path);
  return {
    tidy(path) {
      const near = relative(workingDirectory, at(path));
      const isBelow = near !== ".." && !near.startsWith(`..${sep}`) && !isAbsolute(near);
      return slashes(isBelow || !isAbsolute(path) ? near || "." : at(path));
    },
    async look(path) {
      const found = await orNothing(path, () => lstat(at(path)));
      return found && { kind: kindOf(found), size: found.size };
    },
    isDirectory: async (path) => (await orNothing(path, () => stat(at(path))))?.isDirectory() === true,
    async list(directory) {
      const entries = await orCannot(directory, () => readdir(at(directory), { withFileTypes: true }));
      return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
    },
    read: (path) => orCannot(path, () => readFile(at(path))),
    fromRepository: (directory) => orCannot(directory, () => pathInRepository(at(directory))),
    create: (path, text) => orCannot(path, () => write(at(path), text, "wx")),
    replace: async (path, text) => void (await orCannot(path, () => write(at(path), text, "w"))),
    relative: (from, to) => slashes(relative(dirname(at(from)), at(to))),
  };
}

const slashes = (path: string): string => path.replaceAll(sep, "/");

function kindOf(found: Stats | Dirent): FileKind {
  if (found.isSymbolicLink()) return "link";
  if (found.isDirectory()) return "directory";
  return found.isFile() ? "file" : "other";
}

async function pathInRepository(directory: string): Promise<string> {
  const real = await realpath(directory);
  for (let folder = real; ; folder = dirname(folder)) {
    if (await exists(join(folder, ".git"))) return slashes(relative(folder, real));
    if (folder === dirname(folder)) return "";
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function write(path: string, text: string, flag: "w" | "wx"): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, text, { flag });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function orNothing<T>(path: string, call: () => Promise<T>): Promise<T | undefined> {
  return orCannot(path, () =>
    call().catch((error: unknown) => {
      if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return undefined;
      throw error;
    }),
  );
}

const WORDS: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EISDIR: "it is a directory",
  ENOENT: "no such file or directory",
  ENOSPC: "no space is left",
  ENOTDIR: "a part of the path is no directory",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

async function orCannot<T>(path: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
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
