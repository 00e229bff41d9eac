import type { Clock, Queues } from "../../src/ports.ts";
import type { Messages, QueueName } from "../../src/shared/messages.ts";
import { allowedDelayMs, messageText } from "../../src/storage/message.ts";
import { createFaults, type Faults } from "./faults.ts";

export type Queued<Q extends QueueName = QueueName> = {
  readonly [Queue in Q]: {
    readonly queue: Queue;
    readonly message: Messages[Queue];
    readonly sentAt: number;
    /** Epoch milliseconds: nobody sees the message before. */
    readonly dueAt: number;
  };
}[Q];

export interface MemoryQueues extends Queues, Faults<"send"> {
  /** Everything that waits, due or not, in the order of sending. */
  readonly waiting: readonly Queued[];
  /** The messages that wait in one queue, due or not. */
  messages<Q extends QueueName>(queue: Q): readonly Messages[Q][];
  /** What could be taken now (or at `now`), the one due first in front. */
  due(now?: number): readonly Queued[];
  /** Takes the first due message, of the queue if one is named. */
  take(): Queued | undefined;
  take<Q extends QueueName>(queue: Q): Queued<Q> | undefined;
  /** When the next message is due. */
  nextDueAt(): number | undefined;
  /** Loses everything that waits. */
  clear(): void;
}

export function createMemoryQueues(clock: Clock): MemoryQueues {
  let waiting: Queued[] = [];
  const { failNext, meet } = createFaults<"send">();

  const byDue = () => waiting.toSorted((one, other) => one.dueAt - other.dueAt);
  const due = (now = clock.now()) => byDue().filter(({ dueAt }) => dueAt <= now);

  function take<Q extends QueueName>(queue?: Q): Queued<Q> | undefined {
    const taken = due().find((queued) => queue === undefined || queued.queue === queue);
    waiting = waiting.filter((queued) => queued !== taken);
    return taken as Queued<Q> | undefined;
  }

  return {
    async send(queue, message, delayMs = 0) {
      meet("send");
      const text = messageText(queue, message);
      const copy = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
      const sentAt = clock.now();
      waiting.push({ queue, message: copy, sentAt, dueAt: sentAt + allowedDelayMs(delayMs) });
    },

    get waiting() {
      return waiting;
    },
    messages: <Q extends QueueName>(queue: Q) =>
      waiting.filter((queued) => queued.queue === queue).map(({ message }) => message as Messages[Q]),
    due,
    take,
    nextDueAt: () => byDue()[0]?.dueAt,
    clear: () => {
      waiting = [];
    },
    failNext,
  };
}
