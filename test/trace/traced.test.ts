import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { createPoolkeeper } from "../../src/poolkeeper.ts";
import type { ArmCall, PoolResources, Queues } from "../../src/ports.ts";
import { Secret } from "../../src/shared/secret.ts";
import { printTraceparent, readTraceparent } from "../../src/shared/traceparent.ts";
import { traced } from "../../src/trace/traced.ts";
import { aBody, aPoolId } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";
import { createWorld, interpreter } from "../flow/world.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;

/** A push, and all that follows it, by a program that traces. */
async function follow(traceparent: string | undefined) {
  const world = createWorld();
  const places: string[] = [];
  const see = (place: string | undefined) => void places.push(place ?? "none");
  const seen = (call: ArmCall) => {
    see(call.traceparent);
    return call;
  };
  const { pools, queues } = world;
  const seeing: Queues = {
    send: async (queue, message, delayMs) => {
      see(message.traceparent);
      await queues.send(queue, message, delayMs);
    },
  };
  const app = createPoolkeeper([world.source], {
    ...world,
    tracing: createSeededChance(),
    queues: seeing,
    pools: {
      get: (id, call) => pools.get(id, seen(call)),
      put: (id, body, call) => pools.put(id, body, seen(call)),
      remove: (id, call) => pools.remove(id, seen(call)),
      list: (group, call) => pools.list(group, seen(call)),
      operation: (url, call) => pools.operation(url, seen(call)),
      callers: pools.callers,
    },
  });
  const commit = world.repositories.commit({ "pools/a.yaml": interpreter("one") });
  await world.hear(commit, { app, traceparent, queues: seeing });
  for (let taken = world.queues.take(); taken; taken = world.queues.take()) {
    const { queue, message } = taken;
    if (queue === "syncs") await app.sync(message, world.log);
    if (queue === "reconciles") await app.reconcile(message, world.log);
    if (queue === "rollouts") await app.follow(message, world.log);
    world.clock.set(Math.max(world.clock.now(), world.queues.nextDueAt() ?? 0));
  }
  return { world, places: places.map(readTraceparent), commit };
}

describe("one push", () => {
  it("is one trace, from the webhook through each message and each request to ARM, and in each line of the log", async () => {
    const { world, places, commit } = await follow(TRACEPARENT);

    expect(world.states(commit).at(-1)).toBe("success");
    expect(world.putsOf("one")).toHaveLength(1);
    expect(new Set(places.map((place) => place?.traceId))).toEqual(new Set([TRACE]));
    expect(new Set(world.log.lines.map(({ fields }) => fields.trace))).toEqual(new Set([TRACE]));
  });

  it("has a span of its own for each message and each request", async () => {
    const { places } = await follow(TRACEPARENT);

    expect(places.length).toBeGreaterThan(4);
    expect(new Set(places.map((place) => place?.spanId)).size).toBe(places.length);
  });

  it.each([
    undefined,
    "nonsense",
    `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
  ])("begins a trace where it comes with none that is one: %s", async (traceparent) => {
    const { places } = await follow(traceparent);

    const traces = new Set(places.map((place) => place?.traceId));
    expect(traces.size).toBe(1);
    expect(traces).not.toContain(undefined);
    expect(traces).not.toContain("0".repeat(32));
  });
});

it("goes with each kind of request to ARM", async () => {
  const { pools, source } = createWorld();
  const seen = new Map<string, unknown>();
  const spy: PoolResources = {
    ...pools,
    get: async (_, call) => void seen.set("get", call.traceparent),
    put: async (_, body, call) => {
      seen.set("put", call.traceparent);
      return await pools.put(aPoolId(), body, call);
    },
    remove: async (id, call) => {
      seen.set("remove", call.traceparent);
      return await pools.remove(id, call);
    },
    list: (group, call) => {
      seen.set("list", call.traceparent);
      return pools.list(group, call);
    },
    operation: async (_, call) => {
      seen.set("operation", call.traceparent);
      return { kind: "running" };
    },
  };
  const log = createMemoryLog();
  const queues = createMemoryQueues(createFixedClock());
  const world = traced({ log, queues, pools: spy, tracing: createSeededChance() }, TRACEPARENT);
  const call = { correlationId: "1" };
  const [group] = source.resourceGroups;
  if (!group) throw new Error("a source without a group");

  await world.pools.get(aPoolId(), call);
  await world.pools.put(aPoolId(), aBody(), call);
  await world.pools.remove(aPoolId(), call);
  for await (const _ of world.pools.list(group, call));
  await world.pools.operation(new Secret("https://arm.test/1"), call);

  const traces = [...seen].map(([what, place]) => [what, readTraceparent(place)?.traceId]);
  expect(traces).toEqual(["get", "put", "remove", "list", "operation"].map((what) => [what, TRACE]));
});

test("a traceparent that was printed is read as it was", () => {
  const digits = (length: number) =>
    fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).filter((text) => /[^0]/.test(text));

  fc.assert(
    fc.property(digits(32), digits(16), (traceId, spanId) => {
      const place = { traceId, spanId, flags: "00" };
      expect(readTraceparent(printTraceparent(place))).toEqual(place);
    }),
  );
});
