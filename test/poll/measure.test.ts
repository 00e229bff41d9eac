import { describe, expect, it } from "vitest";
import { aPoolId } from "../builders.ts";
import { createWorld, interpreter } from "../flow/world.ts";

const MINUTE = 60_000;

/** The newest value of a metric. */
function metricOf(world: ReturnType<typeof createWorld>, name: string): unknown {
  return world.log.lines.findLast(({ message, fields }) => message === "metric" && fields.name === name)
    ?.fields.value;
}

describe("the convergence lag", () => {
  it("grows for as long as what is wanted is not there, and is none afterwards", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(2 * MINUTE);
    await world.poll();
    expect(metricOf(world, "convergenceLagMs")).toBe(0);

    const release = world.documents.holdElsewhere("pools/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/rg/one.json");
    await world.push({ "pools/a.yaml": interpreter("one", 50) });
    await world.pass(5 * MINUTE);
    await world.poll();
    expect(metricOf(world, "convergenceLagMs")).toBe(5 * MINUTE);
    release();
    await world.pass(5 * MINUTE);
    await world.poll();

    expect(world.putsOf(aPoolId("one").name)).toHaveLength(2);
    expect(metricOf(world, "convergenceLagMs")).toBe(0);
  });
});

it("of a source that wants nothing is none, and a number", async () => {
  const world = createWorld();

  await world.poll();

  expect(metricOf(world, "convergenceLagMs")).toBe(0);
});

describe("the snapshot's age", () => {
  it("is not told before there is one, and then counts from when it was taken", async () => {
    const world = createWorld();
    await world.poll();
    expect(metricOf(world, "snapshotAgeMs")).toBeUndefined();

    await world.app.snapshot(world.log);
    await world.pass(7 * MINUTE);
    await world.poll();

    expect(metricOf(world, "snapshotAgeMs")).toBe(7 * MINUTE);
  });
});

describe("the queue's age", () => {
  it("is how long a sync's message waited before it was handled", async () => {
    const world = createWorld();
    await world.poll();
    const queued = world.queues.take("syncs");
    world.clock.set(world.clock.now() + 3 * MINUTE);

    await world.app.sync(queued?.message, world.log);

    expect(metricOf(world, "queueAgeMs")).toBe(3 * MINUTE);
  });
});
