import { describe, expect, it } from "vitest";
import { rolloutDocument } from "../../src/documents/names.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { SUBSCRIPTION } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

type World = ReturnType<typeof createWorld>;

const rolloutOf = (world: World, commit: string) =>
  world.documents.value(rolloutDocument("session-pools", commit));

const saidAll = (world: World, commit: string): readonly string[] =>
  world.repositories.statuses
    .filter((status) => status.commit === commit)
    .map(({ description }) => description);

const linesOf = (world: World, message: string) => world.log.lines.filter((line) => line.message === message);

describe("a commit whose pools take their time", () => {
  it("is told once how many there are", async () => {
    const world = createWorld({ operationMs: 10 * MINUTE });

    const commit = await world.push({ "pools/a.yaml": container("one"), "pools/b.yaml": container("two") });
    await world.pass(20 * MINUTE);

    expect(saidAll(world, commit)).toEqual([
      "reading the specs",
      "0 of 2 pools settled",
      expect.stringMatching(/^2 applied in 10 min /),
    ]);
  });

  it("is not told so when they have settled by the first beat", async () => {
    const world = createWorld();

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);

    expect(saidAll(world, commit)).toEqual(["reading the specs", expect.stringMatching(/^1 applied in /)]);
  });
});

describe("a status that GitHub never takes", () => {
  const unknown = new Busy({ code: "CommitNotFound", message: "No commit found for SHA", status: 422 });

  it("is tried less and less, and given up after a day", async () => {
    const world = createWorld();
    world.repositories.failNext("report", unknown, 100_000);

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(25 * HOUR);

    const reports = world.repositories.calls.filter((call) => call === "report");
    expect(reports.length).toBeLessThan(300);
    expect(rolloutOf(world, commit)?.closedAt).toBeDefined();
    expect(linesOf(world, "status never taken by GitHub")).toEqual([
      {
        level: "error",
        message: "status never taken by GitHub",
        fields: expect.objectContaining({ commit, state: "success", code: "CommitNotFound" }),
      },
    ]);
    expect(world.queues.messages("rollouts")).toEqual([]);
  });

  it("for a permission that is missing is logged once, and not with each try", async () => {
    const world = createWorld();
    const forbidden = new Refused({ code: "Forbidden", message: "no", status: 403 });
    world.repositories.failNext("report", forbidden, 100_000);

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(3 * HOUR);

    expect(world.repositories.calls.filter((call) => call === "report").length).toBeGreaterThan(5);
    expect(linesOf(world, "status refused by GitHub")).toMatchObject([
      { fields: { commit, code: "Forbidden" } },
    ]);
  });

  it("holds up no pool", async () => {
    const world = createWorld({ operationMs: 40 * MINUTE });
    world.repositories.failNext("report", unknown, 100_000);

    await world.push({ "pools/a.yaml": container("one") });
    await world.pass(40 * MINUTE + 20 * SECOND);

    expect(linesOf(world, "pool settled")).toHaveLength(1);
  });

  it("is told when GitHub takes it after all", async () => {
    const world = createWorld();
    world.repositories.failNext("report", unknown, 12);

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(3 * HOUR);

    expect(world.states(commit)).toEqual(["success"]);
    expect(rolloutOf(world, commit)).not.toHaveProperty("unheard");
  });
});

describe("a message that the host gives again", () => {
  it("has a commit told its end again, in the same words, and one that is given once has not", async () => {
    const world = createWorld();
    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);
    const message = {
      source: "session-pools",
      commit,
      beat: 1,
      attempt: 0,
      firstAt: "2026-01-05T09:00:00.000Z",
    };
    const ends = () => world.repositories.statuses.filter(({ state }) => state === "success");

    await world.app.follow(message, world.log, { isAgain: false });
    expect(ends()).toHaveLength(1);
    await world.app.follow(message, world.log, { isAgain: true });

    expect(ends()).toHaveLength(2);
    expect(ends()[1]).toEqual(ends()[0]);
  });
});

