import { describe, expect, it } from "vitest";
import type { Queues } from "../../src/ports.ts";
import type { QueueName, SyncMessage } from "../../src/shared/messages.ts";

export interface WaitingMessage {
  /** As the host hands it to a function. */
  readonly message: unknown;
  readonly hiddenForMs: number;
}

export interface QueuesSubject {
  readonly queues: Queues;
  /** Everything that the queue holds, seen or hidden. */
  waiting(queue: QueueName): Promise<readonly WaitingMessage[]>;
}

const DAY_MS = 24 * 60 * 60_000;

const message = (source: string): SyncMessage => ({
  source,
  reason: "poll",
  attempt: 1,
  firstAt: "2026-01-05T09:00:00.000Z",
});

/** What any `Queues` does. `makeSubject` gives empty ones. */
export function queuesContract(name: string, makeSubject: () => Promise<QueuesSubject>): void {
  describe(`queues: ${name}`, () => {
    it("stores a message for everybody to see", async () => {
      const { queues, waiting } = await makeSubject();

      await queues.send("syncs", message("ünï ☃"));

      expect(await waiting("syncs")).toEqual([{ message: message("ünï ☃"), hiddenForMs: 0 }]);
      expect(await waiting("reconciles")).toEqual([]);
    });

    it("hides a message for its delay", async () => {
      const { queues, waiting } = await makeSubject();

      await queues.send("syncs", message("later"), 90_000);

      expect(await waiting("syncs")).toEqual([{ message: message("later"), hiddenForMs: 90_000 }]);
    });

    it("hides a message for seven days at most", async () => {
      const { queues, waiting } = await makeSubject();

      await queues.send("syncs", message("much later"), 8 * DAY_MS);

      expect(await waiting("syncs")).toEqual([{ message: message("much later"), hiddenForMs: 7 * DAY_MS }]);
    });

    it("refuses a message that a queue can't hold", async () => {
      const { queues, waiting } = await makeSubject();

      await expect(queues.send("syncs", message("x".repeat(48 * 1024)))).rejects.toThrow(/49152 is the most/);

      expect(await waiting("syncs")).toEqual([]);
    });
  });
}
