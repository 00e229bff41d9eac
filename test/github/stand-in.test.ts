import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { GitHubAuth } from "../../src/github/auth.ts";
import { createRepositories } from "../../src/github/repositories.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { Secret } from "../../src/shared/secret.ts";
import { failureOf } from "../contract/failure-of.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import type { Clone } from "../local/clone.ts";
import { DEFAULT_SETTINGS } from "../local/github/settings.ts";
import { APP, PRIVATE_KEY } from "../local-github/app.ts";
import { openStandIn, REPOSITORY, type StandIn } from "../local-github/open-stand-in.ts";

const TOKEN = "a-token-of-a-user";
/** Longer than any test waits. */
const NEVER_MS = 600_000;
const STATUS = { state: "success", context: "poolkeeper/pools", description: "1 applied" } as const;

let standIn: StandIn;
let clone: Clone;
let head: string;

let askedBefore = 0;

async function open(options: Parameters<typeof openStandIn>[0]): Promise<void> {
  standIn = await openStandIn(options);
  clone = await standIn.clone();
  head = await clone.commit("one", { "pools/a.yaml": "a", "pools/deep/b.yaml": "b", "README.md": "c" });
  await clone.push("origin", "HEAD:refs/heads/main");
}

async function close(): Promise<void> {
  await standIn.github.idle();
  await standIn.close();
}

/** Commits on top of `main` and pushes to a branch of its own: `main` stays as it is. */
async function pushTo(branch: string, files: Parameters<Clone["commit"]>[1]): Promise<string> {
  await clone.git("checkout", "--quiet", "--detach", head);
  const commit = await clone.commit(branch, files);
  await clone.push("origin", `HEAD:refs/heads/${branch}`);
  return commit;
}

beforeEach(() => {
  standIn.github.configure(DEFAULT_SETTINGS);
  askedBefore = standIn.github.requests().length;
});

const repositoriesOf = (auth: GitHubAuth, timeoutMs?: number) =>
  createRepositories({
    baseUrl: standIn.github.apiUrl,
    auth,
    userAgent: "poolkeeper/test",
    clock: createFixedClock(Date.now()),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });

/** Paths of the requests that the test made, without the repository. */
const asked = () =>
  standIn.github
    .requests()
    .slice(askedBefore)
    .map(({ path }) => path.replace("/repos/contoso/session-pools", ""));

