import { expect, test } from "vitest";
import { classify } from "../../src/arm/failures.ts";

const NOW = Date.parse("2026-01-05T09:00:00.000Z");

const enveloped = (code: string, details?: unknown) => ({
  error: { code, message: `about ${code}`, details },
});
const answer = (status: number, body: unknown, headers = {}) => classify({ status, headers, body }, NOW);

/** Codes that decide, in every situation of the service that is known of. */
const BY_CODE = [
  ["the group is not there", 404, "ResourceGroupNotFound", "notYet"],
  ["something that the pool needs is not there", 404, "ResourceNotFound", "notYet"],
  ["the subscription can't be seen", 404, "SubscriptionNotFound", "notYet"],
  ["the parent is not there", 404, "ParentResourceNotFound", "notYet"],
  ["the group is being deleted", 409, "ResourceGroupBeingDeleted", "notYet"],
  ["the provider is not registered", 409, "MissingSubscriptionRegistration", "notYet"],
  ["the api-version or region is unknown", 400, "NoRegisteredProviderFound", "refused"],
  ["the api-version is wrong", 400, "InvalidApiVersionParameter", "refused"],
  ["the region is not offered", 400, "LocationNotAvailableForResourceType", "refused"],
  ["the region is not allowed", 400, "LocationNotAllowed", "refused"],
  ["the region is wrong", 400, "InvalidResourceLocation", "refused"],
  ["the region can't change", 409, "InvalidResourceLocation", "refused"],
  ["the token was not understood", 401, "InvalidAuthenticationToken", "notYet"],
  ["the token is too old", 401, "ExpiredAuthenticationToken", "busy"],
  ["a role is missing", 403, "AuthorizationFailed", "notYet"],
  ["a role on a linked resource is missing", 403, "LinkedAuthorizationFailed", "notYet"],
  ["a policy says no", 403, "RequestDisallowedByPolicy", "refused"],
  ["the app is locked", 409, "ContainerAppLockConflict", "busy"],
  ["its maintenance is being changed", 409, "MaintenanceConfigurationLockConflict", "busy"],
  ["the pool is locked", 409, "SessionPoolLockConflict", "busy"],
  ["an operation runs", 409, "SessionPoolOperationInProgress", "busy"],
  ["an operation of the app runs", 409, "ContainerAppOperationInProgress", "busy"],
  ["another operation runs", 409, "AnotherOperationInProgress", "busy"],
  ["there is a conflict", 409, "Conflict", "busy"],
  ["another operation has the lock", 429, "RetryableErrorDueToAnotherOperation", "busy"],
  ["the group has a lock", 409, "ScopeLocked", "notYet"],
  ["the subscription is read-only", 409, "ReadOnlyDisabledSubscription", "notYet"],
  ["the quota is used up", 409, "QuotaExceeded", "notYet"],
  ["the subscription's quota is used up", 400, "SubscriptionQuotaReached", "notYet"],
  ["there are too many environments", 400, "MaxNumberOfRegionalEnvironmentsInSubExceeded", "notYet"],
  ["ready sessions are out of range", 400, "SessionPoolInvalidReadySessionInstances", "refused"],
  ["the management type is wrong", 400, "SessionPoolInvalidPoolManagementType", "refused"],
  ["the identity is wrong", 400, "SessionPoolManagedIdentityCreationError", "refused"],
  ["the content is wrong", 400, "InvalidRequestContent", "refused"],
  ["the name is wrong", 400, "InvalidResourceName", "refused"],
  ["an operation failed", 400, "SessionPoolOperationError", "refused"],
  ["there are too many requests", 429, "TooManyRequests", "busy"],
  ["the subscription makes too many requests", 429, "SubscriptionRequestsThrottled", "busy"],
] as const;

/** What the status decides. */
const BY_STATUS = [
  ["the request took too long", 408, "RequestTimeout", "busy"],
  ["the service failed", 500, "InternalServerError", "busy"],
  ["the gateway failed", 502, "BadGateway", "busy"],
  ["the service is away", 503, "ServiceUnavailable", "busy"],
  ["the provider took too long", 504, "GatewayTimeout", "busy"],
  ["a failure of the service names a cause", 500, "SessionPoolInvalidReadySessionInstances", "busy"],
  ["a throttled request names a cause", 429, "AuthorizationFailed", "busy"],
  ["nobody knows: 400", 400, "SomethingNew", "refused"],
  ["nobody knows: 403", 403, "SomethingNew", "refused"],
  ["nobody knows: 404", 404, "SomethingNew", "refused"],
  ["nobody knows: 409", 409, "SomethingNew", "refused"],
  ["nobody knows: 422", 422, "SomethingNew", "refused"],
] as const;

const KNOWN = [...BY_CODE, ...BY_STATUS];

test.each(BY_CODE)(
  "%s, whatever the status, and in a conflict that is otherwise busy",
  (_, __, code, expected) => {
    const conflict = enveloped("Conflict", [{ code, message: `about ${code}` }]);

    expect(answer(409, conflict).class).toBe(expected);
    expect(answer(400, enveloped(code)).class).toBe(expected);
  },
);

test.each(KNOWN)("%s: %i %s is %s", (_, status, code, expected) => {
  const failure = answer(status, enveloped(code));

  expect(failure).toMatchObject({ class: expected, code, status, message: `about ${code}` });
});

