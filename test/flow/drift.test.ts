import { describe, expect, it } from "vitest";
import { poolDocument } from "../../src/documents/names.ts";
import { Busy } from "../../src/shared/failures.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ONE = aPoolId("one");

/** A source with one pool that has settled, and somebody who changes it by hand. */
async function createSettled(drift: "correct" | "report" = "correct", text = interpreter("one")) {
  const world = createWorld({ source: { drift } });
  const commit = await world.push({ "pools/a.yaml": text });
  await world.pass(2 * MINUTE);
  const wanted = world.pools.puts.at(-1)?.body;
  if (!wanted) throw new Error("nothing was put");
  const other = {
    ...wanted,
    properties: { ...wanted.properties, scaleConfiguration: { maxConcurrentSessions: 7 } },
  };
  return {
    ...world,
    commit,
    wanted,
    changeByHand: (state?: string) => world.pools.set(ONE, other, state),
    sessions: () => world.pools.found(ONE)?.resource.properties,
    /** An hour, and the pass at its end. */
    async hour(): Promise<void> {
      await world.pass(HOUR - 5 * MINUTE);
      await world.app.snapshot(world.log);
      await world.pass(5 * MINUTE);
    },
    ofLog: (message: string) => world.log.lines.filter((line) => line.message === message),
  };
}

const WANTED = { scaleConfiguration: { maxConcurrentSessions: 100 } };
const BY_HAND = { scaleConfiguration: { maxConcurrentSessions: 7 } };

describe("a pool that was changed outside git", () => {
  it("is left alone for as long as ARM asked the look at it, by a new commit too", async () => {
    const world = await createSettled();
    world.changeByHand();
    const later = { code: "TooManyRequests", message: "later", status: 429, retryAfterMs: 90_000 };
    world.pools.failNext("get", new Busy(later));
    await world.app.snapshot(world.log);
    await world.pass(5 * SECOND);
    const asked = world.pools.calls.length;

    await world.push({ "pools/a.yaml": interpreter("one", 50) });
    await world.pass(MINUTE);
    const during = world.pools.calls.slice(asked).filter(({ operation }) => operation !== "list");
    await world.pass(MINUTE);

    expect(during).toEqual([]);
    expect(world.sessions()).toMatchObject({ scaleConfiguration: { maxConcurrentSessions: 50 } });
  });

  it("is put back by the next pass where its source says correct", async () => {
    const world = await createSettled();
    world.changeByHand();

    await world.hour();

    expect(world.sessions()).toMatchObject(WANTED);
    expect(world.putsOf("one")).toHaveLength(2);
    expect(world.said(world.commit)).toContain("1 applied");
  });

  it("is left as it is where its source says report", async () => {
    const world = await createSettled("report");
    world.changeByHand();

    await world.hour();

    expect(world.sessions()).toMatchObject(BY_HAND);
    expect(world.putsOf("one")).toHaveLength(1);
  });

  it("and deleted is made again", async () => {
    const world = await createSettled();
    world.pools.drop(ONE);

    await world.hour();

    expect(world.sessions()).toMatchObject(WANTED);
  });

  it("is left alone while somebody's operation runs, and put back after it", async () => {
    const world = await createSettled();
    world.changeByHand();
    await world.app.snapshot(world.log);
    world.heldBack.add("one");
    world.changeByHand("InProgress");

    await world.pass(MINUTE);
    expect(world.putsOf("one")).toHaveLength(1);
    expect(world.documents.labels(poolDocument(ONE))).toMatchObject({ phase: "settled" });
    world.changeByHand("Succeeded");
    await world.hour();

    expect(world.sessions()).toMatchObject(WANTED);
  });

  it("is followed to its end where ARM takes its time", async () => {
    const world = await createSettled("correct", container("one"));
    world.changeByHand();

    await world.hour();

    expect(world.documents.value(poolDocument(ONE))?.settled?.outcome).toEqual({ kind: "applied" });
    expect(world.states(world.commit).at(-1)).toBe("success");
  });

  it("turns its commit red where ARM refuses to have it back", async () => {
    const world = await createSettled("correct", container("one"));
    world.changeByHand();
    world.heldBack.add("one");

    await world.hour();
    world.pools.finish(ONE, "Failed", { code: "SessionPoolOperationError", message: "time out" });
    await world.pass(MINUTE);

    expect(world.states(world.commit).at(-1)).toBe("failure");
    expect(world.said(world.commit)).toContain("SessionPoolOperationError");
  });

  it("is not touched where it can't be looked at, and looked at again by the next pass", async () => {
    const world = await createSettled();
    world.changeByHand();
    world.pools.failNext("get", new Busy({ code: "Http500", message: "later", status: 500 }));

    await world.hour();
    expect(world.documents.labels(poolDocument(ONE))).toMatchObject({ phase: "settled" });
    expect(world.sessions()).toMatchObject(BY_HAND);
    await world.hour();

    expect(world.sessions()).toMatchObject(WANTED);
  });

  it("again and again is put back less and less, and told of", async () => {
    const world = await createSettled();

    const corrected: number[] = [];
    for (let hour = 1; hour <= 40; hour += 1) {
      world.changeByHand();
      const before = world.putsOf("one").length;
      await world.hour();
      if (world.putsOf("one").length > before) corrected.push(hour);
    }

    expect(corrected).toEqual([1, 2, 4, 8, 16, 32]);
    expect(world.ofLog("pool drifts again and again").map(({ fields }) => fields.count)).toEqual([
      3, 4, 5, 6,
    ]);
    expect(world.documents.labels(poolDocument(ONE))).toMatchObject({ corrections: "6" });
    await world.poll();
    expect((await world.app.health()).attention?.drifting).toEqual([{ pool: "rg/one", corrections: 6 }]);

    await world.push({ "pools/a.yaml": interpreter("one", 7) });
    await world.pass(MINUTE);
    await world.poll();
    // What was changed by hand was not this: it is another wish.
    expect(await world.app.health()).not.toHaveProperty("attention");
  });
});

describe("a pool that is as wanted", () => {
  it("costs a pass no request of its own and no write", async () => {
    const world = await createSettled();
    const [calls, writes] = [world.pools.calls.length, world.documents.writes.length];

    await world.app.snapshot(world.log);
    await world.pass(SECOND);

    expect(world.pools.calls.slice(calls).map(({ operation }) => operation)).toEqual(["list"]);
    expect(world.documents.writes.slice(writes)).not.toContain(poolDocument(ONE));
  });

  it("is put back once by a message that comes twice", async () => {
    const world = await createSettled();
    world.changeByHand();
    await world.app.snapshot(world.log);
    const message = world.queues.take("reconciles")?.message;

    await world.app.reconcile(message, world.log);
    await world.app.reconcile(message, world.log);

    expect(world.putsOf("one")).toHaveLength(2);
  });
});
