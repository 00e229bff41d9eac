import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git } from "./github/git.ts";

/** A clone to work in, as a user of GitHub has one. */
export interface Clone {
  readonly path: string;
  git(...args: string[]): Promise<string>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Writes the files, or removes those that are `null`, and commits; gives the commit's SHA. */
  commit(message: string, files: { readonly [path: string]: string | null }): Promise<string>;
  push(...args: string[]): Promise<void>;
}

const PEOPLE = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@contoso.example",
  GIT_COMMITTER_NAME: "Grace",
  GIT_COMMITTER_EMAIL: "grace@contoso.example",
};

/** Clones the repository at `url` into the directory `path`. */
export async function cloneRepository(url: string, path: string): Promise<Clone> {
  await git(["clone", "--quiet", url, path]);
  const run = async (...args: string[]) =>
    (await git(["-C", path, ...args], { env: PEOPLE })).toString().trim();
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  };
  return {
    path,
    git: run,
    write,
    async commit(message, files) {
      for (const [name, content] of Object.entries(files)) {
        if (content === null) await rm(join(path, name));
        else await write(name, content);
      }
      await run("add", "--all");
      await run("commit", "--quiet", "--allow-empty", "--message", message);
      return await run("rev-parse", "HEAD");
    },
    async push(...args) {
      await run("push", "--quiet", ...(args.length > 0 ? args : ["origin", "HEAD"]));
    },
  };
}
