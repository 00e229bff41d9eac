import { afterEach, beforeEach, expect, test } from "vitest";
import { createFixedClock, type FixedClock } from "../fakes/fixed-clock.ts";
import type { Clone } from "../local/clone.ts";
import { HERE, octokitFor, openStandIn, type StandIn } from "./open-stand-in.ts";
import { refused } from "./outcome.ts";

const REPOSITORY = "GET /repos/{owner}/{repo}";
const COMMIT = "GET /repos/{owner}/{repo}/commits/{ref}";
const REF = "GET /repos/{owner}/{repo}/git/ref/{ref}";
const TREE = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
const BLOB = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
const STATUS = "POST /repos/{owner}/{repo}/statuses/{sha}";

let clock: FixedClock;
let standIn: StandIn;
let clone: Clone;
let first: string;
beforeEach(async () => {
  clock = createFixedClock();
  standIn = await openStandIn({ clock, token: "ghp_right" });
  clone = await standIn.clone();
  first = await clone.commit("one", { "pools/a.yaml": "a" });
  await clone.push();
});
afterEach(() => standIn.close());

const headNow = async () =>
  (await standIn.octokit.request(REF, { ...HERE, ref: "heads/main" })).data.object.sha;
const status = (sha: string) => standIn.octokit.request(STATUS, { ...HERE, sha, state: "pending" });

test("while REST lags, the old head is shown and nothing new is known; the webhook leaves at once", async () => {
  standIn.github.configure({ lagSeconds: 5 });
  const second = await clone.commit("two", { "pools/b.yaml": "b" });
  const blob = await clone.git("rev-parse", "HEAD:pools/b.yaml");
  await clone.push();
  await standIn.github.idle();

  expect(standIn.receiver.received).toHaveLength(2);
  expect(await headNow()).toBe(first);
  const ask = [
    refused(standIn.octokit.request(COMMIT, { ...HERE, ref: second })),
    refused(standIn.octokit.request(TREE, { ...HERE, tree_sha: `${second}:pools` })),
    refused(standIn.octokit.request(BLOB, { ...HERE, file_sha: blob })),
    refused(status(second)),
  ];
  expect((await Promise.all(ask)).map((answer) => answer.status)).toEqual([422, 404, 404, 422]);
  expect((await standIn.octokit.request(COMMIT, { ...HERE, ref: first })).data.sha).toBe(first);

  clock.advance(5000);
  expect(await headNow()).toBe(second);
  expect((await status(second)).status).toBe(201);
});

test("each push lags by itself, and what was shown never goes back", async () => {
  standIn.github.configure({ lagSeconds: 10 });
  const second = await clone.commit("two", {});
  await clone.push();
  clock.advance(6000);
  standIn.github.configure({ lagSeconds: 5 });
  const third = await clone.commit("three", {});
  await clone.push();

  const heads = [await headNow()];
  clock.advance(4000);
  heads.push(await headNow());
  clock.advance(1000);
  heads.push(await headNow());

  expect(heads).toEqual([first, second, third]);
});

test("a clone never lags: only REST does", async () => {
  standIn.github.configure({ lagSeconds: 60 });
  const second = await clone.commit("two", {});
  await clone.push();

  expect(await clone.git("ls-remote", "origin", "refs/heads/main")).toContain(second);
});

test("a fault strikes so many requests of its method and path, and no other", async () => {
  standIn.github.configure({
    faults: [{ method: "GET", path: "/git/ref/", times: 2, status: 502, message: "Server Error" }],
  });

  expect((await standIn.octokit.request(REPOSITORY, HERE)).status).toBe(200);
  expect(await refused(headNow())).toMatchObject({ status: 502, data: { message: "Server Error" } });
  expect((await refused(headNow())).status).toBe(502);
  expect(await headNow()).toBe(first);
});

test("a fault can say how long to wait", async () => {
  standIn.github.configure({ faults: [{ method: "*", times: 1, status: 429, retryAfter: 7 }] });
  const answer = await refused(headNow());

  expect(answer.status).toBe(429);
  expect(answer.headers["retry-after"]).toBe("7");
});

