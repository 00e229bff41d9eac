import { Busy, type Failure, type FailureDetails, NotYet, Refused } from "../shared/failures.ts";
import { retryAfterMs } from "../shared/retry-after.ts";
import { type ArmError, explain, readErrors } from "./error-body.ts";

export interface ArmAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** Parsed, if it was JSON. */
  readonly body: unknown;
}

type Class = Failure["class"];

/** Codes that decide, whatever the status. Where an answer has several, the most final one counts. */
const CLASSES: readonly { readonly class: Class; readonly codes: readonly (string | RegExp)[] }[] = [
  {
    class: "refused",
    codes: [
      "RequestDisallowedByPolicy",
      /^SessionPoolInvalid/,
      "SessionPoolManagedIdentityCreationError",
      "SessionPoolOperationError",
      "InvalidRequestContent",
      "InvalidResourceName",
      "InvalidResourceLocation",
      "LocationNotAvailableForResourceType",
      "LocationNotAllowed",
      "NoRegisteredProviderFound",
      "InvalidApiVersionParameter",
    ],
  },
  {
    class: "notYet",
    codes: [
      // A role may still be spreading.
      "AuthorizationFailed",
      "LinkedAuthorizationFailed",
      "InvalidAuthenticationToken",
      // The parent may still be on its way.
      "ResourceGroupNotFound",
      "SubscriptionNotFound",
      "ParentResourceNotFound",
      "ResourceNotFound",
      "ResourceGroupBeingDeleted",
      // Somebody has to do something about it, outside git.
      "MissingSubscriptionRegistration",
      "ScopeLocked",
      "ReadOnlyDisabledSubscription",
      /Quota/,
      /^MaxNumberOf.*Exceeded$/,
    ],
  },
  {
    class: "busy",
    codes: [
      /LockConflict$/,
      /OperationInProgress$/,
      "RetryableErrorDueToAnotherOperation",
      "Conflict",
      "TooManyRequests",
      "SubscriptionRequestsThrottled",
      "ExpiredAuthenticationToken",
    ],
  },
];

/** What an answer of ARM that is no success means. An unknown 4xx is refused. */
export function classify(answer: ArmAnswer, now: number): Failure {
  const { status, headers } = answer;
  const errors = readErrors(answer.body);
  const known = status === 408 || status === 429 || status >= 500 ? undefined : decisive(errors);
  const error = known?.error ?? errors[0] ?? noError(status);
  const waitMs = retryAfterMs(headers["retry-after"], now);
  const requestId = headers["x-ms-request-id"] ?? headers["x-ms-correlation-request-id"];
  return toFailure(known?.class ?? byStatus(status), {
    code: error.code,
    message: explain(error, errors),
    status,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function decisive(
  errors: readonly ArmError[],
): { readonly class: Class; readonly error: ArmError } | undefined {
  for (const { class: known, codes } of CLASSES) {
    const error = errors.find(({ code }) =>
      codes.some((pattern) => (typeof pattern === "string" ? pattern === code : pattern.test(code))),
    );
    if (error) return { class: known, error };
  }
  return undefined;
}

function byStatus(status: number): Class {
  if (status === 408 || status === 429 || status >= 500) return "busy";
  // The token was refused: the next one may not be.
  return status === 401 ? "notYet" : "refused";
}

/** The body is not repeated: it may be anything. */
const noError = (status: number): ArmError => ({
  code: `Http${status}`,
  message: `ARM answered ${status} without saying why`,
});

function toFailure(kind: Class, details: FailureDetails): Failure {
  switch (kind) {
    case "busy":
      return new Busy(details);
    case "notYet":
      return new NotYet(details);
    case "refused":
      return new Refused(details);
  }
}
