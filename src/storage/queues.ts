import type { QueueClient } from "@azure/storage-queue";
import type { Queues } from "../ports.ts";

import { storageCall } from "./failures.ts";
import { allowedDelayMs, messageText } from "./message.ts";

/** By default a message dies after seven days, which is as long as the longest delay. */
const NEVER_DIES = -1;

export function createQueues({ queue: clientOf }: { readonly queue: (name: string) => QueueClient }): Queues {
  return {
    async send(queue, message, delayMs = 0) {
      const text = messageText(queue, message);
      // Azure counts whole seconds; a message that comes too late is better than one too early.
      const visibilityTimeout = Math.ceil(allowedDelayMs(delayMs) / 1000);
      await storageCall((abortSignal) =>
        clientOf(queue).sendMessage(text, { visibilityTimeout, messageTimeToLive: NEVER_DIES, abortSignal }),
      );
    },
  };
}
