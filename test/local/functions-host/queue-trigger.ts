import { setTimeout as wait } from "node:timers/promises";
import type { DequeuedMessageItem, QueueClient } from "@azure/storage-queue";
import type { QueueSettings } from "./host-json.ts";
import { hostLog } from "./log.ts";
import { holdMessage, whileOurs } from "./message-lease.ts";
import { afterInvocation, decodeMessage, NO_PAUSE, nextPause, onArrival } from "./queue-rules.ts";

export interface QueueTriggerOptions {
  readonly queue: QueueClient;
  /** Queues that are poison queues themselves have none. */
  readonly poisonQueue: QueueClient | undefined;
  readonly rules: QueueSettings;
  /** How long a message is hidden from others while it is worked on: in Azure, ten minutes. */
  readonly leaseMs: number;
  /** Rejects if the function failed. */
  readonly invoke: (message: DequeuedMessageItem, text: string) => Promise<void>;
}

export interface Trigger {
  /** No new invocation from here on; resolves when the last one is over. */
  stop(): Promise<void>;
}

/** Works on the messages of a queue until it is stopped. */
export function startQueueTrigger(options: QueueTriggerOptions): Trigger {
  const stopped = new AbortController();
  const working = work(options, stopped.signal);
  return {
    stop: () => {
      stopped.abort();
      return working;
    },
  };
}

async function work(options: QueueTriggerOptions, stopped: AbortSignal): Promise<void> {
  const { batchSize, newBatchThreshold, maxPollingIntervalMs } = options.rules;
  const running = new Set<Promise<void>>();
  let pause = NO_PAUSE;
  let found = false;
  while (!stopped.aborted) {
    const messages = await receive(options, batchSize);
    for (const message of messages) {
      const handled: Promise<void> = handle(message, options).finally(() => running.delete(handled));
      running.add(handled);
    }
    if (messages.length > 0) {
      found = true;
      while (running.size > newBatchThreshold) await Promise.race(running);
    } else {
      pause = nextPause(pause, { foundBefore: found, maxMs: maxPollingIntervalMs, random: Math.random() });
      found = false;
      await wait(pause.delayMs, undefined, { signal: stopped }).catch(() => {});
    }
  }
  hostLog(`${options.queue.name} is read no more`);
  await Promise.all(running);
}

async function receive(options: QueueTriggerOptions, count: number): Promise<readonly DequeuedMessageItem[]> {
  try {
    const { receivedMessageItems } = await options.queue.receiveMessages({
      numberOfMessages: count,
      visibilityTimeout: options.leaseMs / 1000,
    });
    return receivedMessageItems;
  } catch (error) {
    // A queue that is not there, or storage that is down, is looked at again after the pause.
    hostLog(`${options.queue.name} can't be read: ${(error as Error).message}`);
    return [];
  }
}

/** Never rejects: a message that can't be settled comes back when its lease ends. */
async function handle(message: DequeuedMessageItem, options: QueueTriggerOptions): Promise<void> {
  try {
    const { dequeueCount } = message;
    const { maxDequeueCount, messageEncoding } = options.rules;
    const hasPoisonQueue = options.poisonQueue !== undefined;
    const text = decodeMessage(message.messageText, messageEncoding);
    const arrival = onArrival(
      { dequeueCount, hasPoisonQueue, readable: text !== undefined },
      maxDequeueCount,
    );
    if (arrival === "poison") return await giveUp(message, options);
    if (arrival === "leave" || text === undefined) return;

    const held = holdMessage(options.queue, message, options.leaseMs);
    const succeeded = await invoked(message, text, options);
    const popReceipt = await held.end();
    const current = { ...message, popReceipt };

    const departure = afterInvocation({ dequeueCount, hasPoisonQueue, succeeded }, maxDequeueCount);
    if (departure === "delete") await remove(current, options);
    if (departure === "poison") await giveUp(current, options);
    if (departure === "release") await release(current, options);
  } catch (error) {
    hostLog(`message ${message.messageId} of ${options.queue.name} can't be settled`, error);
  }
}

async function invoked(
  message: DequeuedMessageItem,
  text: string,
  options: QueueTriggerOptions,
): Promise<boolean> {
  try {
    await options.invoke(message, text);
    return true;
  } catch (error) {
    hostLog(
      `message ${message.messageId} of ${options.queue.name} failed, try ${message.dequeueCount}`,
      error,
    );
    return false;
  }
}

async function giveUp(message: DequeuedMessageItem, options: QueueTriggerOptions): Promise<void> {
  const { poisonQueue } = options;
  if (poisonQueue === undefined) return;
  hostLog(`message ${message.messageId} of ${options.queue.name} goes to ${poisonQueue.name}`);
  await poisonQueue.createIfNotExists();
  await poisonQueue.sendMessage(message.messageText);
  await remove(message, options);
}

function remove(
  { messageId, popReceipt }: DequeuedMessageItem,
  { queue }: QueueTriggerOptions,
): Promise<void> {
  return whileOurs(() => queue.deleteMessage(messageId, popReceipt));
}

function release(
  { messageId, popReceipt }: DequeuedMessageItem,
  options: QueueTriggerOptions,
): Promise<void> {
  const seconds = options.rules.visibilityTimeoutMs / 1000;
  return whileOurs(() => options.queue.updateMessage(messageId, popReceipt, undefined, seconds));
}
