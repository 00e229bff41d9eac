import { expect, test } from "vitest";
import { classify, type GitHubAnswer } from "../../src/github/failures.ts";

const NOW = Date.parse("2026-01-05T09:00:00.000Z");
const IN_TEN_MINUTES = String(NOW / 1000 + 600);

const said = (message: string) => ({ message, documentation_url: "https://docs.github.com/rest" });
const answer = (status: number, headers: GitHubAnswer["headers"] = {}, data: unknown = said("why")) =>
  classify({ status, headers, data }, NOW);

test.each([
  [401, "refused", "BadCredentials"],
  [403, "refused", "Forbidden"],
  [404, "refused", "NotFound"],
  [408, "busy", "Http408"],
  [409, "busy", "Conflict"],
  [410, "refused", "Http410"],
  [422, "refused", "ValidationFailed"],
  [451, "refused", "Http451"],
  [500, "busy", "Http500"],
  [502, "busy", "Http502"],
  [503, "busy", "Http503"],
  [504, "busy", "Http504"],
])("%i is %s: %s", (status, expected, code) => {
  expect(answer(status)).toMatchObject({ class: expected, code, status, message: "why" });
});

test("an archived repository is refused by a code of its own", () => {
  expect(answer(403, {}, said("Repository was archived so is read-only."))).toMatchObject({
    class: "refused",
    code: "RepositoryArchived",
  });
});

test("an empty repository is refused", () => {
  expect(answer(409, {}, said("Git Repository is empty."))).toMatchObject({
    class: "refused",
    code: "RepositoryEmpty",
  });
});

test("a commit that GitHub does not know yet is busy", () => {
  expect(answer(422, {}, said("No commit found for SHA: 0123"))).toMatchObject({
    class: "busy",
    code: "CommitNotFound",
  });
});

test.each([403, 429])("%i with a time to wait is busy for that time", (status) => {
  expect(answer(status, { "retry-after": "30", "x-ratelimit-remaining": "0" })).toMatchObject({
    class: "busy",
    code: "RateLimited",
    retryAfterMs: 30_000,
  });
});

test.each(["0", "-5", "soon", "Sun, 04 Jan 2026 09:00:00 GMT"])(
  "a limit whose time to wait is none, over or no time is busy until the reset, or else for a minute: %j",
  (header) => {
    const reset = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": IN_TEN_MINUTES };
    const limited = { class: "busy", code: "RateLimited" };

    for (const status of [403, 429]) {
      expect(answer(status, { "retry-after": header })).toMatchObject({ ...limited, retryAfterMs: 60_000 });
      expect(answer(status, { "retry-after": header, ...reset })).toMatchObject({
        ...limited,
        retryAfterMs: 600_000,
      });
    }
  },
);

test.each([403, 429])("%i with nothing left is busy until the reset", (status) => {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": IN_TEN_MINUTES };

  expect(answer(status, headers)).toMatchObject({
    class: "busy",
    code: "RateLimited",
    retryAfterMs: 600_000,
  });
});

test("a reset that has passed asks for a moment, an absurd one for an hour", () => {
  const resetAt = (reset: string) =>
    answer(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset }).retryAfterMs;

  expect(resetAt("1")).toBe(1000);
  expect(resetAt("99999999999")).toBe(3_600_000);
});

test.each([
  [429, "why"],
  [403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."],
  [403, "You have triggered an abuse detection mechanism."],
])("%i without a time to wait is busy for a minute: %s", (status, message) => {
  const headers = { "x-ratelimit-remaining": "4000", "x-ratelimit-reset": IN_TEN_MINUTES };

  expect(answer(status, headers, said(message))).toMatchObject({
    class: "busy",
    code: "RateLimited",
    retryAfterMs: 60_000,
  });
});

test("a 403 for lack of a permission is refused, and names the permission", () => {
  const headers = { "x-ratelimit-remaining": "4000", "x-accepted-github-permissions": "statuses=write" };

  expect(answer(403, headers, said("Resource not accessible by integration"))).toMatchObject({
    class: "refused",
    message: "Resource not accessible by integration (it takes the permission statuses=write)",
  });
});

test("a service that is away may say for how long", () => {
  expect(answer(503, { "retry-after": "5" }).retryAfterMs).toBe(5000);
});

test("all mistakes of a request are told", () => {
  const data = { ...said("Validation Failed"), errors: [{ message: "too long" }, { code: "x" }, "no"] };

  expect(answer(422, {}, data).message).toBe("Validation Failed; too long");
});

test.each(["", "<html></html>", null, [], { message: 7 }])("an answer without a message: %j", (data) => {
  expect(answer(500, { "x-github-request-id": "r-1" }, data)).toMatchObject({
    message: "GitHub answered 500 without saying why",
    requestId: "r-1",
  });
});
