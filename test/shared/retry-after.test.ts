import { describe, expect, it } from "vitest";
import { RETRY_AFTER_MAX_MS, retryAfterMs } from "../../src/shared/retry-after.ts";
import { NOW_MS } from "../builders.ts";

describe("Retry-After", () => {
  it.each<[string | undefined, number | undefined]>([
    ["1", 1_000],
    ["17", 17_000],
    [" 17 ", 17_000],
    ["3600", 3_600_000],
    ["Mon, 05 Jan 2026 09:01:30 GMT", 90_000],
    ["Monday, 05-Jan-26 09:01:30 GMT", 90_000],
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
    ["about 5 minutes", undefined],
    ["Mon, in 2099", undefined],
  ])("of %j is %s ms", (header, waitMs) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(waitMs);
  });

  it.each(["0", "000", "0, 0", "Mon, 05 Jan 2026 09:00:00 GMT", "Sun, 04 Jan 2026 09:00:00 GMT"])(
    "that asks for no time at all leaves the wait to us, so that nobody comes back at once: %s",
    (header) => {
      expect(retryAfterMs(header, NOW_MS)).toBeUndefined();
    },
  );

  it.each(["5, 90", "90,5", "90, 90, 0"])("that came several times is the longest: %s", (header) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(90_000);
  });

  it.each(["3601", "99999999999999999999", "Tue, 06 Jan 2026 09:00:00 GMT", "Thu, 06 Jan 2099 09:00:00 GMT"])(
    "of more than an hour is taken for a mistake: %s",
    (header) => {
      expect(retryAfterMs(header, NOW_MS)).toBe(RETRY_AFTER_MAX_MS);
    },
  );
});
