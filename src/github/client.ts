import type { Octokit } from "@octokit/core";
import type { Repository } from "../documents/source.ts";
import type { Clock } from "../ports.ts";
import { Busy, Refused } from "../shared/failures.ts";
import { isObject } from "../shared/json.ts";
import { classify, type GitHubAnswer } from "./failures.ts";
import { movedTo, mustNotRedirect, Redirected } from "./moved.ts";
import { createOctokits, type OctokitSettings } from "./octokits.ts";

export interface GitHubSettings extends OctokitSettings {
  readonly clock: Clock;
}

export interface Parameters {
  readonly [name: string]: unknown;
}

export interface GitHubClient {
  /**
   * One request about a repository: `{owner}` and `{repo}` of the route are filled in. An answer that is no
   * success is thrown as a `Failure`. No redirect is followed.
   */
  send(repository: Repository, route: string, parameters?: Parameters): Promise<GitHubAnswer>;
}

/** No retries and no throttling of Octokit's: waiting belongs to the queue. */
export function createGitHubClient(settings: GitHubSettings): GitHubClient {
  const octokits = createOctokits(settings);

  return {
    async send(repository, route, parameters = {}) {
      try {
        return await ask(octokits.of(repository), route, repository, parameters);
      } catch (error) {
        if (error instanceof Redirected) throw await moved(error, repository);
        throw error;
      }
    },
  };

  async function ask(
    octokit: Promise<Octokit>,
    route: string,
    repository: Repository,
    parameters: Parameters,
  ): Promise<GitHubAnswer> {
    const { owner, name: repo } = repository;
    try {
      return mustNotRedirect(await (await octokit).request(route, { owner, repo, ...parameters }));
    } catch (error) {
      throw translate(error, repository);
    }
  }

  /** What the repository is called now, for whoever has to change the settings. */
  async function moved({ repositoryId: id, status }: Redirected, repository: Repository): Promise<Refused> {
    if (id === undefined) return movedTo(undefined, repository, status);
    try {
      const { data } = await ask(octokits.ofNumbered(id), "GET /repositories/{id}", repository, { id });
      const name = isObject(data) ? data.full_name : undefined;
      return movedTo(typeof name === "string" ? name : undefined, repository, status);
    } catch (error) {
      // It may be another owner's by now, and not to be seen.
      if (error instanceof Redirected || error instanceof Refused)
        return movedTo(undefined, repository, status);
      throw error;
    }
  }

  function translate(error: unknown, repository: Repository): unknown {
    if (!isHttpError(error)) return error;
    const { response, request } = error;
    if (!response) return unanswered(error);
    if (request.url.endsWith("/access_tokens")) octokits.forget(repository);
    return aboutApp(response.status, request.url, repository) ?? classify(response, settings.clock.now());
  }
}

interface HttpError extends Error {
  readonly request: { readonly url: string };
  readonly response?: GitHubAnswer;
}

const isHttpError = (error: unknown): error is HttpError =>
  error instanceof Error && error.name === "HttpError";

function unanswered(error: HttpError): Busy {
  const isLate = error.cause instanceof Error && error.cause.name === "TimeoutError";
  const code = isLate ? "Timeout" : "NetworkError";
  return new Busy({ code, message: `GitHub: ${error.message}`, cause: error });
}

/** A 404 on the way to an App's token is not about what was asked for. */
function aboutApp(status: number, url: string, { owner, name }: Repository): Busy | Refused | undefined {
  if (status !== 404) return undefined;
  if (url.endsWith("/access_tokens")) {
    const message = `the GitHub App was installed anew in ${owner}/${name}, or taken away`;
    return new Busy({ code: "InstallationChanged", message });
  }
  if (url.endsWith(`/repos/${owner}/${name}/installation`)) {
    const message = `the GitHub App is not installed in ${owner}/${name}, or there is no such repository`;
    return new Refused({ code: "RepositoryNotFound", message, status });
  }
  return undefined;
}
