import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import type { Repository } from "../documents/source.ts";
import { isObject } from "../shared/json.ts";
import { type GitHubAuth, readKey, readToken } from "./auth.ts";

export interface OctokitSettings {
  /** Such as `https://api.github.com`. */
  readonly baseUrl: string;
  readonly auth: GitHubAuth;
  readonly userAgent: string;
  readonly timeoutMs?: number;
}

/** Who speaks to GitHub about a repository. */
export interface Octokits {
  of(repository: Repository): Promise<Octokit>;
  /** Looks the App's installation up again next time. */
  forget(repository: Repository): void;
}

const API_VERSION = "2022-11-28";
/** GitHub itself gives up after 10 s. */
const REQUEST_TIMEOUT_MS = 30_000;

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function createOctokits({
  auth,
  timeoutMs = REQUEST_TIMEOUT_MS,
  ...settings
}: OctokitSettings): Octokits {
  // Also the requests for an App's tokens, which don't go through Octokit's hooks.
  const fetchOnce: typeof fetch = (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set("x-github-api-version", API_VERSION);
    return fetch(url, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
  };
  const options = { ...settings, log: SILENT, request: { fetch: fetchOnce, log: SILENT } };
  return auth.kind === "token" ? byToken(readToken(auth.token), options) : byApp(auth, options);
}

type Options = Omit<OctokitSettings, "auth" | "timeoutMs"> & { readonly [option: string]: unknown };

function byToken(token: string, options: Options): Octokits {
  const octokit = new Octokit({ ...options, auth: token });
  return { of: async () => octokit, forget: () => {} };
}

function byApp({ appId, privateKey }: GitHubAuth & { readonly kind: "app" }, options: Options): Octokits {
  const identity = { appId, privateKey: readKey(privateKey) };
  const asApp = new Octokit({ ...options, authStrategy: createAppAuth, auth: identity });
  const installations = new Map<string, Octokit>();
  return {
    async of(repository) {
      const known = installations.get(keyOf(repository));
      if (known) return known;
      const { owner, name: repo } = repository;
      const { data } = await asApp.request("GET /repos/{owner}/{repo}/installation", { owner, repo });
      const installationId = isObject(data) ? data.id : undefined;
      const auth = { ...identity, installationId };
      const octokit = new Octokit({ ...options, authStrategy: createAppAuth, auth });
      installations.set(keyOf(repository), octokit);
      return octokit;
    },
    forget: (repository) => void installations.delete(keyOf(repository)),
  };
}

const keyOf = ({ owner, name }: Repository): string => `${owner}/${name}`.toLowerCase();
