import { expect, test } from "vitest";
import type { SyncMessage } from "../../src/shared/messages.ts";
import { createFixedClock } from "./fixed-clock.ts";
import { createMemoryQueues } from "./memory-queues.ts";

const message = (source: string): SyncMessage => ({
  source,
  reason: "poll",
  attempt: 1,
  firstAt: "2026-01-05T09:00:00.000Z",
});

test("messages are taken when they are due, the one due first in front", async () => {
  const clock = createFixedClock();
  const queues = createMemoryQueues(clock);
  await queues.send("syncs", message("late"), 60_000);
  await queues.send("syncs", message("soon"), 30_000);
  await queues.send("syncs", message("now"));

  expect(queues.take()?.message).toMatchObject({ source: "now" });
  expect(queues.take()).toBeUndefined();
  expect(queues.nextDueAt()).toBe(clock.now() + 30_000);
  clock.advance(60_000);
  expect(queues.due().map((queued) => queued.message)).toEqual([message("soon"), message("late")]);
  expect(queues.take("rollouts")).toBeUndefined();
  expect(queues.take("syncs")?.message.source).toBe("soon");
  expect(queues.messages("syncs")).toEqual([message("late")]);
});

test("the sender's object is not the one that is stored", async () => {
  const queues = createMemoryQueues(createFixedClock());
  const sent = { ...message("a") };
  await queues.send("syncs", sent);

  sent.source = "changed";

  expect(queues.take("syncs")?.message.source).toBe("a");
});
