import { expect, test } from "vitest";
import { RETRY_AFTER_MAX_MS, retryAfterMs } from "../../src/shared/retry-after.ts";

const NOW = Date.parse("2026-01-05T09:00:00.000Z");

test.each([
  ["seconds", "17", 17_000],
  ["no time", "0", 0],
  ["spaces around", " 5 ", 5000],
  ["an HTTP date", "Mon, 05 Jan 2026 09:00:30 GMT", 30_000],
  ["an old form of date", "Monday, 05-Jan-26 09:00:30 GMT", 30_000],
  ["a moment that has passed", "Mon, 05 Jan 2026 08:59:00 GMT", 0],
  ["an absurd number", "99999999999999999999", RETRY_AFTER_MAX_MS],
  ["a date far away", "Tue, 05 Jan 2126 09:00:00 GMT", RETRY_AFTER_MAX_MS],
  ["nothing", "", undefined],
  ["a negative number", "-5", undefined],
  ["a fraction", "1.5", undefined],
  ["words", "soon", undefined],
  ["no date", "Mon, soon", undefined],
])("%s", (_, header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});

test("no header asks for nothing", () => {
  expect(retryAfterMs(undefined, NOW)).toBeUndefined();
});
