import { STATUS_CODES } from "node:http";
import type { Fault } from "../faults.ts";
import { epochSeconds, PUSHER } from "../resources.ts";
import { type Problem, problem } from "./answer.ts";
import type { Quota } from "./rate-limit.ts";

const ABOUT_LIMITS = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";
const RETRY_AFTER_SECONDS = 60;

/** The hour's requests are used up. GitHub sends no `retry-after` then: the reset says when. */
export function limitedFor({ limit, reset }: Pick<Quota, "limit" | "reset">): Problem {
  const message = `API rate limit exceeded for user ID ${PUSHER.id}.`;
  const headers = {
    "x-ratelimit-remaining": "0",
    "x-ratelimit-used": String(limit),
    "x-ratelimit-reset": String(reset),
  };
  return { ...problem(403, message, headers), documentation: ABOUT_LIMITS };
}

/** The answer of a fault that has one. */
export function struckBy(fault: Fault, nowMs: number): Problem | undefined {
  const { status, message, retryAfter, rateLimit } = fault;
  const seconds = retryAfter ?? RETRY_AFTER_SECONDS;
  if (rateLimit === "primary") return limitedFor({ limit: 5000, reset: epochSeconds(nowMs) + seconds });
  if (rateLimit === "secondary") {
    const words = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    const about = `${ABOUT_LIMITS}#about-secondary-rate-limits`;
    return { ...problem(403, words, { "retry-after": String(seconds) }), documentation: about };
  }
  if (status === undefined) return undefined;
  const headers = retryAfter === undefined ? undefined : { "retry-after": String(retryAfter) };
  return problem(status, message ?? STATUS_CODES[status] ?? "Unknown Error", headers);
}
