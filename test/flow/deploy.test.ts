import { describe, expect, it } from "vitest";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;

describe("a push", () => {
  it("deploys every spec, follows the long operation and answers on the commit", async () => {
    const world = createWorld();

    const commit = await world.push({
      "pools/a.yaml": interpreter("quick"),
      "pools/b.yaml": container("slow"),
    });
    await world.pass(5 * MINUTE);

    expect(world.pools.found(aPoolId("quick"))?.provisioningState).toBe("Succeeded");
    expect(world.pools.found(aPoolId("slow"))?.provisioningState).toBe("Succeeded");
    expect(world.states(commit)).toEqual(["pending", "pending", "success"]);
    expect(world.said(commit)).toMatch(/^2 applied in 1 min \d+ s$/);
  });

  it("changes only what the commit changes", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": interpreter("two") });
    await world.pass(MINUTE);

    const commit = await world.push({ "pools/a.yaml": interpreter("one", 50) });
    await world.pass(MINUTE);

    expect(world.putsOf("one")).toHaveLength(2);
    expect(world.putsOf("two")).toHaveLength(1);
    expect(world.said(commit)).toMatch(/^1 applied, 1 unchanged in \d+ s$/);
  });

  it("says so when it touches no spec", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);

    const commit = await world.push({ "README.md": "hello", "pools/_notes.yaml": "x: 1" });
    await world.pass(MINUTE);

    expect(world.said(commit)).toMatch(/^1 unchanged in \d+ s$/);
    expect(world.pools.puts).toHaveLength(1);
  });

  it("with a mistake deploys nothing, not even the specs without one", async () => {
    const world = createWorld();

    const commit = await world.push({
      "pools/good.yaml": interpreter("good"),
      "pools/bad.yaml": interpreter("bad").replace(
        "maxConcurrentSessions: 100",
        "maxConcurrentSessions: many",
      ),
    });
    await world.pass(5 * MINUTE);

    expect(world.pools.calls).toEqual([]);
    expect(world.states(commit)).toEqual(["pending", "failure"]);
    expect(world.said(commit)).toMatch(/^1 mistake, nothing deployed\. pools\/bad\.yaml:8:25 spec\/type /);
  });

  it("with a doubt is deployed, and tells it with its place and code", async () => {
    const world = createWorld();

    const commit = await world.push({
      "pools/a.yaml": interpreter("one"),
      "pools/b.yaml": container("two", "contoso.azurecr.io/worker:latest"),
    });
    await world.pass(5 * MINUTE);

    expect(world.pools.found(aPoolId("two"))?.provisioningState).toBe("Succeeded");
    expect(world.states(commit)).toEqual(["pending", "pending", "success"]);
    expect(world.said(commit)).toMatch(
      /^2 applied in 1 min \d+ s, 1 warning: pools\/b\.yaml:14:23 pool\/image-tag image has no tag/,
    );
    const lines = world.log.lines.filter(({ message }) => message === "problem in a spec");
    expect(lines).toMatchObject([
      {
        level: "warn",
        fields: { commit, severity: "warning", code: "pool/image-tag", place: "pools/b.yaml:14:23" },
      },
    ]);
    expect(world.log.lines.find(({ message }) => message === "commit wanted")?.fields).toMatchObject({
      pools: 2,
      warnings: 1,
    });
  });

  it("says its doubts once: a commit that leaves the file alone has none", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one", 100, "Atlantis") });
    await world.pass(MINUTE);

    const commit = await world.push({ "pools/b.yaml": interpreter("two") });
    await world.pass(MINUTE);

    expect(world.said(commit)).toMatch(/^1 applied, 1 unchanged in \d+ s$/);
  });

  it("with a mistake behind more doubts than are kept tells the mistake", async () => {
    const world = createWorld();
    const doubtful = Array.from({ length: 60 }, (_, index) => {
      return [`pools/a${index}.yaml`, interpreter(`pool${index}`, 100, "Atlantis")] as const;
    });

    const commit = await world.push({
      ...Object.fromEntries(doubtful),
      "pools/z.yaml": interpreter("last", 601),
    });
    await world.pass(MINUTE);

    expect(world.said(commit)).toMatch(
      /^1 mistake, nothing deployed\. pools\/z\.yaml:8:25 pool\/max-sessions-limit maxConcurrentSessions must be/,
    );
    const told = world.log.lines.filter(({ message }) => message === "problem in a spec");
    expect(told).toHaveLength(50);
    expect(told.at(-1)?.fields).toMatchObject({ severity: "error", place: "pools/z.yaml:8:25" });
  });

  it("has every mistake of every file told, by file and line", async () => {
    const world = createWorld();

    await world.push({
      "pools/b.yaml": container("two", "Worker").replace(
        "readySessionInstances: 5",
        "readySessionInstances: 50",
      ),
      "pools/a.yaml": interpreter("one", 601, "Atlantis").replace("Dynamic", "Manual"),
      "pools/c.yaml": "nonsense",
    });
    await world.pass(MINUTE);

    const told = world.log.lines.filter(({ message }) => message === "problem in a spec");
    expect(told.map(({ fields }) => `${fields.place} ${fields.severity} ${fields.code}`)).toEqual([
      "pools/a.yaml:4:1 warning pool/region",
      "pools/a.yaml:6:3 error pool/management-type",
      "pools/a.yaml:8:25 error pool/max-sessions-limit",
      "pools/b.yaml:9:52 error pool/ready-instances",
      "pools/b.yaml:14:23 error pool/image-reference",
      "pools/c.yaml:1:1 error spec/type",
    ]);
  });

  it("after a rejected one deploys what was right in both", async () => {
    const world = createWorld();
    await world.push({ "pools/good.yaml": interpreter("good"), "pools/bad.yaml": "nonsense" });
    await world.pass(MINUTE);

    const commit = await world.push({ "pools/bad.yaml": interpreter("bad") });
    await world.pass(MINUTE);

    expect(world.said(commit)).toMatch(/^2 applied in/);
  });

  it("heard ten times makes one PUT", async () => {
    const world = createWorld();

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    for (let heard = 1; heard < 10; heard += 1) await world.hear(commit);
    await world.pass(10 * MINUTE);

    expect(world.pools.puts).toHaveLength(1);
    expect(world.states(commit)).toEqual(["pending", "success"]);
  });

  it("whose webhook never comes is found by the poll", async () => {
    const world = createWorld();
    const commit = world.repositories.commit({ "pools/a.yaml": interpreter("one") });

    await world.poll();
    await world.pass(MINUTE);

    expect(world.states(commit)).toEqual(["pending", "success"]);
  });

  it("that comes while an older one is being deployed supersedes it", async () => {
    const world = createWorld();
    const older = await world.push({ "pools/b.yaml": container("slow", "contoso.azurecr.io/worker:1") });
    await world.pass(10_000);

    const newer = await world.push({ "pools/b.yaml": container("slow", "contoso.azurecr.io/worker:2") });
    await world.pass(5 * MINUTE);

    expect(world.putsOf("slow").map(({ at }) => at)).toHaveLength(2);
    expect(JSON.stringify(world.pools.found(aPoolId("slow"))?.resource)).toContain("worker:2");
    expect(world.said(older)).toContain(`superseded by ${newer.slice(0, 7)}`);
    expect(world.said(newer)).toMatch(/^1 applied in/);
  });

  it("never goes back to an older commit, whatever order the webhooks come in", async () => {
    const world = createWorld();
    const first = world.repositories.commit({ "pools/a.yaml": interpreter("one", 10) });
    const second = world.repositories.commit({ "pools/a.yaml": interpreter("one", 20) });

    await world.hear(second, { before: first });
    await world.pass(MINUTE);
    await world.hear(first);
    await world.pass(10 * MINUTE);

    expect(world.pools.puts).toHaveLength(1);
    expect(JSON.stringify(world.pools.found(aPoolId("one"))?.resource)).toContain(
      '"maxConcurrentSessions":20',
    );
  });

  it.each([1, 2])(
    "never goes back to a commit that it never read, when %i late answers show it",
    async (late) => {
      const world = createWorld();
      await world.push({ "pools/a.yaml": interpreter("one", 10) });
      await world.pass(MINUTE);
      world.repositories.commit({ "pools/a.yaml": interpreter("one", 20) });
      await world.push({ "pools/a.yaml": interpreter("one", 30) });
      await world.pass(MINUTE);

      world.repositories.lagNext(late);
      await world.poll();
      await world.pass(10 * MINUTE);

      expect(world.pools.puts).toHaveLength(2);
      expect(JSON.stringify(world.pools.found(aPoolId("one"))?.resource)).toContain(
        '"maxConcurrentSessions":30',
      );
    },
  );

  it("waits for a GitHub that lags behind its own webhook", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);

    const commit = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    world.repositories.lagNext(2);
    await world.pass(MINUTE);

    expect(world.said(commit)).toMatch(/^1 applied in/);
  });
});

