import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Octokit } from "@octokit/core";
import { type Clone, cloneRepository } from "../local/clone.ts";
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
    clone(name = "clone") {
      return cloneRepository(github.gitUrl, join(directory, name));
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
