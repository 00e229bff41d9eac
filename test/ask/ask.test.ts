import { expect, test } from "vitest";
import { askForSync } from "../../src/ask/ask.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { aSource, at } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createWorld, interpreter } from "../flow/world.ts";

const SOURCES = [aSource(), aSource({ name: "Other" })];

function createAsking() {
  const clock = createFixedClock();
  const queues = createMemoryQueues(clock);
  const log = createMemoryLog();
  return { queues, log, ask: (name?: string) => askForSync(name, SOURCES, { queues, clock, log }) };
}

test("each source is enqueued where none is named", async () => {
  const { ask, queues } = createAsking();

  const answer = await ask();

  expect(answer).toEqual({ status: 202, body: { message: "enqueued", sources: ["session-pools", "Other"] } });
  expect(queues.take()).toMatchObject({
    queue: "syncs",
    message: { source: "session-pools", reason: "asked", attempt: 0, firstAt: at(0) },
  });
  expect(queues.take()).toMatchObject({ message: { source: "Other" } });
});

test("one source is enqueued by its name, in whatever case", async () => {
  const { ask, queues } = createAsking();

  expect(await ask(" other ")).toMatchObject({ status: 202, body: { sources: ["Other"] } });

  expect(queues.take()).toMatchObject({ message: { source: "Other" } });
  expect(queues.take()).toBeUndefined();
});

test("an unknown name is answered with 404 and those that there are, and nothing is enqueued", async () => {
  const { ask, queues } = createAsking();

  const answer = await ask("unknown");

  expect(answer).toEqual({
    status: 404,
    body: { message: "no such source", sources: ["session-pools", "Other"] },
  });
  expect(queues.take()).toBeUndefined();
});

test("what could not be stored is not said to be enqueued", async () => {
  const { ask, queues } = createAsking();
  queues.failNext("send", new Busy({ code: "ServerBusy", message: "later" }));

  expect(await ask()).toMatchObject({ status: 503 });
});

const MINUTE = 60_000;

test("a rejected pool is tried again without a new commit, once for each time that it is asked for", async () => {
  const world = createWorld();
  world.pools.failNext("put", new Refused({ code: "SessionPoolInvalid", message: "no", status: 400 }));
  const commit = await world.push({ "pools/a.yaml": interpreter("one") });
  await world.pass(2 * MINUTE);
  expect(world.states(commit).at(-1)).toBe("failure");

  await world.app.askForSync(undefined, world.log);
  const asked = world.queues.take();
  if (!asked) throw new Error("nothing was enqueued");
  for (let times = 0; times < 2; times += 1) await world.app.sync(asked.message, world.log);
  await world.pass(2 * MINUTE);

  expect(world.states(commit).at(-1)).toBe("success");
  expect(world.putsOf("one")).toHaveLength(2);
});
