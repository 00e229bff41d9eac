import type { QueueSettings } from "./host-json.ts";

/*
 * The rules of Azure's queue trigger, without its queue: what becomes of a message, and when to look for the
 * next ones.
 */

/** What to do with a message that arrived. */
export type Arrival =
  | "invoke"
  /** To the poison queue, without an invocation. */
  | "poison"
  /** Nothing: it stays hidden until its lease ends. */
  | "leave";

/** What to do with a message after its invocation. */
export type Departure = "delete" | "poison" | "release" | "leave";

interface Counted {
  readonly dequeueCount: number;
  readonly hasPoisonQueue: boolean;
}

/** Crashes count too: a message that took the process down too often is not tried again. */
export function onArrival(message: Counted & { readonly readable: boolean }, max: number): Arrival {
  if (message.readable && message.dequeueCount <= max) return "invoke";
  return message.hasPoisonQueue ? "poison" : "leave";
}

export function afterInvocation(message: Counted & { readonly succeeded: boolean }, max: number): Departure {
  if (message.succeeded) return "delete";
  // A poison queue has no poison queue: hidden until its lease ends, the message can't go round in a circle.
  if (!message.hasPoisonQueue) return "leave";
  return message.dequeueCount >= max ? "poison" : "release";
}

const POISON = "-poison";

export function poisonQueueOf(queue: string): string | undefined {
  return queue.endsWith(POISON) ? undefined : `${queue}${POISON}`;
}

/** How long the queue was found empty, as the next pause counts it. */
export interface Pause {
  readonly delayMs: number;
  readonly exponent: number;
}

export const NO_PAUSE: Pause = { delayMs: 0, exponent: 0 };

const DELAY_MIN_MS = 100;
const SPREAD = 0.2; // delays are spread by a fifth to both sides

/** The pause after a look at the queue that found nothing; `foundBefore` if the looks before it found some. */
export function nextPause(
  before: Pause,
  {
    foundBefore,
    maxMs,
    random,
  }: { readonly foundBefore: boolean; readonly maxMs: number; readonly random: number },
): Pause {
  if (foundBefore) return { delayMs: DELAY_MIN_MS, exponent: 1 };
  if (before.delayMs === maxMs) return before;
  const spread = 1 - SPREAD + 2 * SPREAD * random;
  const added = before.exponent === 0 ? 0 : spread * 2 ** (before.exponent - 1) * DELAY_MIN_MS;
  const delayMs = DELAY_MIN_MS + added;
  return delayMs < maxMs ? { delayMs, exponent: before.exponent + 1 } : { ...before, delayMs: maxMs };
}

/** The text in a message; `undefined` if it is not in the encoding that host.json asks for. */
export function decodeMessage(text: string, encoding: QueueSettings["messageEncoding"]): string | undefined {
  if (encoding === "none") return text;
  const bare = text.replaceAll(/\s/g, "");
  const isBase64 = bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
  return isBase64 ? Buffer.from(bare, "base64").toString("utf8") : undefined;
}
