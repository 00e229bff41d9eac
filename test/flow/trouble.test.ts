import { describe, expect, it } from "vitest";
import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("ARM's refusal", () => {
  const refusal = new Refused({
    code: "RequestDisallowedByPolicy",
    message: "Not in this subscription.",
    status: 403,
  });

  it("turns the commit red with ARM's own code and message, at once and without a second try", async () => {
    const world = createWorld();
    world.pools.failNext("put", refusal);

    const commit = await world.push({
      "pools/a.yaml": interpreter("one"),
      "pools/b.yaml": interpreter("two"),
    });
    await world.pass(MINUTE);

    expect(world.states(commit)).toEqual(["pending", "failure"]);
    expect(world.said(commit)).toMatch(
      /^1 rejected, 1 applied in \d+ s\. (one|two): RequestDisallowedByPolicy: Not in this subscription\.$/,
    );
    expect(world.pools.puts).toHaveLength(2);
  });

  it("is asked again hourly, and the commit turns green when it is lifted", async () => {
    const world = createWorld();
    world.pools.failNext("put", refusal);
    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(5 * MINUTE);

    for (let polls = 0; polls < 14; polls += 1) {
      await world.poll();
      await world.pass(5 * MINUTE);
    }

    expect(world.states(commit)).toEqual(["pending", "failure", "success"]);
    expect(world.pools.puts).toHaveLength(2);
  });

  it("is asked again by the next commit", async () => {
    const world = createWorld();
    world.pools.failNext("put", refusal);
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);

    const commit = await world.push({ "README.md": "we have an exemption now" });
    await world.pass(MINUTE);

    expect(world.said(commit)).toMatch(/^1 applied in/);
  });

  it("of a change to what can't be changed comes before any PUT", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one", 100, "East US") });
    await world.pass(MINUTE);

    const commit = await world.push({ "pools/a.yaml": interpreter("one", 100, "West US") });
    await world.pass(MINUTE);

    expect(world.pools.puts).toHaveLength(1);
    expect(world.said(commit)).toContain("one: ImmutableProperty: location");
  });
});

describe("an operation that fails", () => {
  it("turns the commit red with the operation's code and message", async () => {
    const world = createWorld();
    world.heldBack.add("slow");
    const commit = await world.push({ "pools/b.yaml": container("slow") });
    await world.pass(MINUTE);

    world.pools.finish(aPoolId("slow"), "Failed", { code: "SessionPoolOperationError", message: "time out" });
    await world.pass(MINUTE);

    expect(world.states(commit)).toEqual(["pending", "pending", "failure"]);
    expect(world.said(commit)).toContain("slow: SessionPoolOperationError: time out");
    expect(world.pools.puts).toHaveLength(1);
  });
});

describe("a busy ARM", () => {
  it("is left alone for as long as it asks", async () => {
    const world = createWorld();
    world.pools.failNext(
      "put",
      new Busy({ code: "TooManyRequests", message: "later", status: 429, retryAfterMs: 90_000 }),
    );

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(10 * MINUTE);

    const [first, second] = world.pools.puts;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(90_000);
    expect(world.pools.puts).toHaveLength(2);
    expect(world.said(commit)).toMatch(/^1 applied in/);
  });

  it("is left alone by a newer commit too", async () => {
    const world = createWorld();
    world.pools.failNext(
      "put",
      new Busy({ code: "TooManyRequests", message: "later", status: 429, retryAfterMs: 90_000 }),
    );
    await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(10_000);

    await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await world.pass(10 * MINUTE);

    const times = world.pools.calls.filter(({ operation }) => operation !== "list").map(({ at }) => at);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(90_000);
    expect(world.pools.puts).toHaveLength(2);
  });

  it("whose answer was lost is looked at before any second PUT", async () => {
    const world = createWorld();
    world.pools.loseAnswer("put");

    const commit = await world.push({ "pools/b.yaml": container("slow") });
    await world.pass(5 * MINUTE);

    expect(world.pools.puts).toHaveLength(1);
    expect(world.said(commit)).toMatch(/^1 applied in/);
  });

  it("that never got the request gets it again, after a look", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    world.pools.failNext("put", new Busy({ code: "NetworkError", message: "connection reset" }));

    const commit = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await world.pass(5 * MINUTE);

    const requests = world.pools.calls
      .filter(({ operation }) => operation !== "list")
      .map(({ operation }) => operation);
    expect(requests.slice(2)).toEqual(["get", "put", "get", "put"]);
    expect(JSON.stringify(world.pools.found(aPoolId("one"))?.resource)).toContain(
      '"maxConcurrentSessions":20',
    );
    expect(world.said(commit)).toMatch(/^1 applied in/);
  });

  it("is given a day, and then the commit is told", async () => {
    const world = createWorld();
    world.pools.failNext(
      "get",
      new Busy({ code: "InternalServerError", message: "try later", status: 500 }),
      10_000,
    );

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(25 * HOUR);

    expect(world.states(commit)).toEqual(["pending", "pending", "failure"]);
    expect(world.said(commit)).toContain("InternalServerError: try later (tried for 24 h");
    const tries = world.pools.calls.filter(({ operation }) => operation === "get").length;
    expect(tries).toBeLessThan(400);
  });
});

describe("a role that is still spreading", () => {
  const missing = new NotYet({ code: "AuthorizationFailed", message: "no write", status: 403 });

  it("is waited for", async () => {
    const world = createWorld();
    world.pools.failNext("put", missing, 2);

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(10 * MINUTE);

    expect(world.states(commit)).toEqual(["pending", "pending", "success"]);
  });

  it("that does not come within ten minutes turns the commit red", async () => {
    const world = createWorld();
    world.pools.failNext("put", missing, 1_000);

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(40 * MINUTE);

    expect(world.states(commit)).toEqual(["pending", "pending", "failure"]);
    expect(world.said(commit)).toContain("one: AuthorizationFailed: no write (tried for ");
  });
});

