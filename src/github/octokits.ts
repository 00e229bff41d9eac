import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import type { Repository } from "../documents/source.ts";
import { isObject } from "../shared/json.ts";
import { type GitHubAuth, readKey, readToken } from "./auth.ts";
import { mustNotRedirect } from "./moved.ts";

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
  /** About the one of this number, whatever it is called. */
  ofNumbered(repositoryId: number): Promise<Octokit>;
  /** Looks the App's installation up again next time. */
  forget(repository: Repository): void;
}

const API_VERSION = "2022-11-28";
/** GitHub itself gives up after 10 s. */
const REQUEST_TIMEOUT_MS = 30_000;

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** By the token, or as the App: then each repository has a client of its own, with the token of its installation. */
export function createOctokits({
  auth,
  timeoutMs = REQUEST_TIMEOUT_MS,
  ...settings
}: OctokitSettings): Octokits {
  // Also the requests for an App's tokens, which don't go through Octokit's hooks.
  const fetchOnce: typeof fetch = (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set("x-github-api-version", API_VERSION);
    return fetch(url, { ...init, headers, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
  };
  const options = { ...settings, log: SILENT, request: { fetch: fetchOnce, log: SILENT } };
  return auth.kind === "token" ? byToken(readToken(auth.token), options) : byApp(auth, options);
}

type Options = Omit<OctokitSettings, "auth" | "timeoutMs"> & { readonly [option: string]: unknown };

function byToken(token: string, options: Options): Octokits {
  const octokit = new Octokit({ ...options, auth: token });
  return { of: async () => octokit, ofNumbered: async () => octokit, forget: () => {} };
}

function byApp({ appId, privateKey }: GitHubAuth & { readonly kind: "app" }, options: Options): Octokits {
  const identity = { appId, privateKey: readKey(privateKey) };
  const asApp = new Octokit({ ...options, authStrategy: createAppAuth, auth: identity });
  const installations = new Map<string, Octokit>();

  function installed(data: unknown): Octokit {
    const installationId = isObject(data) ? data.id : undefined;
    const auth = { ...identity, installationId };
    return new Octokit({ ...options, authStrategy: createAppAuth, auth });
  }

  return {
    async of(repository) {
      const known = installations.get(keyOf(repository));
      if (known) return known;
      const { owner, name: repo } = repository;
      const route = "GET /repos/{owner}/{repo}/installation";
      const octokit = installed(mustNotRedirect(await asApp.request(route, { owner, repo })).data);
      installations.set(keyOf(repository), octokit);
      return octokit;
    },
    async ofNumbered(id) {
      // The strategy knows the paths that take the App's own token by their documented form, and not this one.
      const { token } = (await asApp.auth({ type: "app" })) as { readonly token: string };
      const headers = { authorization: `bearer ${token}` };
      const route = "GET /repositories/{id}/installation";
      return installed(mustNotRedirect(await new Octokit(options).request(route, { id, headers })).data);
    },
    forget: (repository) => void installations.delete(keyOf(repository)),
  };
}

const keyOf = ({ owner, name }: Repository): string => `${owner}/${name}`.toLowerCase();
