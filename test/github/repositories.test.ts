import { afterEach, describe, expect, test } from "vitest";
import type { GitHubAuth } from "../../src/github/auth.ts";
import { createRepositories } from "../../src/github/repositories.ts";
import { mapConcurrently } from "../../src/shared/concurrent.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { Secret } from "../../src/shared/secret.ts";
import { failureOf } from "../contract/failure-of.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { blobSha } from "../fakes/git-objects.ts";
import { json, type Listening, type ServiceRequest, type ServiceResponse, serve } from "../local/http.ts";
import { PRIVATE_KEY } from "../local-github/app.ts";

const REPOSITORY = { owner: "contoso", name: "session-pools" };
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const BY_TOKEN: GitHubAuth = { kind: "token", token: new Secret("a-token") };
const BY_APP: GitHubAuth = { kind: "app", appId: "1234", privateKey: new Secret(PRIVATE_KEY) };

let service: Listening | undefined;
afterEach(() => service?.close());

/** The adapter over a GitHub that a test plays itself. */
async function over(answer: (path: string) => ServiceResponse, auth = BY_TOKEN) {
  const requests: ServiceRequest[] = [];
  service = await serve(async (request) => {
    requests.push(request);
    return answer(request.url.pathname);
  });
  const settings = { baseUrl: service.origin, auth, userAgent: "poolkeeper/test", clock: createFixedClock() };
  return { repositories: createRepositories(settings), requests };
}

const text = (body: string | Uint8Array): ServiceResponse => ({
  status: 200,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body,
});

describe("requests", () => {
  test("carry the token, our name and the version of the API", async () => {
    const { repositories, requests } = await over(() => text(COMMIT));

    await repositories.head(REPOSITORY, "main");

    expect(requests[0]?.headers).toMatchObject({
      authorization: "token a-token",
      "user-agent": expect.stringMatching(/^poolkeeper\/test /),
      "x-github-api-version": "2022-11-28",
      accept: "application/vnd.github.sha",
    });
  });

  test("of an App carry the version too, those for its token as well", async () => {
    const { repositories, requests } = await over((path) => {
      if (path.endsWith("/installation")) return json(200, { id: 77 });
      if (path.endsWith("/access_tokens")) {
        return json(201, { token: "ghs_1", expires_at: "2999-01-01T00:00:00Z", permissions: {} });
      }
      return text(COMMIT);
    }, BY_APP);

    await repositories.head(REPOSITORY, "main");

    expect(requests.map(({ headers }) => headers["x-github-api-version"])).toEqual(
      Array(3).fill("2022-11-28"),
    );
    expect(requests.map(({ headers }) => headers.authorization?.split(" ")[0])).toEqual([
      "bearer",
      "bearer",
      "token",
    ]);
  });
});

describe("a redirect", () => {
  const redirect = (location: string, status = 301): ServiceResponse => ({
    ...json(status, { message: "Moved Permanently", url: location }),
    headers: { "content-type": "application/json", location },
  });
  const numbered = (path: string) => `https://api.github.com/repositories/42${path}`;

  test.each([301, 302, 307, 308])(
    "%i is followed by nobody but who asks for the new name",
    async (status) => {
      const { repositories, requests } = await over((path) =>
        path === "/repositories/42"
          ? json(200, { id: 42, full_name: "fabrikam/pools" })
          : redirect(numbered("/commits/heads%2Fmain"), status),
      );

      const failure = await failureOf(repositories.head(REPOSITORY, "main"));

      expect(failure).toMatchObject({ class: "refused", code: "RepositoryMoved" });
      expect(failure.message).toContain("is called fabrikam/pools now: change");
      expect(requests.map(({ url }) => url.pathname)).toEqual([
        "/repos/contoso/session-pools/commits/heads%2Fmain",
        "/repositories/42",
      ]);
    },
  );

  test.each(["https://attacker.example/", "/elsewhere", "https://api.github.com/repositories/x"])(
    "to %s is asked nothing at all",
    async (location) => {
      const { repositories, requests } = await over(() => redirect(location));

      const failure = await failureOf(repositories.blob(REPOSITORY, COMMIT));

      expect(failure).toMatchObject({ class: "refused", code: "RepositoryMoved" });
      expect(failure.message).toContain("has another name now");
      expect(requests).toHaveLength(1);
    },
  );

  test("whose new name GitHub does not show is told without it", async () => {
    const { repositories } = await over((path) =>
      path === "/repositories/42" ? json(404, { message: "Not Found" }) : redirect(numbered("")),
    );

    const failure = await failureOf(repositories.id(REPOSITORY));

    expect(failure).toMatchObject({ class: "refused", code: "RepositoryMoved" });
    expect(failure.message).toContain("has another name now");
  });

  test("is busy while GitHub wants to be left alone, for as long as it says", async () => {
    const limited = { ...json(429, { message: "later" }), headers: { "retry-after": "30" } };
    const { repositories } = await over((path) =>
      path === "/repositories/42" ? limited : redirect(numbered("")),
    );

    expect(await failureOf(repositories.id(REPOSITORY))).toMatchObject({
      class: "busy",
      retryAfterMs: 30_000,
    });
  });

  test.each([301, 307])("%i of something else than the name is not told as a new name", async (status) => {
    const { repositories } = await over((path) =>
      path === "/repositories/42"
        ? json(200, { id: 42, full_name: "Contoso/Session-Pools" })
        : redirect(numbered("/branches/trunk"), status),
    );

    expect(await failureOf(repositories.head(REPOSITORY, "main"))).toMatchObject({
      class: "refused",
      code: `Http${status}`,
      status,
    });
  });

  test("that goes in a circle ends", async () => {
    const { repositories, requests } = await over(() => redirect(numbered("")));

    expect(await failureOf(repositories.id(REPOSITORY))).toMatchObject({ code: "RepositoryMoved" });
    expect(requests).toHaveLength(2);
  });
});

