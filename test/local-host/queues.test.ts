import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PATIENCE } from "../patience.ts";
import type { Fact } from "./host-under-test.ts";
import { endWork, QueueUnderTest, type Storage, startStorage } from "./queues-under-test.ts";

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.close());

let tests = 0;
let under: QueueUnderTest;
beforeEach(() => {
  tests += 1;
  under = new QueueUnderTest(storage, `work-${tests}`);
});
afterEach(() => under.stop());

const begun = (facts: readonly Fact[]) => facts.filter(({ event }) => event === "begin");
const counts = (facts: readonly Fact[]) => begun(facts).map((fact) => fact.triggerMetadata.dequeueCount);
/** When the lease ends that came with the message, in epoch milliseconds, to the second before. */
const leaseEndOf = (fact: Fact | undefined) => Date.parse(String(fact?.triggerMetadata.nextVisibleTime));
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a queue message", () => {
  test("is handed over with what belongs to it, and is gone after success", async () => {
    const host = await under.startHost({}, 60);

    await under.send({ name: "ä" });
    await under.emptiedBy(host);

    const [fact] = host.facts("work");
    expect(fact?.message).toEqual({ name: "ä" });
    expect(fact?.triggerMetadata).toMatchObject({
      queueTrigger: { name: "ä" },
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      popReceipt: expect.any(String),
      dequeueCount: 1,
      insertionTime: expect.stringContaining("T"),
      expirationTime: expect.stringContaining("T"),
      nextVisibleTime: expect.stringContaining("T"),
    });
  });

  test("that is a JSON object hides what the queue says under the same names, as in Azure", async () => {
    const host = await under.startHost({}, 60);

    await under.send(JSON.stringify({ ID: "mine", dequeueCount: 99, name: "x" }));
    await under.emptiedBy(host);

    expect(host.facts("work")[0]?.triggerMetadata).toMatchObject({ id: "mine", dequeueCount: 99, name: "x" });
  });

  test("that fails comes again after visibilityTimeout, and is poison after maxDequeueCount", async () => {
    const host = await under.startHost({ maxDequeueCount: 3, visibilityTimeout: "00:00:01" }, 60);
    const order = { name: "a", does: "fail" } as const;

    await under.send(order);
    await vi.waitFor(() => expect(host.facts("lost")[0]?.message).toEqual(order), PATIENCE);
    await under.emptiedBy(host);

    expect(counts(host.facts("work"))).toEqual([1, 2, 3]);
    const times = begun(host.facts("work")).map(({ at }) => at);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test("stays hidden for as long as it is worked on, though the lease is shorter", async () => {
    // A renewal may be late by half of the lease.
    const host = await under.startHost({}, 8);

    await under.send({ name: "slow", does: "wait" });
    await vi.waitFor(() => expect(host.facts("work")).not.toEqual([]), PATIENCE);
    const leaseEnd = leaseEndOf(host.facts("work")[0]);
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(leaseEnd + 2_000), PATIENCE);
    await endWork(host, "slow");
    await under.emptiedBy(host);

    expect(counts(host.facts("work"))).toEqual([1]);
    expect(host.facts("work").map(({ event }) => event)).toEqual(["begin", "end"]);
  });

  test("whose host was killed comes again when its lease is over", async () => {
    const first = await under.startHost({}, 4);
    await under.send({ name: "a", does: "wait" });
    await vi.waitFor(() => expect(first.facts("work")).toHaveLength(1), PATIENCE);
    await first.kill();

    const second = await under.startHost({}, 60);
    await vi.waitFor(() => expect(second.facts("work")).toHaveLength(1), PATIENCE);
    await second.kill();

    expect(counts(second.facts("work"))).toEqual([2]);
    expect(second.facts("work")[0]?.at).toBeGreaterThanOrEqual(leaseEndOf(first.facts("work")[0]));
  });

  test("that took the process down too often is poison, and is not tried again", async () => {
    await under.queue.createIfNotExists();
    await under.send({ name: "deadly", does: "crash" });
    for (const _ of [1, 2, 3]) {
      const [message] = (await under.queue.receiveMessages({ visibilityTimeout: 60 })).receivedMessageItems;
      await under.queue.updateMessage(message?.messageId ?? "", message?.popReceipt ?? "", undefined, 0);
    }

    const host = await under.startHost({ maxDequeueCount: 3 }, 60);
    await under.emptiedBy(host);

    expect(host.facts("work")).toEqual([]);
  });

  test("that crashes its process ends the process", async () => {
    const host = await under.startHost({}, 60);

    await under.send({ name: "deadly", does: "crash" });

    expect(await host.ended).toEqual({ code: 7, signal: null });
  });

  test("that is not base64 is poison as it is, without an invocation", async () => {
    const host = await under.startHost({}, 2);

    await under.queue.sendMessage("not base64 at all");
    // The poison queue has a reader of its own, which leaves it there, hidden for as long as its lease is.
    await under.emptiedBy(host);

    expect(host.facts("work")).toEqual([]);
    await vi.waitFor(async () => expect(await under.poison()).toEqual(["not base64 at all"]), PATIENCE);
  });

  test("that its function put off by itself is left to be", async () => {
    const host = await under.startHost({}, 60);
    await under.send({ name: "a", does: "wait" });
    await vi.waitFor(() => expect(host.facts("work")).toHaveLength(1), PATIENCE);

    const { id, popReceipt } = host.facts("work")[0]?.triggerMetadata ?? {};
    await under.queue.updateMessage(String(id), String(popReceipt), base64(`{"name":"b"}`), 2);
    await endWork(host, "a");
    await vi.waitFor(() => expect(host.facts("work")).toHaveLength(4), PATIENCE);
    await under.emptiedBy(host);

    expect(begun(host.facts("work")).map(({ message }) => message.name)).toEqual(["a", "b"]);
    expect(host.lines.join("\n")).not.toContain("can't be settled");
  });
});

