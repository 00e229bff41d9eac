import type { Repository } from "../documents/source.ts";
import { Refused } from "../shared/failures.ts";
import type { GitHubAnswer } from "./failures.ts";

/** GitHub points elsewhere. Nobody goes there: who gets a name anew is not who had it. */
export class Redirected extends Error {
  override readonly name = "Redirected";
  /** GitHub's number of the repository that is meant, where the answer tells it. */
  readonly repositoryId: number | undefined;
  /** HTTP status. */
  readonly status: number;

  constructor({ status, headers: { location } }: Pick<GitHubAnswer, "status" | "headers">) {
    super("GitHub redirected the request");
    this.status = status;
    const [, id] = /\/repositories\/(\d{1,15})(?:[/?]|$)/.exec(String(location)) ?? [];
    this.repositoryId = id === undefined ? undefined : Number(id);
  }
}

/** Octokit takes a redirect that is not followed for a success. */
export function mustNotRedirect<A extends Pick<GitHubAnswer, "status" | "headers">>(answer: A): A {
  if (answer.status >= 300 && answer.status < 400) throw new Redirected(answer);
  return answer;
}

/** GitHub's answer to whoever asks for a repository by a name that it had. */
const MOVED_STATUS = 301;

/** `newName` is not known where the repository is not to be seen any more; `status` is that of the redirect. */
export function movedTo(
  newName: string | undefined,
  { owner, name }: Repository,
  status = MOVED_STATUS,
): Refused {
  const print = `${owner}/${name}`;
  if (newName?.toLowerCase() === print.toLowerCase()) {
    const message = `GitHub redirects what is asked about ${print}, and that is not followed`;
    return new Refused({ code: `Http${status}`, message, status });
  }
  const now = newName === undefined ? "has another name now" : `is called ${newName} now`;
  return new Refused({
    code: "RepositoryMoved",
    message: `${print} ${now}: change the source's repository in POOLKEEPER_SOURCES`,
    status,
  });
}
