import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENDPOINTS } from "../local/github/rest/endpoints.ts";
import { APP, PRIVATE_KEY } from "./app.ts";
import { HERE, openStandIn, SILENT, type StandIn } from "./open-stand-in.ts";
import { checkAnswers, loadOpenApi } from "./openapi.ts";

/** Every answer is checked against GitHub's own description of its API. */
describe("the answers have the shapes that GitHub documents", () => {
  let standIn: StandIn;
  let octokit: Octokit;
  let app: Octokit;
  let asked: readonly ReadonlySet<string>[];
  let head: string;
  let first: string;

  beforeAll(async () => {
    standIn = await openStandIn({ app: APP });
    const auth = { appId: APP.id, privateKey: PRIVATE_KEY };
    const options = { baseUrl: standIn.github.apiUrl, log: SILENT, authStrategy: createAppAuth };
    octokit = new Octokit({ ...options, auth: { ...auth, installationId: APP.installationId } });
    app = new Octokit({ ...options, auth });
    const openApi = loadOpenApi();
    asked = [checkAnswers(octokit, openApi), checkAnswers(app, openApi)];

    const clone = await standIn.clone();
    first = await clone.commit("one\n\nbecause", { "pools/a.yaml": "name: a\n", "README.md": "hello\n" });
    await clone.git("branch", "side");
    head = await clone.commit("two", { "pools/a.yaml": "name: a\nlocation: x\n", "README.md": null });
    await clone.push("origin", "main", "side");
  });
  afterAll(() => standIn.close());

  test("a repository, the rate limit, and the App's installation", async () => {
    const repository = await octokit.request("GET /repos/{owner}/{repo}", HERE);
    const limits = await octokit.request("GET /rate_limit");
    const installation = await app.request("GET /repos/{owner}/{repo}/installation", HERE);

    expect(repository.data).toMatchObject({ full_name: "contoso/session-pools", default_branch: "main" });
    expect(limits.data.rate).toMatchObject({ limit: 5000 });
    expect(installation.data).toMatchObject({ id: APP.installationId, app_id: APP.id });
  });

  test("an installation token", async () => {
    const { data } = await app.request("POST /app/installations/{installation_id}/access_tokens", {
      installation_id: APP.installationId,
      permissions: { contents: "read" },
    });

    expect(data.token).toMatch(/^ghs_1234_.{100,}/);
    expect(data.permissions).toEqual({ contents: "read", metadata: "read" });
  });

  test("a commit, by its branch and by its SHA", async () => {
    const byBranch = await octokit.request("GET /repos/{owner}/{repo}/commits/{ref}", {
      ...HERE,
      ref: "main",
    });
    const bySha = await octokit.request("GET /repos/{owner}/{repo}/commits/{ref}", { ...HERE, ref: first });

    expect(byBranch.data).toMatchObject({
      sha: head,
      commit: { message: "two", author: { name: "Ada" }, committer: { name: "Grace" } },
      parents: [{ sha: first }],
      stats: { additions: 1, deletions: 1, total: 2 },
      files: [
        { filename: "README.md", status: "removed" },
        { filename: "pools/a.yaml", status: "modified" },
      ],
    });
    expect(bySha.data.commit.message).toBe("one\n\nbecause");
  });

  test("a reference, a tree and a blob", async () => {
    const ref = await octokit.request("GET /repos/{owner}/{repo}/git/ref/{ref}", {
      ...HERE,
      ref: "heads/main",
    });
    const tree = await octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
      ...HERE,
      tree_sha: `${head}:pools`,
      recursive: "1",
    });
    const file_sha = tree.data.tree[0]?.sha ?? "";
    const blob = await octokit.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
      ...HERE,
      file_sha,
    });

    expect(ref.data.object).toMatchObject({ type: "commit", sha: head });
    expect(tree.data.tree).toMatchObject([{ path: "a.yaml", mode: "100644", type: "blob", size: 20 }]);
    expect(Buffer.from(blob.data.content, "base64").toString()).toBe("name: a\nlocation: x\n");
  });

  test("a status, the statuses of a commit, and what they come to", async () => {
    const posted = await octokit.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
      ...HERE,
      sha: head,
      state: "success",
      context: "poolkeeper/pools",
      description: "1 applied in 14 s",
    });
    const all = await octokit.request("GET /repos/{owner}/{repo}/commits/{ref}/statuses", {
      ...HERE,
      ref: head,
    });
    const combined = await octokit.request("GET /repos/{owner}/{repo}/commits/{ref}/status", {
      ...HERE,
      ref: "main",
    });

    expect(posted.data.creator).toMatchObject({ login: "poolkeeper[bot]", type: "Bot" });
    expect(all.data).toMatchObject([{ state: "success", description: "1 applied in 14 s" }]);
    expect(combined.data).toMatchObject({ state: "success", sha: head, total_count: 1 });
  });

  test("a comparison", async () => {
    const compared = await octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
      ...HERE,
      basehead: "side...main",
    });

    expect(compared.data).toMatchObject({ status: "ahead", ahead_by: 1, behind_by: 0, total_commits: 1 });
    expect(compared.data.files).toHaveLength(2);
  });

  test("no endpoint went unasked", () => {
    const nameless = (route: string) => route.replaceAll(/\{[^}]*\}/g, "{}");
    const routes = new Set(asked.flatMap((set) => [...set].map(nameless)));

    expect(routes).toEqual(new Set(ENDPOINTS.map(({ method, path }) => nameless(`${method} ${path}`))));
  });
});