test("a function that fails on a poison queue finds its message hidden until the lease is over", async () => {
  const host = await under.startHost({ maxDequeueCount: 1 }, 4);

  await under.send({ name: "a", does: "fail" });
  await vi.waitFor(() => expect(begun(host.facts("lost"))).toHaveLength(1), PATIENCE);
  // Its reader would take the message again as soon as it can be seen.
  await host.stop();
  await vi.waitFor(async () => expect(await under.poison()).toHaveLength(1), PATIENCE);

  expect(Date.now()).toBeGreaterThanOrEqual(leaseEndOf(host.facts("lost")[0]));
  expect(host.facts("lost")).toHaveLength(1);
});

test("no more than batchSize + newBatchThreshold messages are worked on at once", async () => {
  await under.queue.createIfNotExists();
  for (const name of "abcdefg") await under.send({ name, does: "wait" });

  const host = await under.startHost({ batchSize: 2, newBatchThreshold: 1 }, 60);
  for (const all of [2, 4, 6, 7]) {
    await vi.waitFor(() => expect(begun(host.facts("work"))).toHaveLength(all), PATIENCE);
    // The first goes on until the last has begun: only then are three worked on at once.
    for (const name of runningIn(host.facts("work")).slice(all === 7 ? 0 : 1)) await endWork(host, name);
  }
  await under.emptiedBy(host);

  const most = host.facts("work").map((_, index, facts) => runningIn(facts.slice(0, index + 1)).length);
  expect(Math.max(...most)).toBe(3);
});

/** The names of the messages that are worked on after all of this, in the order in which they were begun. */
function runningIn(facts: readonly Fact[]): readonly string[] {
  const ended = new Set(facts.filter(({ event }) => event === "end").map(({ message }) => message.name));
  return begun(facts).flatMap(({ message }) => (ended.has(message.name) ? [] : [message.name]));
}

test("a host that is asked to go takes nothing new, and finishes what it does", async () => {
  const host = await under.startHost({}, 60);
  await under.send({ name: "last", does: "wait" });
  await vi.waitFor(() => expect(host.facts("work")).toHaveLength(1), PATIENCE);

  const stopping = host.stop();
  // What it asked the queue for before it was told to go, it takes.
  const unread = `${under.queue.name} is read no more`;
  await vi.waitFor(() => expect(host.lines.join("\n")).toContain(unread), PATIENCE);
  await under.send({ name: "late" });
  await endWork(host, "last");
  await stopping;

  expect(await host.ended).toEqual({ code: 0, signal: null });
  expect(host.facts("work").map(({ event, message }) => `${event} ${message.name}`)).toEqual([
    "begin last",
    "end last",
  ]);
  expect((await under.queue.getProperties()).approximateMessagesCount).toBe(1);
});
