import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Octokit } from "@octokit/core";
import { git } from "../local/github/git.ts";
import type { GitHubOptions } from "../local/github/github.ts";
import { type RunningGitHub, startGitHub } from "../local/github/start.ts";
import { openReceiver, type Receiver } from "./receiver.ts";

export const REPOSITORY = { owner: "contoso", name: "session-pools" };
export const SECRET = "It's a Secret to Everybody";
/** The repository as Octokit's routes name it. */
export const HERE = { owner: REPOSITORY.owner, repo: REPOSITORY.name };

export interface StandIn {
  readonly github: RunningGitHub;
  readonly receiver: Receiver;
  /** Says nothing on the console. */
  readonly octokit: Octokit;
  clone(name?: string): Promise<Clone>;
  close(): Promise<void>;
}

/** A clone to work in, as a user of GitHub has one. */
export interface Clone {
  readonly path: string;
  git(...args: string[]): Promise<string>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Writes the files, or removes those that are `null`, and commits; gives the commit's SHA. */
  commit(message: string, files: { readonly [path: string]: string | null }): Promise<string>;
  push(...args: string[]): Promise<void>;
}

type Options = Partial<Omit<GitHubOptions, "webhook">> & { readonly limitMs?: number };

export async function openStandIn({ limitMs, ...options }: Options = {}): Promise<StandIn> {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-github-"));
  const receiver = await openReceiver();
  const github = await startGitHub({
    directory: join(directory, "server"),
    repository: REPOSITORY,
    branch: "main",
    clock: { now: Date.now },
    webhook: { url: () => receiver.url, secret: SECRET, ...(limitMs === undefined ? {} : { limitMs }) },
    ...options,
  });
  return {
    github,
    receiver,
    octokit: octokitFor(github, options.token),
    async clone(name = "clone") {
      const path = join(directory, name);
      await git(["clone", "--quiet", github.gitUrl, path]);
      return openClone(path);
    },
    async close() {
      await github.close();
      await receiver.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function octokitFor({ apiUrl }: { readonly apiUrl: string }, token?: string): Octokit {
  return new Octokit({ baseUrl: apiUrl, log: SILENT, ...(token === undefined ? {} : { auth: token }) });
}

const nothing = () => undefined;
export const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const AUTHOR = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@contoso.example",
  GIT_COMMITTER_NAME: "Grace",
  GIT_COMMITTER_EMAIL: "grace@contoso.example",
};

function openClone(path: string): Clone {
  const run = async (...args: string[]) =>
    (await git(["-C", path, ...args], { env: AUTHOR })).toString().trim();
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
