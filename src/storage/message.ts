import type { Messages, QueueName } from "../shared/messages.ts";

/** A queue takes 64 KiB of text, and base64 makes four bytes of three. */
const MESSAGE_BYTES_MAX = 48 * 1024;

/** The longest that a queue hides a message. One that is seen too early is sent on its way again. */
const DELAY_MAX_MS = 7 * 24 * 60 * 60_000;

/** What the host's queue trigger expects: JSON in base64. */
export function messageText<Q extends QueueName>(queue: Q, message: Messages[Q]): string {
  const bytes = Buffer.from(JSON.stringify(message), "utf8");
  if (bytes.byteLength > MESSAGE_BYTES_MAX) {
    throw new Error(`${queue}: a message of ${bytes.byteLength} bytes; ${MESSAGE_BYTES_MAX} is the most`);
  }
  return bytes.toString("base64");
}

/** The delay, or the longest or shortest that a queue takes. */
export function allowedDelayMs(delayMs: number): number {
  return Math.min(DELAY_MAX_MS, Math.max(0, delayMs));
}
