import { Busy, type Failure, type FailureDetails, Refused } from "../shared/failures.ts";
import { isObject } from "../shared/json.ts";
import { RETRY_AFTER_MAX_MS, retryAfterMs } from "../shared/retry-after.ts";

export interface GitHubAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string | number | undefined };
  readonly data: unknown;
}

/** GitHub asks for a minute at least where it does not say how long. */
const LIMITED_MS = 60_000;
const SHORTEST_MS = 1000;

/** What an answer of GitHub that is no success means. */
export function classify(answer: GitHubAnswer, now: number): Failure {
  const { status, headers } = answer;
  const requestId = headers["x-github-request-id"];
  const details: FailureDetails = {
    code: `Http${status}`,
    message: messageOf(answer),
    status,
    ...(typeof requestId === "string" ? { requestId } : {}),
  };
  if (status === 408 || status >= 500) return new Busy({ ...details, ...retryAfter(headers, now) });
  const limitedMs = limitedForMs(answer, now);
  if (limitedMs !== undefined) return new Busy({ ...details, code: "RateLimited", retryAfterMs: limitedMs });
  switch (status) {
    case 401:
      return new Refused({ ...details, code: "BadCredentials" });
    case 403:
      if (/archived/i.test(details.message)) return new Refused({ ...details, code: "RepositoryArchived" });
      return new Refused({
        ...details,
        code: "Forbidden",
        message: withPermissions(details.message, headers),
      });
    case 404:
      return new Refused({ ...details, code: "NotFound" });
    case 409:
      return /empty/i.test(details.message)
        ? new Refused({ ...details, code: "RepositoryEmpty" })
        : new Busy({ ...details, code: "Conflict" });
    case 422:
      // GitHub's API knows of a push a little later than its webhooks do.
      return /^No commit found/i.test(details.message)
        ? new Busy({ ...details, code: "CommitNotFound" })
        : new Refused({ ...details, code: "ValidationFailed" });
    default:
      return new Refused(details);
  }
}

type Headers = GitHubAnswer["headers"];

/** `undefined` if the answer is not about limits. */
function limitedForMs({ status, headers, data }: GitHubAnswer, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const asked = retryAfter(headers, now).retryAfterMs;
  if (asked !== undefined) return asked;
  const resetAt = Number(headers["x-ratelimit-reset"]) * 1000;
  if (String(headers["x-ratelimit-remaining"]) === "0" && resetAt > 0) {
    return Math.min(RETRY_AFTER_MAX_MS, Math.max(SHORTEST_MS, resetAt - now));
  }
  const isSecondary = isObject(data) && /rate limit|abuse detection/i.test(String(data.message));
  // A time to wait that is over, or is none, is still about limits.
  const isAsked = headers["retry-after"] !== undefined;
  return status === 429 || isSecondary || isAsked ? LIMITED_MS : undefined;
}

function retryAfter(headers: Headers, now: number): { readonly retryAfterMs?: number } {
  const waitMs = retryAfterMs(headers["retry-after"]?.toString(), now);
  return waitMs === undefined ? {} : { retryAfterMs: waitMs };
}

function messageOf({ status, data }: GitHubAnswer): string {
  const said = isObject(data) && typeof data.message === "string" ? data.message : "";
  const errors = isObject(data) && Array.isArray(data.errors) ? data.errors.flatMap(errorText) : [];
  return [said || `GitHub answered ${status} without saying why`, ...errors].join("; ");
}

function errorText(error: unknown): string[] {
  return isObject(error) && typeof error.message === "string" ? [error.message] : [];
}

/** GitHub names what the token lacks in a header. */
function withPermissions(message: string, headers: Headers): string {
  const needed = headers["x-accepted-github-permissions"];
  return needed ? `${message} (it takes the permission ${needed})` : message;
}