describe("a sync with nothing new", () => {
  it("costs one request to GitHub and none to ARM", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);
    const [githubCalls, armCalls] = [world.repositories.calls.length, world.pools.calls.length];

    await world.poll();
    await world.pass(MINUTE);

    expect(world.repositories.calls.slice(githubCalls)).toEqual(["head"]);
    expect(world.pools.calls).toHaveLength(armCalls);
  });
});

describe("a force push", () => {
  it("to an older commit is applied when GitHub says that it was one", async () => {
    const world = createWorld();
    const first = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    const second = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await world.pass(MINUTE);

    world.repositories.reset(first);
    await world.hear(first, { before: second, forced: true });
    await world.pass(MINUTE);

    expect(JSON.stringify(world.pools.found(aPoolId("one"))?.resource)).toContain(
      '"maxConcurrentSessions":10',
    );
    expect(world.said(first)).toMatch(/^1 applied in/);
  });

  it("that took a commit away is not undone by that commit's late webhook and a late answer of GitHub", async () => {
    const world = createWorld();
    const first = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    const takenAway = world.repositories.commit({ "pools/a.yaml": interpreter("one", 20) });
    world.repositories.reset(first);
    const head = world.repositories.commit({ "pools/a.yaml": interpreter("one", 30) });
    await world.hear(head, { before: takenAway, forced: true });
    await world.pass(MINUTE);

    world.repositories.reset(takenAway);
    await world.hear(takenAway, { before: first });
    await world.pass(MINUTE);
    world.repositories.reset(head);
    await world.pass(10 * MINUTE);

    expect(JSON.stringify(world.pools.puts)).not.toContain('"maxConcurrentSessions":20');
    expect(world.said(head)).toMatch(/^1 applied in/);
  });

  it.each([
    ["as it comes", 0],
    ["while polls doubt the head", 0.5 * MINUTE],
    ["after polls had the head", 5 * MINUTE],
  ])(
    "back in history is not undone by the late webhook of what it took away, where it is heard %s",
    async (_, lateMs) => {
      const world = createWorld();
      const first = await world.push({ "pools/a.yaml": interpreter("one", 10) });
      await world.pass(MINUTE);
      const second = await world.push({ "pools/a.yaml": interpreter("one", 20) });
      await world.pass(MINUTE);
      const takenAway = world.repositories.commit({ "pools/a.yaml": interpreter("one", 30) });
      world.repositories.reset(first);
      if (lateMs > 0) await world.poll();
      await world.pass(lateMs);
      await world.hear(first, { before: takenAway, forced: true });
      await world.pass(MINUTE);

      world.repositories.reset(takenAway);
      await world.hear(takenAway, { before: second });
      await world.pass(MINUTE);
      world.repositories.reset(first);
      await world.pass(10 * MINUTE);

      const sessions = world.putsOf("one").map(({ body }) => body?.properties.scaleConfiguration);
      expect(sessions.map((each) => JSON.stringify(each))).toEqual(
        [10, 20, 10].map((maxConcurrentSessions) => JSON.stringify({ maxConcurrentSessions })),
      );
    },
  );

  it("that another one took away is not undone by its own late webhook and a late answer of GitHub", async () => {
    const world = createWorld();
    const first = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    const unread = world.repositories.commit({ "pools/a.yaml": interpreter("one", 20) });
    world.repositories.reset(first);
    const left = world.repositories.commit({ "pools/a.yaml": interpreter("one", 30) });
    await world.poll();
    await world.pass(MINUTE);
    world.repositories.reset(first);
    const head = world.repositories.commit({ "pools/a.yaml": interpreter("one", 40) });
    await world.hear(head, { before: left, forced: true });
    await world.pass(MINUTE);

    world.repositories.reset(left);
    await world.hear(left, { before: unread, forced: true });
    await world.pass(MINUTE);
    world.repositories.reset(head);
    await world.pass(10 * MINUTE);

    const sessions = world.putsOf("one").map(({ body }) => body?.properties.scaleConfiguration);
    expect(sessions).toEqual([10, 30, 40].map((maxConcurrentSessions) => ({ maxConcurrentSessions })));
  });

  it("whose webhook was lost is believed only when GitHub says it twice", async () => {
    const world = createWorld();
    const first = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await world.pass(MINUTE);

    world.repositories.reset(first);
    await world.poll();
    await world.pass(MINUTE);
    expect(world.pools.puts).toHaveLength(2);
    await world.pass(5 * MINUTE);

    expect(JSON.stringify(world.pools.found(aPoolId("one"))?.resource)).toContain(
      '"maxConcurrentSessions":10',
    );
  });
});
