import { afterEach, beforeEach, expect, test } from "vitest";
import type { Clone } from "../local/clone.ts";
import { HERE, openStandIn, type StandIn } from "./open-stand-in.ts";
import { loadOpenApi } from "./openapi.ts";
import { refused } from "./outcome.ts";

const REPOSITORY = "GET /repos/{owner}/{repo}";
const STATUS = "POST /repos/{owner}/{repo}/statuses/{sha}";
const NUMBER = 715_042_042;

let standIn: StandIn;
let clone: Clone;
let head: string;
beforeEach(async () => {
  standIn = await openStandIn({ token: "ghp_right" });
  clone = await standIn.clone();
  head = await clone.commit("one", { "pools/a.yaml": "a" });
  await clone.push();
  await standIn.github.idle();
});
afterEach(() => standIn.close());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(standIn.github.apiUrl + path, {
    ...init,
    redirect: "manual",
    headers: { authorization: "token ghp_right" },
  });

test("a repository that was renamed redirects from its first name to its number, which serves", async () => {
  standIn.github.configure({ repository: "fabrikam/pools" });

  const answer = await ask("/repos/contoso/session-pools/commits/heads%2Fmain?per_page=1");

  const location = `${standIn.github.apiUrl}/repositories/${NUMBER}/commits/heads%2Fmain?per_page=1`;
  expect(answer.status).toBe(301);
  expect(answer.headers.get("location")).toBe(location);
  const body: unknown = await answer.json();
  expect(body).toMatchObject({ message: "Moved Permanently", url: location });
  expect(loadOpenApi().mistakes(REPOSITORY, 301, body)).toEqual([]);
  const { data } = await standIn.octokit.request(REPOSITORY, HERE);
  expect(data).toMatchObject({ id: NUMBER, full_name: "fabrikam/pools", owner: { login: "fabrikam" } });
});

test("what is no question keeps its method and body on the way to another name", async () => {
  standIn.github.configure({ repository: "contoso/pools" });

  const answer = await ask(`/repos/contoso/session-pools/statuses/${head}`, { method: "POST", body: "{}" });
  await standIn.octokit.request(STATUS, { ...HERE, sha: head, state: "success" });

  expect(answer.status).toBe(307);
  expect(standIn.github.statuses(head)).toHaveLength(1);
});

test("who may not see a repository is not told where it went", async () => {
  standIn.github.configure({ repository: "contoso/pools" });

  const answer = await fetch(`${standIn.github.apiUrl}/repos/contoso/session-pools`, { redirect: "manual" });

  expect(answer.status).toBe(404);
});

test("git goes along, and events tell the new name under the same number", async () => {
  standIn.github.configure({ repository: "contoso/pools" });

  const second = await clone.commit("two", { "pools/b.yaml": "b" });
  await clone.push();
  await standIn.github.idle();

  const [, delivery] = standIn.github.deliveries();
  expect(delivery?.request.payload).toMatchObject({
    after: second,
    repository: { id: NUMBER, name: "pools", full_name: "contoso/pools" },
  });
});

test("a name that another repository took has another number", async () => {
  standIn.github.configure({ repositoryId: 2 });

  expect((await standIn.octokit.request(REPOSITORY, HERE)).data.id).toBe(2);
  expect((await ask(`/repositories/${NUMBER}`)).status).toBe(404);
});

test("an archived repository can be read, and takes neither a push nor a status", async () => {
  standIn.github.configure({ archived: true });

  expect((await standIn.octokit.request(REPOSITORY, HERE)).data.archived).toBe(true);
  const answer = await refused(standIn.octokit.request(STATUS, { ...HERE, sha: head, state: "success" }));
  expect(answer).toMatchObject({
    status: 403,
    data: { message: "Repository was archived so is read-only." },
  });
  await clone.commit("two", { "pools/b.yaml": "b" });
  await expect(clone.push()).rejects.toThrow();
});