test("a used-up hour says when it ends; a burst says how long to wait", async () => {
  standIn.github.configure({
    faults: [
      { method: "GET", times: 1, rateLimit: "primary", retryAfter: 30 },
      { method: "GET", times: 1, rateLimit: "secondary", retryAfter: 9 },
    ],
  });
  const primary = await refused(headNow());
  const secondary = await refused(headNow());

  expect(primary).toMatchObject({
    status: 403,
    headers: {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(clock.now() / 1000 + 30),
    },
    data: { message: expect.stringContaining("API rate limit exceeded") },
  });
  expect(primary.headers["retry-after"]).toBeUndefined();
  expect(secondary).toMatchObject({ status: 403, headers: { "retry-after": "9" } });
  expect(secondary.headers["x-ratelimit-remaining"]).not.toBe("0");
});

test("a dropped answer leaves the work done", async () => {
  standIn.github.configure({ faults: [{ method: "POST", times: 1, dropAnswer: true }] });

  await expect(status(first)).rejects.toThrow();
  expect(standIn.github.statuses(first)).toHaveLength(1);
  expect(standIn.github.requests().at(-1)).toMatchObject({ method: "POST", status: "dropped" });
});

test("a dropped answer with a status leaves the work undone", async () => {
  standIn.github.configure({ faults: [{ method: "POST", times: 1, status: 500, dropAnswer: true }] });

  await expect(status(first)).rejects.toThrow();
  expect(standIn.github.statuses(first)).toEqual([]);
});

test("a delayed answer comes later", async () => {
  standIn.github.configure({ faults: [{ method: "GET", path: "/git/ref/", times: 1, delayMs: 200 }] });
  const begun = performance.now();

  expect(await headNow()).toBe(first);
  expect(performance.now() - begun).toBeGreaterThan(190);
});

test("the hour's requests are counted, refused when used up, and given again", async () => {
  standIn.github.configure({ rateLimit: 2 });
  const one = await standIn.octokit.request(REPOSITORY, HERE);
  await standIn.octokit.request(REPOSITORY, HERE);
  const over = await refused(standIn.octokit.request(REPOSITORY, HERE));
  const free = await standIn.octokit.request("GET /rate_limit");
  clock.advance(3_600_000);
  const later = await standIn.octokit.request(REPOSITORY, HERE);

  expect(one.headers).toMatchObject({ "x-ratelimit-remaining": "1", "x-ratelimit-used": "1" });
  expect(over).toMatchObject({ status: 403, headers: { "x-ratelimit-remaining": "0" } });
  expect(free.data.rate).toMatchObject({ limit: 2, used: 2, remaining: 0 });
  expect(later.headers["x-ratelimit-remaining"]).toBe("1");
});

test("a wrong token is refused, and who shows none is not told that there is a repository", async () => {
  const wrong = await refused(octokitFor(standIn.github, "ghp_wrong").request(REPOSITORY, HERE));
  const nobody = await refused(octokitFor(standIn.github).request(REPOSITORY, HERE));

  expect(wrong).toMatchObject({
    status: 401,
    data: { message: "Bad credentials", documentation_url: "https://docs.github.com/rest", status: "401" },
  });
  expect(nobody.status).toBe(404);
});

test("a setting that there isn't is refused, and changes nothing", () => {
  const { configure } = standIn.github;

  expect(() => configure({ lagSeconds: 9, lag: 1 })).toThrow("settings: there is no property lag");
  expect(() => configure({ webhooks: "later" })).toThrow("webhooks: must be one of deliver, drop");
  expect(() => configure({ faults: [{ method: "GET", times: 1, code: 5, status: 500 }] })).toThrow(
    "faults.0: there is no property code",
  );
  expect(() => configure({ faults: [{ method: "GET", times: 1 }] })).toThrow("faults.0: ");
  expect(() => configure(null)).toThrow("settings: must be object");
  expect(configure({})).toMatchObject({ lagSeconds: 0, webhooks: "deliver", faults: [] });
});

test("requests are on record with method, path and status", async () => {
  await standIn.octokit.request(TREE, { ...HERE, tree_sha: `${first}:pools`, recursive: "1" });
  await refused(standIn.octokit.request(COMMIT, { ...HERE, ref: "nowhere" }));

  expect(standIn.github.requests()).toEqual([
    {
      method: "GET",
      path: `/repos/contoso/session-pools/git/trees/${first}%3Apools?recursive=1`,
      status: 200,
      at: "2026-01-05T09:00:00.000Z",
    },
    expect.objectContaining({ path: "/repos/contoso/session-pools/commits/nowhere", status: 422 }),
  ]);
});