test.each(KNOWN)("%s, without an envelope", (_, status, code, expected) => {
  const failure = answer(status, { code, message: `about ${code}` });

  expect(failure).toMatchObject({ class: expected, code, message: `about ${code}` });
});

test.each(KNOWN)("%s, as one detail among wrappers", (_, status, code, expected) => {
  const detail = { code, message: `about ${code}` };
  const body = enveloped("MultipleErrorsOccurred", [
    { code: "BadRequest", message: "see", details: [detail] },
  ]);

  const failure = answer(status, body);

  expect(failure.class).toBe(expected);
  expect(failure.message).toContain(`about ${code}`);
});

test.each([
  ["RequestDisallowedByPolicy", "refused"],
  ["ScopeLocked", "notYet"],
  ["MissingSubscriptionRegistration", "notYet"],
  ["SessionPoolLockConflict", "busy"],
  ["AnotherOperationInProgress", "busy"],
] as const)("a conflict whose real code is %s is %s", (code, expected) => {
  expect(answer(409, enveloped("Conflict", [{ code, message: "the cause" }])).class).toBe(expected);
});

test.each([
  ["17", 17_000],
  ["Mon, 05 Jan 2026 09:00:30 GMT", 30_000],
  ["Sun, 04 Jan 2026 09:00:00 GMT", undefined],
  ["0", undefined],
  ["86400", 3_600_000],
  ["-1", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["", undefined],
])("Retry-After %j asks to wait %j ms, whatever the class", (header, waitMs) => {
  for (const [status, code] of [
    [429, "TooManyRequests"],
    [503, "ServiceUnavailable"],
    [409, "ScopeLocked"],
    [400, "InvalidRequestContent"],
  ] as const) {
    expect(answer(status, enveloped(code), { "retry-after": header }).retryAfterMs).toBe(waitMs);
  }
});

test("what is nested decides over what it is wrapped in", () => {
  const body = enveloped("BadRequest", [
    { code: "MultipleErrorsOccurred", details: [{ code: "AuthorizationFailed", message: "no role" }] },
  ]);

  const failure = answer(400, body);

  expect(failure).toMatchObject({ class: "notYet", code: "AuthorizationFailed" });
  expect(failure.message).toBe(
    "no role; BadRequest: about BadRequest; MultipleErrorsOccurred: MultipleErrorsOccurred",
  );
});

test("of several causes, the most final one decides", () => {
  const details = [
    { code: "ContainerAppLockConflict", message: "locked" },
    { code: "SessionPoolInvalidName", message: "bad name" },
    { code: "ScopeLocked", message: "a lock" },
  ];

  expect(answer(409, enveloped("Conflict", details))).toMatchObject({
    class: "refused",
    code: "SessionPoolInvalidName",
  });
  expect(answer(409, enveloped("Conflict", details.slice(2)))).toMatchObject({ class: "notYet" });
});

test("unknown causes are all told, behind the code that ARM put first", () => {
  const details = [
    { code: "A", message: "first mistake" },
    { code: "B", message: "second mistake" },
  ];

  expect(answer(400, enveloped("ValidationFailed", details))).toMatchObject({
    code: "ValidationFailed",
    message: "about ValidationFailed; A: first mistake; B: second mistake",
  });
});

test.each([
  ["nothing", ""],
  ["a web page", "<html>Bad gateway</html>"],
  ["a JSON text", "no"],
  ["a list", [{ code: "ScopeLocked" }]],
  ["null", null],
  ["an error that is no object", { error: "no" }],
  ["a code that is no text", { error: { code: 7 } }],
  ["details that are no list", { error: { details: "no" } }],
])("a body that is %s is told by its status, and not repeated", (_, body) => {
  expect(answer(502, body)).toMatchObject({ class: "busy", code: "Http502" });
  expect(answer(401, body)).toMatchObject({ class: "notYet", code: "Http401" });
  expect(answer(400, body)).toMatchObject({
    class: "refused",
    code: "Http400",
    message: "ARM answered 400 without saying why",
  });
});

test("errors that nest without end are read to a depth", () => {
  const endless: { code: string; message: string; details: unknown[] } = {
    code: "X",
    message: "x",
    details: [],
  };
  endless.details.push(endless);

  expect(answer(400, endless)).toMatchObject({ class: "refused", code: "X", message: "x" });
});

test("what looks like a credential is not repeated", () => {
  const message = "the image of https://a.test/?sig=abc%2F could not be pulled: password=hunter2";

  const failure = classify({ status: 400, headers: {}, body: { error: { code: "BadImage", message } } }, 0);

  expect(failure.message).toBe(
    "the image of https://a.test/?sig=[secret] could not be pulled: password=[secret]",
  );
});

test("a long message is cut", () => {
  const failure = answer(400, { code: "X", message: "x".repeat(5000) });

  expect(failure.message).toHaveLength(2000);
  expect(failure.message.endsWith("…")).toBe(true);
});

test("the time to wait and the request's id come along", () => {
  const headers = { "retry-after": "17", "x-ms-request-id": "r-1", "x-ms-correlation-request-id": "c-1" };

  expect(answer(429, enveloped("TooManyRequests"), headers)).toMatchObject({
    retryAfterMs: 17_000,
    requestId: "r-1",
  });
  expect(answer(429, "", { "x-ms-correlation-request-id": "c-1" }).requestId).toBe("c-1");
  expect(answer(429, "").retryAfterMs).toBeUndefined();
});
