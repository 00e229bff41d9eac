import { expect, test } from "vitest";
import type { SyncMessage } from "../../src/shared/messages.ts";
import { allowedDelayMs, messageText } from "../../src/storage/message.ts";

const BYTES_MAX = 48 * 1024;

/** A message whose JSON has that many bytes. */
function messageOf(bytes: number): SyncMessage {
  const message = { source: "", reason: "poll", attempt: 1, firstAt: "2026-01-05T09:00:00.000Z" } as const;
  return { ...message, source: "x".repeat(bytes - JSON.stringify(message).length) };
}

test("the largest message fills the queue's 64 KiB of text, and one byte more is refused", () => {
  expect(messageText("syncs", messageOf(BYTES_MAX))).toHaveLength(64 * 1024);
  expect(() => messageText("syncs", messageOf(BYTES_MAX + 1))).toThrow(
    "syncs: a message of 49153 bytes; 49152 is the most",
  );
});

test("a delay is at least nothing and at most seven days", () => {
  const weekMs = 7 * 24 * 60 * 60_000;

  expect(allowedDelayMs(-1)).toBe(0);
  expect(allowedDelayMs(1500)).toBe(1500);
  expect(allowedDelayMs(weekMs + 1)).toBe(weekMs);
});
