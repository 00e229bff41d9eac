import { describe, expect, it } from "vitest";
import { Busy } from "../../src/shared/failures.ts";
import { createWorld, interpreter } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const storageDown = new Busy({ code: "ServerBusy", message: "storage: later", status: 503 });

const ends = (states: readonly string[]) => states.filter((state) => state !== "pending");

/** A commit whose pools are about to be reconciled. */
async function createPushed(name: string, text: string) {
  const world = createWorld();
  const commit = await world.push({ [`pools/${name}.yaml`]: text });
  await world.app.sync(world.queues.take("syncs")?.message, world.log);
  return { ...world, commit };
}

describe("storage that can't answer for a minute", () => {
  it.each(["hold", "write"] as const)("costs no commit its green: %s", async (operation) => {
    const world = await createPushed("a", interpreter("one"));
    world.documents.failNext(operation, storageDown, 7);

    await world.pass(10 * MINUTE);

    expect(ends(world.states(world.commit))).toEqual(["success"]);
    expect(world.abandoned).toEqual([]);
    expect(world.putsOf("one")).toHaveLength(1);
  });

  it("when a step is postponed leaves one message of it", async () => {
    const world = await createPushed("a", interpreter("one"));
    world.pools.failNext("get", new Busy({ code: "Http500", message: "later", status: 500 }));
    world.documents.failNext("write", storageDown);

    await world.app.reconcile(world.queues.take("reconciles")?.message, world.log);

    expect(world.queues.messages("reconciles")).toHaveLength(1);
  });
});

describe("a message that comes long before ARM may be asked", () => {
  const patience = (retryAfterMs: number) =>
    new Busy({ code: "TooManyRequests", message: "later", status: 429, retryAfterMs });

  it("makes no message of its own, and the one that waits applies the newest commit", async () => {
    const world = createWorld();
    world.pools.failNext("put", patience(30 * MINUTE));
    await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(10 * SECOND);
    const newest = await world.push({ "pools/a.yaml": interpreter("one", 20) });

    await world.pass(29 * MINUTE);
    expect(world.queues.messages("reconciles")).toHaveLength(1);
    expect(world.putsOf("one")).toHaveLength(1);
    await world.pass(2 * MINUTE);

    expect(world.putsOf("one").at(-1)?.body?.properties).toMatchObject({
      scaleConfiguration: { maxConcurrentSessions: 20 },
    });
    expect(ends(world.states(newest))).toEqual(["success"]);
  });

  it("comes no earlier for the queue's failure to take the later one", async () => {
    const world = await createPushed("a", interpreter("one"));
    world.pools.failNext("get", patience(10 * MINUTE));
    world.queues.failNext("send", storageDown);
    const message = world.queues.take("reconciles")?.message;
    const before = world.queues.messages("reconciles").length;

    await world.app.reconcile(message, world.log);
    world.clock.set(world.clock.now() + 9 * MINUTE);

    expect(world.queues.messages("reconciles")).toHaveLength(before + 1);
    expect(world.queues.take("reconciles")).toBeUndefined();
  });

  it.each([1, 2])(
    "waits, though %d messages in a row for the time after could not be sent",
    async (times) => {
      const world = await createPushed("a", interpreter("one"));
      world.pools.failNext("get", patience(10 * MINUTE));
      world.queues.failNext("send", storageDown, times);
      const [message] = world.queues.messages("reconciles");
      await world.pass(SECOND);
      if (message) await world.queues.send("reconciles", { ...message, reason: "woken" });
      if (message) await world.queues.send("reconciles", message);

      await world.pass(9 * MINUTE);
      expect(world.pools.calls.filter(({ operation }) => operation === "get")).toHaveLength(1);
      await world.pass(2 * MINUTE);

      expect(ends(world.states(world.commit))).toEqual(["success"]);
    },
  );

  it("after a backlog does not go on beside the others for ever", async () => {
    const world = await createPushed("a", interpreter("one"));
    world.pools.failNext("get", new Busy({ code: "Http500", message: "later", status: 500 }), 10_000);
    const [message] = world.queues.messages("reconciles");
    for (let copy = 0; copy < 30 && message; copy += 1) await world.queues.send("reconciles", message);

    await world.pass(6 * HOUR);

    expect(world.queues.messages("reconciles").length).toBeLessThan(5);
  });
});

describe("GitHub, asked for many files at once", () => {
  it("is left alone for as long as it said of one, though another got no answer at all", async () => {
    const world = createWorld();
    const limited = new Busy({ code: "RateLimited", message: "later", retryAfterMs: 8 * MINUTE });
    world.repositories.failNext("blob", new Busy({ code: "NetworkError", message: "socket hang up" }));
    world.repositories.failNext("blob", limited);

    const commit = await world.push({
      "pools/a.yaml": interpreter("one"),
      "pools/b.yaml": interpreter("two"),
    });
    await world.pass(MINUTE);
    const asked = world.repositories.calls.length;
    await world.poll();
    await world.pass(6 * MINUTE);

    expect(world.repositories.calls).toHaveLength(asked);
    await world.pass(5 * MINUTE);
    expect(ends(world.states(commit))).toEqual(["success"]);
  });
});

describe("GitHub, asked who made a commit and for patience", () => {
  it("is left alone for as long as it said, and the commit is deployed all the same", async () => {
    const world = createWorld();
    const limited = new Busy({
      code: "RateLimited",
      message: "later",
      status: 403,
      retryAfterMs: 10 * MINUTE,
    });
    world.repositories.failNext("describe", limited);

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);
    const asked = () => world.repositories.calls.filter((call) => call !== "report").length;
    const before = asked();
    await world.poll();
    await world.pass(5 * MINUTE);

    expect(asked()).toBe(before);
    expect(ends(world.states(commit))).toEqual(["success"]);
  });

  it("is left alone also where the sync fails for another reason before it is over", async () => {
    const world = createWorld();
    const retryAfterMs = 10 * MINUTE;
    world.repositories.failNext(
      "describe",
      new Busy({ code: "RateLimited", message: "later", status: 403, retryAfterMs }),
    );
    world.documents.failNext("create", storageDown);

    const commit = await world.push({ "pools/a.yaml": "no spec" });
    await world.deliverDue();
    const asked = world.repositories.calls.length;
    await world.poll();
    await world.pass(9 * MINUTE);
    expect(world.repositories.calls).toHaveLength(asked);
    await world.pass(2 * MINUTE);
    await world.poll();
    await world.pass(MINUTE);

    expect(ends(world.states(commit))).toEqual(["failure"]);
  });
});