describe("answers that GitHub would not give", () => {
  test.each(["", "<html>", "0123456", "0123456789ABCDEF0123456789ABCDEF01234567"])(
    "a head of %j is busy",
    async (head) => {
      const { repositories } = await over(() => text(head));

      expect(await failureOf(repositories.head(REPOSITORY, "main"))).toMatchObject({
        class: "busy",
        code: "MalformedAnswer",
      });
    },
  );

  test.each([
    ["text", "no"],
    ["no list", { sha: COMMIT, truncated: false }],
    ["an entry that is none", { sha: COMMIT, tree: [null], truncated: false }],
    ["an entry without a name", { sha: COMMIT, tree: [{ mode: "100644", type: "blob", sha: COMMIT }] }],
  ])("a tree that is %s is busy, and not empty", async (_, body) => {
    const { repositories } = await over(() => json(200, body));

    expect(await failureOf(repositories.tree(REPOSITORY, COMMIT, "pools"))).toMatchObject({
      class: "busy",
      code: "MalformedAnswer",
    });
  });

  test("a tree that does not say that it is whole is not taken for whole", async () => {
    const { repositories } = await over(() => json(200, { sha: COMMIT, tree: [] }));

    expect(await failureOf(repositories.tree(REPOSITORY, COMMIT, "pools"))).toMatchObject({
      code: "TreeTooLarge",
    });
  });

  test.each([{}, { id: "42" }, null])("a repository that is %j is busy", async (body) => {
    const { repositories } = await over(() => json(200, body));

    expect(await failureOf(repositories.id(REPOSITORY))).toMatchObject({
      class: "busy",
      code: "MalformedAnswer",
    });
  });

  test("a tree that never ends is given up", async () => {
    const directory = { path: "deeper", mode: "040000", type: "tree", sha: COMMIT };
    service = await serve(async ({ url }) =>
      json(200, { sha: COMMIT, tree: [directory], truncated: url.searchParams.has("recursive") }),
    );
    const settings = { baseUrl: service.origin, auth: BY_TOKEN, userAgent: "t", clock: createFixedClock() };

    const failure = await failureOf(createRepositories(settings).tree(REPOSITORY, COMMIT, "pools"));

    expect(failure).toMatchObject({ class: "refused", code: "TreeTooLarge" });
  });

  test("a blob with other bytes than its name says is busy", async () => {
    const { repositories } = await over(() => text("other bytes"));

    const failure = await failureOf(repositories.blob(REPOSITORY, blobSha(Buffer.from("bytes"))));

    expect(failure).toBeInstanceOf(Busy);
    expect(failure.code).toBe("BlobDamaged");
  });

  test("a blob whose bytes stop coming is busy", async () => {
    const partOf = (bytes: string) => ({ ...text(bytes), headers: { "content-length": "100" } });
    const { repositories } = await over(() => partOf("the beginning"));

    expect(await failureOf(repositories.blob(REPOSITORY, COMMIT))).toMatchObject({
      class: "busy",
      code: "NetworkError",
    });
  });

  test("a blob that is too large is refused, whatever its name", async () => {
    const large = Buffer.alloc(1024 * 1024 + 1);
    const { repositories } = await over(() => text(large));

    const failure = await failureOf(repositories.blob(REPOSITORY, blobSha(large)));

    expect(failure).toBeInstanceOf(Refused);
    expect(failure.code).toBe("BlobTooLarge");
  });
});

describe("a blob that was read before", () => {
  const texts = Array.from({ length: 1_000 }, (_, index) => `spec ${index}`);
  const shas = texts.map((spec) => blobSha(Buffer.from(spec)));
  const specOf = new Map(shas.map((sha, index) => [sha, texts[index] ?? ""]));
  const LIMITED = json(403, { message: "You have exceeded a secondary rate limit." });

  test("is not asked for again: a try goes on where GitHub's limit stopped the last one", async () => {
    let left = 900;
    const { repositories, requests } = await over((path) => {
      left -= 1;
      return left < 0 ? LIMITED : text(specOf.get(path.split("/").at(-1) ?? "") ?? "");
    });
    const readAll = () => mapConcurrently(shas, 8, (sha) => repositories.blob(REPOSITORY, sha));

    expect(await failureOf(readAll())).toMatchObject({ class: "busy" });
    left = 900;
    const read = await readAll();

    expect(read.map((bytes) => Buffer.from(bytes).toString())).toEqual(texts);
    expect(requests.length).toBeLessThan(1_000 + 10);
  });

  test("is asked for again in another repository", async () => {
    const { repositories, requests } = await over(() => text("spec 0"));
    const sha = shas[0] ?? "";

    await repositories.blob(REPOSITORY, sha);
    await repositories.blob({ ...REPOSITORY, name: "other" }, sha);
    await repositories.blob(REPOSITORY, sha);

    expect(requests).toHaveLength(2);
  });

  test("is not kept if its bytes were others", async () => {
    const answers = ["other bytes", "spec 0"];
    const { repositories } = await over(() => text(answers.shift() ?? ""));
    const sha = shas[0] ?? "";

    expect(await failureOf(repositories.blob(REPOSITORY, sha))).toMatchObject({ code: "BlobDamaged" });

    expect(Buffer.from(await repositories.blob(REPOSITORY, sha)).toString()).toBe("spec 0");
  });
});