describe("with a token", () => {
  beforeAll(() => open({ token: TOKEN }));
  afterAll(close);

  const byToken = (timeoutMs?: number) =>
    repositoriesOf({ kind: "token", token: new Secret(TOKEN) }, timeoutMs);

  test("a head, a tree, a blob and a status take one request each", async () => {
    const repositories = byToken();

    await repositories.head(REPOSITORY, "main");
    await repositories.tree(REPOSITORY, head, "pools");
    await repositories.blob(REPOSITORY, "2e65efe2a145dda7ee51d1741299f848e5bf752e");
    await repositories.report(REPOSITORY, head, STATUS);

    expect(asked()).toEqual([
      "/commits/heads%2Fmain",
      `/git/trees/${head}:pools?recursive=1`,
      "/git/blobs/2e65efe2a145dda7ee51d1741299f848e5bf752e",
      `/statuses/${head}`,
    ]);
  });

  test("a directory of any name takes one request", async () => {
    const directory = "my pools/100% ü#?&+/a:b {c}";
    const commit = await pushTo("odd", { [`${directory}/a.yaml`]: "a" });

    expect(await byToken().tree(REPOSITORY, commit, directory)).toMatchObject({
      kind: "tree",
      entries: [{ path: `${directory}/a.yaml` }],
    });
    expect(asked()).toHaveLength(1);
  });

  test("a tag of the branch's name is not taken for the branch", async () => {
    const branch = await pushTo("release", { "README.md": "d" });
    await clone.git("tag", "release", head);
    await clone.git("tag", "v1", head);
    await clone.push("origin", "refs/tags/release", "refs/tags/v1");

    expect(await byToken().head(REPOSITORY, "release")).toBe(branch);
    expect(await failureOf(byToken().head(REPOSITORY, "v1"))).toMatchObject({ code: "BranchNotFound" });
  });

  test("a list that GitHub cuts short is read to its end", async () => {
    const files = Object.fromEntries(["a", "b", "c"].map((name) => [`pools/${name}/x.yaml`, name]));
    const commit = await pushTo("many", files);
    standIn.github.configure({ truncateTreesAt: 5 });

    const tree = await byToken().tree(REPOSITORY, commit, "pools");

    const paths = tree.kind === "tree" ? tree.entries.map(({ path }) => path).sort() : [];
    expect(paths).toEqual([
      "pools/a.yaml",
      "pools/a/x.yaml",
      "pools/b/x.yaml",
      "pools/c/x.yaml",
      "pools/deep/b.yaml",
    ]);
  });

  test("a directory whose own list is cut short is refused, and not read in part", async () => {
    standIn.github.configure({ truncateTreesAt: 1 });

    expect(await failureOf(byToken().tree(REPOSITORY, head, "pools"))).toMatchObject({
      class: "refused",
      code: "TreeTooLarge",
    });
  });

  test("without the short form of a directory's name, the directory is found from the root", async () => {
    standIn.github.configure({ faults: [{ method: "GET", path: `${head}:`, times: 10, status: 404 }] });

    const tree = await byToken().tree(REPOSITORY, head, "pools/deep");

    expect(tree).toMatchObject({ kind: "tree", entries: [{ path: "pools/deep/b.yaml" }] });
    expect(await byToken().tree(REPOSITORY, head, "pools/no")).toEqual({ kind: "missing" });
  });

  test.each([
    ["the connection is cut", { dropAnswer: true }, { code: "NetworkError" }, undefined],
    ["GitHub fails", { status: 502 }, { code: "Http502" }, undefined],
    ["the hour is used up", { rateLimit: "primary", retryAfter: 600 }, { code: "RateLimited" }, undefined],
    [
      "requests come too fast",
      { rateLimit: "secondary", retryAfter: 90 },
      { retryAfterMs: 90_000 },
      undefined,
    ],
    ["the answer takes too long", { delayMs: NEVER_MS }, { code: "Timeout" }, 200],
  ])("when %s, everything is busy, and was asked for once", async (_, fault, expected, timeoutMs) => {
    standIn.github.configure({ faults: [{ method: "*", times: 100, ...fault }] });
    const repositories = byToken(timeoutMs);

    const failures = [
      await failureOf(repositories.head(REPOSITORY, "main")),
      await failureOf(repositories.tree(REPOSITORY, head, "pools")),
      await failureOf(repositories.blob(REPOSITORY, "2e65efe2a145dda7ee51d1741299f848e5bf752e")),
      await failureOf(repositories.report(REPOSITORY, head, STATUS)),
    ];

    for (const failure of failures) {
      expect(failure).toBeInstanceOf(Busy);
      expect(failure).toMatchObject(expected);
      expect(inspect(failure, { depth: 10 })).not.toContain(TOKEN);
    }
    expect(asked().length).toBeLessThanOrEqual(4);
  });

  test("while GitHub lags behind the push, nothing is missing", async () => {
    standIn.github.configure({ lagSeconds: 3600 });
    const second = await pushTo("late", { "pools/a.yaml": null });
    const repositories = byToken();

    expect(await failureOf(repositories.head(REPOSITORY, "late"))).toBeInstanceOf(Refused);
    expect(await failureOf(repositories.tree(REPOSITORY, second, "pools"))).toBeInstanceOf(Busy);
    expect(await failureOf(repositories.tree(REPOSITORY, second, "gone"))).toBeInstanceOf(Busy);
    expect(await failureOf(repositories.report(REPOSITORY, second, STATUS))).toBeInstanceOf(Busy);
  });

  test("a token that is no good is refused", async () => {
    const repositories = repositoriesOf({ kind: "token", token: new Secret("another-token") });

    expect(await failureOf(repositories.head(REPOSITORY, "main"))).toMatchObject({
      class: "refused",
      code: "BadCredentials",
    });
  });

  test("a token that may not see the repository finds nothing missing", async () => {
    standIn.github.configure({ faults: [{ method: "GET", times: 100, status: 404 }] });

    const failure = await failureOf(byToken().tree(REPOSITORY, head, "pools"));

    expect(failure).toMatchObject({ class: "refused", code: "RepositoryNotFound" });
  });

  test("a token that may not report is refused", async () => {
    standIn.github.configure({ faults: [{ method: "POST", times: 1, status: 404 }] });

    const failure = await failureOf(byToken().report(REPOSITORY, head, STATUS));

    expect(failure).toMatchObject({ class: "refused", code: "Forbidden" });
  });

  test("a token with a line end never gets as far as an error about headers", () => {
    expect(() => repositoriesOf({ kind: "token", token: new Secret("two\nlines") })).toThrow(
      "GITHUB_TOKEN has a character that no token has",
    );
  });
});

