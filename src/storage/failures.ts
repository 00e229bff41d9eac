import { isRestError, type RestError } from "@azure/core-rest-pipeline";
import { Busy, Failure, type FailureDetails, NotYet, Refused } from "../shared/failures.ts";
import { lostCall } from "../shared/lost-call.ts";
import { retryAfterMs } from "../shared/retry-after.ts";

/** Storage answers within 30 s or not at all. */
const CALL_TIMEOUT_MS = 40_000;

/** Does one call of the storage clients; what goes wrong comes out as a `Failure`. */
export async function storageCall<T>(call: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await call(AbortSignal.timeout(CALL_TIMEOUT_MS));
  } catch (error) {
    throw toFailure(error);
  }
}

/** Makes a value of the failures that have one of these codes. */
export async function unless<T, F>(codes: readonly string[], fallback: F, call: Promise<T>): Promise<T | F> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Failure && codes.includes(error.code)) return fallback;
    throw error;
  }
}

/** What is no answer of the service and no lost call is a bug, and stays what it is. */
export function toFailure(error: unknown): unknown {
  if (isRestError(error) && error.statusCode !== undefined) return classify(error, error.statusCode);
  return lostCall("storage", error) ?? error;
}

function classify(error: RestError, status: number): Failure {
  const headers = error.response?.headers;
  const waitMs = retryAfterMs(headers?.get("retry-after"), Date.now());
  const requestId = headers?.get("x-ms-request-id");
  // An answer to HEAD has no body to take a code from.
  const code = headers?.get("x-ms-error-code") ?? error.code ?? `Http${status}`;
  const details: FailureDetails = {
    code,
    message: `storage: ${firstLine(error.message) || code}`,
    status,
    cause: error,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(requestId === undefined ? {} : { requestId }),
  };
  if (status === 408 || status === 429 || status >= 500) return new Busy(details);
  // Somebody else was faster, or the lease ran out: a fresh look decides.
  if (status === 409 || status === 412) return new Busy(details);
  // A role may still be spreading, and the container may still be on its way.
  if (status === 401 || status === 403 || status === 404) return new NotYet(details);
  return new Refused(details);
}

/** The service repeats its request id and the time below. */
function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.trim() ?? "";
}
