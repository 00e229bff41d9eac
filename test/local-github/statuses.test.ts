import { afterAll, beforeAll, expect, test } from "vitest";
import { HERE, openStandIn, type StandIn } from "./open-stand-in.ts";
import { refused } from "./outcome.ts";

const POST = "POST /repos/{owner}/{repo}/statuses/{sha}";
const COMBINED = "GET /repos/{owner}/{repo}/commits/{ref}/status";
const ALL = "GET /repos/{owner}/{repo}/commits/{ref}/statuses";

let standIn: StandIn;
let sha: string;
beforeAll(async () => {
  standIn = await openStandIn();
  const clone = await standIn.clone();
  sha = await clone.commit("one", { "README.md": "hello\n" });
  await clone.push();
});
afterAll(() => standIn.close());

type State = "error" | "failure" | "pending" | "success";
const post = (state: State, context: string, description = "") =>
  standIn.octokit.request(POST, { ...HERE, sha, state, context, description });

test("the newest status of each context counts, and contexts have no case", async () => {
  await post("pending", "poolkeeper/a");
  await post("success", "Poolkeeper/A");
  await post("pending", "poolkeeper/b");
  const waiting = await standIn.octokit.request(COMBINED, { ...HERE, ref: "main" });
  await post("success", "poolkeeper/b");
  const green = await standIn.octokit.request(COMBINED, { ...HERE, ref: "main" });
  await post("error", "poolkeeper/b");
  const red = await standIn.octokit.request(COMBINED, { ...HERE, ref: "main" });

  expect([waiting.data.state, green.data.state, red.data.state]).toEqual(["pending", "success", "failure"]);
  expect(red.data.total_count).toBe(2);
});

test("statuses are listed newest first, page by page, and told to a test in the order of posting", async () => {
  const { data, headers } = await standIn.octokit.request(ALL, { ...HERE, ref: sha, per_page: 2 });
  const told = standIn.github.statuses(sha);

  expect(data.map(({ state }) => state)).toEqual(["error", "success"]);
  expect(headers.link).toContain('page=2>; rel="next"');
  expect(told.map(({ state }) => state)).toEqual(["pending", "success", "pending", "success", "error"]);
  expect(standIn.github.statuses("0".repeat(40))).toEqual([]);
});

test("a description of 140 characters is taken, a longer one is refused", async () => {
  await post("success", "poolkeeper/length", "é".repeat(140));
  const longer = await refused(post("success", "poolkeeper/length", "x".repeat(141)));

  expect(longer.status).toBe(422);
  expect(longer.data).toEqual({
    message: "Validation Failed",
    errors: [
      {
        resource: "Status",
        code: "custom",
        field: "description",
        message: "description is too long (maximum is 140 characters)",
      },
    ],
    documentation_url: "https://docs.github.com/rest/commits/statuses#create-a-commit-status",
    status: "422",
  });
});

test("an unknown commit and an unknown state are refused", async () => {
  const unknown = "0123456789abcdef0123456789abcdef01234567";
  const nowhere = await refused(standIn.octokit.request(POST, { ...HERE, sha: unknown, state: "success" }));
  const odd = await refused(standIn.octokit.request(POST, { ...HERE, sha, state: "done" as State }));
  const ref = await refused(standIn.octokit.request(COMBINED, { ...HERE, ref: "nowhere" }));

  expect(nowhere).toMatchObject({ status: 422, data: { message: `No commit found for SHA: ${unknown}` } });
  expect(odd).toMatchObject({ status: 422, data: { errors: [{ field: "state" }] } });
  expect(ref).toMatchObject({ status: 404, data: { message: "Ref not found" } });
});

test("the thousand and first status of one commit and context is refused", async () => {
  for (let posted = 0; posted < 1000; posted += 1) await post("pending", "poolkeeper/many");
  const more = await refused(post("success", "poolkeeper/many"));

  expect(more.status).toBe(422);
  expect(more.data).toMatchObject({
    errors: [{ message: "This SHA and context has reached the maximum number of statuses." }],
  });
  await post("success", "poolkeeper/other");
});
