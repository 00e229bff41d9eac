import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Clone } from "../local/clone.ts";
import { HERE, openStandIn, type StandIn } from "./open-stand-in.ts";
import { refused } from "./outcome.ts";

const COMMIT = "GET /repos/{owner}/{repo}/commits/{ref}";
const TREE = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
const BLOB = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
const COMPARE = "GET /repos/{owner}/{repo}/compare/{basehead}";
const UNKNOWN = "0123456789abcdef0123456789abcdef01234567";
const BYTES = Buffer.from([0, 255, 254, 13, 10, 128, ...Array(100).keys()]);

describe("reading a repository", () => {
  let standIn: StandIn;
  let clone: Clone;
  let head: string;
  const octokit = () => standIn.octokit;

  beforeAll(async () => {
    standIn = await openStandIn();
    clone = await standIn.clone();
    await clone.write("pools/deep/bytes.bin", BYTES);
    await clone.write("pools/empty.yaml", "");
    await clone.write("pools/søk & søk.yaml", "x");
    await symlink("../README.md", join(clone.path, "pools/link.yaml"));
    await mkdir(join(clone.path, "pools/module"));
    await clone.git("update-index", "--add", "--cacheinfo", `160000,${UNKNOWN},pools/module`);
    head = await clone.commit("one", { "README.md": "hello\n" });
    await clone.git("tag", "--annotate", "v1", "--message", "first");
    await clone.git("branch", "feature/x");
    await clone.push("origin", "main", "feature/x", "v1");
  });
  afterAll(() => standIn.close());

  test("a commit is found by branch, tag, HEAD, whole and short SHA", async () => {
    for (const ref of ["main", "feature/x", "heads/main", "tags/v1", "v1", "HEAD", head, head.slice(0, 7)]) {
      const { data } = await octokit().request(COMMIT, { ...HERE, ref });
      expect([ref, data.sha]).toEqual([ref, head]);
    }
  });

  test("the sha media type gives 40 characters and their ETag, and 304 to who knows it, free of charge", async () => {
    const ask = { ...HERE, ref: "main", mediaType: { format: "sha" } };
    const first = await octokit().request(COMMIT, ask);
    const again = await refused(
      octokit().request(COMMIT, { ...ask, headers: { "if-none-match": first.headers.etag ?? "" } }),
    );

    expect(first.data).toBe(head);
    expect(first.headers.etag).toBe(`"${head}"`);
    expect(again.status).toBe(304);
    expect(again.headers["x-ratelimit-remaining"]).toBe(first.headers["x-ratelimit-remaining"]);
  });

  test("JSON has an ETag too, and it is good for one token only", async () => {
    const first = await octokit().request(TREE, { ...HERE, tree_sha: head });
    const tag = { "if-none-match": first.headers.etag ?? "" };
    const same = await refused(octokit().request(TREE, { ...HERE, tree_sha: head, headers: tag }));
    const other = await octokit().request(TREE, {
      ...HERE,
      tree_sha: head,
      headers: { ...tag, authorization: "token another" },
    });

    expect(same.status).toBe(304);
    expect(other.status).toBe(200);
  });

  test("a recursive tree lists directories, links and submodules as what they are", async () => {
    const { data } = await octokit().request(TREE, { ...HERE, tree_sha: `${head}:pools`, recursive: "0" });

    expect(data.tree.map(({ sha: _, url: __, ...row }) => row)).toEqual([
      { path: "deep", mode: "040000", type: "tree" },
      { path: "deep/bytes.bin", mode: "100644", type: "blob", size: BYTES.length },
      { path: "empty.yaml", mode: "100644", type: "blob", size: 0 },
      { path: "link.yaml", mode: "120000", type: "blob", size: 12 },
      { path: "module", mode: "160000", type: "commit" },
      { path: "søk & søk.yaml", mode: "100644", type: "blob", size: 1 },
    ]);
    expect(data.tree[4]?.sha).toBe(UNKNOWN);
    expect(data.tree[4]?.url).toBeUndefined();
    expect(data.truncated).toBe(false);
  });

  test("a tree without `recursive` stays in its directory", async () => {
    const { data } = await octokit().request(TREE, { ...HERE, tree_sha: head });

    expect(data.tree.map(({ path }) => path)).toEqual(["README.md", "pools"]);
  });

  test("a tree asked for by commit answers with the commit's SHA, by directory with the tree's", async () => {
    const byCommit = await octokit().request(TREE, { ...HERE, tree_sha: "main" });
    const byDirectory = await octokit().request(TREE, { ...HERE, tree_sha: "main:pools/deep" });
    const byTree = await octokit().request(TREE, { ...HERE, tree_sha: byDirectory.data.sha ?? "" });

    expect(byCommit.data.sha).toBe(head);
    expect(byDirectory.data.sha).toBe(await clone.git("rev-parse", "HEAD:pools/deep"));
    expect(byTree.data).toEqual(byDirectory.data);
  });

  test("a tree larger than it may be is cut, and says so", async () => {
    standIn.github.configure({ truncateTreesAt: 2 });
    const cut = await octokit().request(TREE, { ...HERE, tree_sha: head, recursive: "1" });
    standIn.github.configure({ truncateTreesAt: 100_000 });

    expect(cut.data.truncated).toBe(true);
    expect(cut.data.tree).toHaveLength(2);
  });

  test("a blob comes as base64 in lines of 60, or as its bytes", async () => {
    const file_sha = await clone.git("rev-parse", "HEAD:pools/deep/bytes.bin");
    const { data } = await octokit().request(BLOB, { ...HERE, file_sha });
    const raw = await fetch(`${standIn.github.apiUrl}/repos/contoso/session-pools/git/blobs/${file_sha}`, {
      headers: { accept: "application/vnd.github.raw+json" },
    });

    expect(data.content).toMatch(/^(.{60}\n)+.{1,60}\n$/);
    expect(Buffer.from(data.content, "base64")).toEqual(BYTES);
    expect(Buffer.from(await raw.arrayBuffer())).toEqual(BYTES);
  });

  test("an empty blob is empty", async () => {
    const file_sha = await clone.git("rev-parse", "HEAD:pools/empty.yaml");
    const { data } = await octokit().request(BLOB, { ...HERE, file_sha });

    expect(data).toMatchObject({ size: 0, content: "" });
  });

  test("what isn't there is refused in GitHub's words", async () => {
    const commit = await refused(octokit().request(COMMIT, { ...HERE, ref: UNKNOWN }));
    const branch = await refused(octokit().request(COMMIT, { ...HERE, ref: "nowhere" }));
    const tree = await refused(octokit().request(TREE, { ...HERE, tree_sha: `${head}:nowhere` }));
    const blob = await refused(octokit().request(BLOB, { ...HERE, file_sha: UNKNOWN }));
    const repository = await refused(octokit().request(COMMIT, { ...HERE, repo: "other", ref: "main" }));
    const route = await refused(octokit().request("GET /nowhere"));

    expect([commit.status, branch.status]).toEqual([422, 422]);
    expect(commit.data).toEqual({
      message: `No commit found for SHA: ${UNKNOWN}`,
      documentation_url: "https://docs.github.com/rest/commits/commits#get-a-commit",
      status: "422",
    });
    expect(branch.data).toMatchObject({ message: "No commit found for SHA: nowhere" });
    expect(tree.data).toEqual({
      message: "Not Found",
      documentation_url: "https://docs.github.com/rest/git/trees#get-a-tree",
      status: "404",
    });
    expect([tree.status, blob.status, repository.status, route.status]).toEqual([404, 404, 404, 404]);
  });

  test("a comparison tells ahead, behind, diverged and identical apart", async () => {
    await clone.git("checkout", "--quiet", "-b", "ahead", head);
    await clone.commit("two", { "a.txt": "a\n" });
    await clone.git("checkout", "--quiet", "-b", "aside", head);
    await clone.commit("three", { "b.txt": "b\n" });
    await clone.git("checkout", "--quiet", "--orphan", "stranger");
    await clone.commit("another world", {});
    await clone.push("origin", "ahead", "aside", "stranger");
    const compare = async (basehead: string) =>
      (await octokit().request(COMPARE, { ...HERE, basehead })).data;

    expect((await compare("main...ahead")).status).toBe("ahead");
    expect((await compare("ahead...main")).status).toBe("behind");
    expect((await compare("main...main")).status).toBe("identical");
    const diverged = await compare("ahead...aside");
    expect(diverged).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1 });
    expect(diverged.merge_base_commit.sha).toBe(head);
    expect(diverged.files?.map(({ filename }) => filename)).toEqual(["b.txt"]);
    const stranger = await refused(octokit().request(COMPARE, { ...HERE, basehead: "main...stranger" }));
    expect(stranger.data).toMatchObject({ message: "No common ancestor between main and stranger." });
    expect((await refused(octokit().request(COMPARE, { ...HERE, basehead: "main...x" }))).status).toBe(404);
  });

  test("every answer carries GitHub's headers", async () => {
    const { headers } = await octokit().request("GET /repos/{owner}/{repo}", HERE);

    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "x-github-request-id": expect.stringMatching(/^[0-9A-F]{4}(:[0-9A-F]{4})+$/),
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": expect.stringMatching(/^\d+$/),
      "x-ratelimit-resource": "core",
    });
  });
});

test("an empty repository answers 409 and can be cloned", async () => {
  const standIn = await openStandIn();
  try {
    await standIn.clone();
    const commit = await refused(standIn.octokit.request(COMMIT, { ...HERE, ref: "main" }));
    const tree = await refused(standIn.octokit.request(TREE, { ...HERE, tree_sha: "main" }));

    expect([commit.status, tree.status]).toEqual([409, 409]);
    expect(commit.data).toMatchObject({ message: "Git Repository is empty." });
  } finally {
    await standIn.close();
  }
});
