import type { Clock, Queues } from "../../../src/ports.ts";
import type { QueueName } from "../../../src/shared/messages.ts";
import { allowedDelayMs, messageText } from "../../../src/storage/message.ts";
import type { Effects } from "../effects.ts";

export type AnyQueue = QueueName | `${QueueName}-poison`;

export interface StoredMessage {
  readonly id: number;
  readonly queue: AnyQueue;
  /** JSON. */
  readonly text: string;
  readonly sentAtMs: number;
  /** Nobody sees it before. */
  visibleAtMs: number;
  dequeueCount: number;
}

/** Azure's queues, as a queue sees itself: who takes a message, and what becomes of it, is the host's matter. */
export function createMessageStore(clock: Clock) {
  const stored = new Map<number, StoredMessage>();
  let ids = 0;
  /** Told of every message that comes in. */
  const listeners: ((message: StoredMessage) => void)[] = [];

  return {
    put(queue: AnyQueue, text: string, delayMs = 0): StoredMessage {
      const sentAtMs = clock.now();
      const message = { id: ++ids, queue, text, sentAtMs, visibleAtMs: sentAtMs + delayMs, dequeueCount: 0 };
      stored.set(message.id, message);
      for (const listener of listeners) listener(message);
      return message;
    },
    onPut: (listener: (message: StoredMessage) => void): void => void listeners.push(listener),
    remove: (id: number): void => void stored.delete(id),
    has: (id: number): boolean => stored.has(id),
    /** Everything that the queue holds, seen or hidden; of all queues if none is named. */
    messages: (queue?: AnyQueue): StoredMessage[] =>
      [...stored.values()].filter((message) => queue === undefined || message.queue === queue),
    get size(): number {
      return stored.size;
    },
  };
}

export type MessageStore = ReturnType<typeof createMessageStore>;

/** What a message is about, in words that are the same in every run of a script. */
export type Describe = (queue: QueueName, text: string) => string;

export function createSimulatedQueues(store: MessageStore, effects: Effects, describe: Describe): Queues {
  return {
    async send(queue, message, delayMs = 0) {
      const text = Buffer.from(messageText(queue, message), "base64").toString("utf8");
      // Azure counts whole seconds.
      const hiddenMs = Math.ceil(allowedDelayMs(delayMs) / 1000) * 1000;
      await effects.call({ service: "queue", what: `send to ${queue}`, about: describe(queue, text) }, () => {
        store.put(queue, text, hiddenMs);
      });
    },
  };
}