describe("GitHub's trouble", () => {
  it("with reading leaves the pools alone, and is over when it is over", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);
    const armCalls = world.pools.calls.length;

    world.repositories.failNext(
      "head",
      new Refused({ code: "RepositoryNotFound", message: "Not Found", status: 404 }),
    );
    await world.poll();
    await world.pass(MINUTE);
    expect((await world.app.health()).sources[0]?.unreadable?.code).toBe("RepositoryNotFound");
    expect(world.pools.calls).toHaveLength(armCalls);

    await world.poll();
    await world.pass(MINUTE);
    expect((await world.app.health()).sources[0]?.unreadable).toBeUndefined();
  });

  it.each([
    ["the repository is gone", "head", "RepositoryNotFound", 404],
    ["the token may not see it", "head", "Forbidden", 403],
    ["the branch was deleted", "head", "BranchNotFound", 404],
    ["its tree became too large", "tree", "TreeTooLarge", undefined],
  ] as const)("keeps the pools of a source, and is logged once, when %s", async (_, call, code, status) => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": interpreter("two") });
    await world.pass(MINUTE);
    const details = { code, message: "as it is", ...(status && { status }) };
    world.repositories.commit({ "pools/b.yaml": null });
    world.repositories.failNext(call, new Refused(details), 12);
    const linesOf = (message: string) => world.log.lines.filter((line) => line.message === message);

    const since = new Date(world.clock.now()).toISOString();

    for (let polls = 0; polls < 12; polls += 1) {
      await world.poll();
      await world.pass(5 * MINUTE);
    }
    expect((await world.app.health()).sources[0]?.unreadable).toEqual({ code, since });
    expect(linesOf("source unreadable, its pools are kept")).toHaveLength(1);
    expect(world.pools.found(aPoolId("two"))).toBeDefined();
    await world.poll();
    await world.pass(5 * MINUTE);

    expect((await world.app.health()).sources[0]?.unreadable).toBeUndefined();
    expect(linesOf("source readable again")).toMatchObject([{ fields: { code } }]);
    expect(world.pools.found(aPoolId("two"))).toBeUndefined();
  });

  it("with a tree that is too large is told on the commit", async () => {
    const world = createWorld();
    world.repositories.failNext("tree", new Refused({ code: "TreeTooLarge", message: "too many files" }));

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);

    expect(world.states(commit)).toEqual(["pending", "error"]);
    expect(world.said(commit)).toContain("TreeTooLarge: too many files");
  });

  it("with taking statuses stops no deployment, and the status comes later", async () => {
    const world = createWorld();
    world.repositories.failNext(
      "report",
      new Busy({ code: "ServerError", message: "unicorn", status: 502 }),
      5,
    );

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(10 * MINUTE);

    expect(world.pools.puts).toHaveLength(1);
    expect(world.states(commit)).toEqual(["success"]);
  });

  it("with a permission to post statuses is logged once, stops no deployment, and is asked for again", async () => {
    const world = createWorld();
    world.repositories.failNext("report", new Refused({ code: "Forbidden", message: "no", status: 403 }), 5);

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(30 * MINUTE);

    expect(world.pools.puts).toHaveLength(1);
    expect(world.log.lines.filter(({ message }) => message === "status refused by GitHub")).toHaveLength(1);
    expect(world.states(commit)).toEqual(["success"]);
  });
});

describe("what is lost", () => {
  it("of the messages is taken up again by the poll", async () => {
    const world = createWorld();
    const commit = await world.push({
      "pools/a.yaml": interpreter("one"),
      "pools/b.yaml": container("slow"),
    });
    await world.pass(1_000);
    world.queues.clear();

    await world.pass(2 * MINUTE);
    await world.poll();
    await world.pass(5 * MINUTE);

    expect(world.states(commit)).toEqual(["pending", "pending", "success"]);
    expect(world.pools.puts).toHaveLength(2);
  });

  it("of the pools' first messages is taken up by the rollout", async () => {
    const world = createWorld();
    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    const sync = world.queues.take("syncs");
    await world.app.sync(sync?.message, world.log);
    while (world.queues.take("reconciles")) expect(world.pools.calls).toEqual([]);

    await world.pass(2 * MINUTE);

    expect(world.states(commit)).toEqual(["pending", "pending", "success"]);
  });

  it("of a step that died holding its pool is taken up by the rollout", async () => {
    const world = createWorld();
    const commit = world.repositories.commit({ "pools/a.yaml": interpreter("one") });
    const release = world.documents.holdElsewhere(`pools/${Object.values(aPoolId("one")).join("/")}.json`);
    await world.hear(commit);
    await world.pass(30_000);
    expect(world.pools.puts).toHaveLength(0);

    release();
    await world.pass(MINUTE);

    expect(world.states(commit)).toEqual(["pending", "pending", "success"]);
  });

  it("of a message that nobody can read is recorded", async () => {
    const world = createWorld();
    const commit = "c".repeat(40);

    await expect(
      world.app.follow({ source: "session-pools", commit, attempt: "x" }, world.log),
    ).rejects.toThrow("rollouts: attempt is not a number");
    await world.app.abandon("rollouts", { source: "session-pools", commit, attempt: "x" }, world.log);

    const names: string[] = [];
    for await (const name of world.audit.list("abandoned/")) names.push(name);
    expect(names).toHaveLength(1);
  });
});