describe("a pool that was woken", () => {
  it("is not woken again at every beat while its message waits", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.app.sync(world.queues.take("syncs")?.message, world.log);

    // Nobody works on the pools for an hour.
    const until = world.clock.now() + HOUR;
    while (world.clock.now() < until) {
      const beat = world.queues.take("rollouts");
      if (beat) await world.app.follow(beat.message, world.log);
      else world.clock.set(world.queues.waiting.find(({ queue }) => queue === "rollouts")?.dueAt ?? until);
    }

    // After 45 s, and then 45 s, 90 s, 3 min, 6 min, 12 min, 15 min and 15 min later.
    const woken = world.queues.messages("reconciles").filter(({ reason }) => reason === "woken");
    expect(woken).toHaveLength(8);
  });

  it("is woken anew when it stirred", async () => {
    const world = createWorld({ operationMs: 5 * MINUTE });
    const commit = await world.push({ "pools/a.yaml": container("one") });
    await world.pass(MINUTE);
    world.pools.failNext("get", new Busy({ code: "ServerError", message: "later", status: 500 }), 3);

    await world.pass(10 * MINUTE);

    expect(world.states(commit).at(-1)).toBe("success");
    expect(rolloutOf(world, commit)?.woken).toEqual({});
  });

  it("is left alone while its step was put off for an older commit", async () => {
    const world = createWorld();
    const later = { code: "TooManyRequests", message: "later", status: 429, retryAfterMs: 30 * MINUTE };
    world.pools.failNext("put", new Busy(later));
    await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(10 * SECOND);

    const commit = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await world.pass(29 * MINUTE);

    expect(rolloutOf(world, commit)?.woken).toEqual({});
    await world.pass(5 * MINUTE);
    expect(world.states(commit).at(-1)).toBe("success");
  });
});

describe("a resource group that can't be listed", () => {
  it("for lack of a role has its pools look for themselves, and each beat says why", async () => {
    const world = createWorld({ operationMs: 30 * SECOND });
    const refusal = { code: "AuthorizationFailed", message: "no role to list", status: 403 };
    world.pools.failNext("list", new Refused(refusal), 10_000);

    const commit = await world.push({ "pools/a.yaml": container("one") });
    await world.pass(5 * MINUTE);

    expect(world.states(commit).at(-1)).toBe("success");
    expect(linesOf(world, "group not listed")[0]).toMatchObject({
      level: "warn",
      fields: { commit, code: "AuthorizationFailed", group: expect.stringMatching(/\/rg$/) },
    });
  });

  it("because ARM is down is asked again by the next beats, and nobody in it is woken", async () => {
    const world = createWorld({ operationMs: 30 * SECOND });
    world.pools.failNext("list", new Busy({ code: "ServerError", message: "later", status: 500 }), 6);

    const commit = await world.push({ "pools/a.yaml": container("one") });
    await world.pass(10 * SECOND);

    expect(rolloutOf(world, commit)?.woken).toEqual({});
    await world.pass(5 * MINUTE);
    expect(world.states(commit).at(-1)).toBe("success");
    expect(linesOf(world, "group not listed")).toHaveLength(6);
  });
});

describe("a commit that is red for the settings alone", () => {
  it("turns green once they are right again, though there is nothing to do", async () => {
    const world = createWorld();
    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(5 * MINUTE);
    world.configure({ resourceGroups: [{ subscriptionId: SUBSCRIPTION, resourceGroup: "other" }] });
    await world.poll();
    await world.pass(5 * MINUTE);
    expect(world.said(commit)).toMatch(/^1 mistake, nothing deployed\. .* spec\/outside-source /);

    world.configure({});
    await world.poll();
    await world.pass(5 * MINUTE);

    expect(world.states(commit)).toEqual(["pending", "success", "failure", "success"]);
    expect(world.said(commit)).toMatch(/^1 unchanged in /);
  });
});