describe("as a GitHub App", () => {
  beforeAll(() => open({ token: TOKEN, app: APP }));
  afterAll(close);

  const byApp = (appId = String(APP.id), key = PRIVATE_KEY) =>
    repositoriesOf({ kind: "app", appId, privateKey: new Secret(key) });

  test("the installation is looked up and a token made, once", async () => {
    const repositories = byApp();

    expect(await repositories.head(REPOSITORY, "main")).toBe(head);
    await repositories.report(REPOSITORY, head, STATUS);

    expect(standIn.github.statuses(head)).toMatchObject([{ creator: "poolkeeper[bot]" }]);
    expect(asked()).toEqual([
      "/installation",
      "/app/installations/77/access_tokens",
      "/commits/heads%2Fmain",
      `/statuses/${head}`,
    ]);
  });

  test("a directory that is named as a path of the App's own is read with the installation's token", async () => {
    const commit = await pushTo("installation", { "pools/installation/a.yaml": "a" });

    const tree = await byApp().tree(REPOSITORY, commit, "pools/installation");

    expect(tree).toMatchObject({ kind: "tree", entries: [{ path: "pools/installation/a.yaml" }] });
  });

  test("an App that is not installed is refused, and asks again next time", async () => {
    standIn.github.configure({ faults: [{ method: "GET", path: "/installation", times: 2, status: 404 }] });
    const repositories = byApp();

    const failure = await failureOf(repositories.head(REPOSITORY, "main"));

    expect(failure).toBeInstanceOf(Refused);
    expect(failure.code).toBe("RepositoryNotFound");
    expect(failure.message).toMatch(/not installed in contoso\/session-pools/);
    expect(await repositories.head(REPOSITORY, "main")).toBe(head);
  });

  test("an App that was installed anew is busy, and finds its new installation", async () => {
    standIn.github.configure({ faults: [{ method: "POST", path: "/access_tokens", times: 1, status: 404 }] });
    const repositories = byApp();

    expect(await failureOf(repositories.head(REPOSITORY, "main"))).toMatchObject({
      class: "busy",
      code: "InstallationChanged",
    });
    expect(await repositories.head(REPOSITORY, "main")).toBe(head);
    expect(asked().filter((path) => path === "/installation")).toHaveLength(2);
  });

  test.each([
    ["knows", byApp],
    [
      "knew",
      async () => {
        const repositories = byApp();
        await repositories.head(REPOSITORY, "main");
        return repositories;
      },
    ],
  ])("a repository that the App %s by its first name is named anew", async (_, make) => {
    const repositories = await make();
    standIn.github.configure({ repository: "fabrikam/pools" });

    const failure = await failureOf(repositories.head(REPOSITORY, "main"));

    expect(failure).toMatchObject({ class: "refused", code: "RepositoryMoved" });
    expect(failure.message).toContain("is called fabrikam/pools now");
    expect(await repositories.head({ owner: "fabrikam", name: "pools" }, "main")).toBe(head);
  });

  test("a repository that was transferred to where the App is not installed has a name that nobody tells", async () => {
    standIn.github.configure({
      repository: "fabrikam/pools",
      faults: [{ method: "GET", path: "/repositories/", times: 1, status: 404 }],
    });

    const failure = await failureOf(byApp().head(REPOSITORY, "main"));

    expect(failure).toMatchObject({ class: "refused", code: "RepositoryMoved" });
    expect(failure.message).toContain("has another name now");
  });

  test("an App whose id is wrong is refused", async () => {
    expect(await failureOf(byApp("999").head(REPOSITORY, "main"))).toMatchObject({
      class: "refused",
      code: "BadCredentials",
    });
  });

  test("a key that is none stops the start, and is not repeated", () => {
    expect(() => byApp("1234", "not a key")).toThrow("GITHUB_APP_PRIVATE_KEY is not a private key in PEM");
  });
});
