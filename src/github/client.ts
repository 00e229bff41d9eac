import { Octokit } from "@octokit/core";
import type { Repository } from "../documents/source.ts";
import type { Clock } from "../ports.ts";
import { Busy } from "../shared/failures.ts";
import { isObject } from "../shared/json.ts";
import type { Secret } from "../shared/secret.ts";
import { createAppOctokits, isTokenRequest } from "./app.ts";
import { classify, type GitHubAnswer } from "./failures.ts";

export type GitHubAuth =
  | { readonly kind: "token"; readonly token: Secret }
  | { readonly kind: "app"; readonly appId: string; readonly privateKey: Secret };

export interface GitHubSettings {
  /** Such as `https://api.github.com`. */
  readonly baseUrl: string;
  readonly auth: GitHubAuth;
  readonly userAgent: string;
  readonly clock: Clock;
}

export interface GitHubClient {
  /** One request about a repository; an answer that is no success is thrown as a `Failure`. */
  send(repository: Repository, route: string, parameters?: Parameters_): Promise<GitHubAnswer>;
}

type Parameters_ = { readonly [name: string]: unknown };

export function createGitHubClient(settings: GitHubSettings): GitHubClient {
  throw new Error(String(settings));
}
