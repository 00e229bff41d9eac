import { describe, expect, it } from "vitest";
import { RETRY_AFTER_MAX_MS, retryAfterMs } from "../../src/shared/retry-after.ts";
import { NOW_MS } from "../builders.ts";

describe("Retry-After", () => {
  it.each<[string | undefined, number | undefined]>([
    ["0", 0],
    ["1", 1_000],
    ["17", 17_000],
    [" 17 ", 17_000],
    ["3600", 3_600_000],
    ["Mon, 05 Jan 2026 09:01:30 GMT", 90_000],
    ["Monday, 05-Jan-26 09:01:30 GMT", 90_000],
    ["Mon, 05 Jan 2026 08:00:00 GMT", 0],
    [undefined, undefined],
    ["", undefined],
    ["  ", undefined],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["17 s", undefined],
    ["0x10", undefined],
    ["2026", 2_026_000],
    ["2026-01-05T09:01:30Z", undefined],
    ["Mon, 35 Jan 2026 09:01:30 GMT", undefined],
  ])("of %j is %s ms", (header, waitMs) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(waitMs);
  });

  it.each(["3601", "99999999999999999999", "Tue, 06 Jan 2026 09:00:00 GMT"])(
    "of more than an hour is taken for a mistake: %s",
    (header) => {
      expect(retryAfterMs(header, NOW_MS)).toBe(RETRY_AFTER_MAX_MS);
    },
  );
});
