import { describe, expect, test } from "vitest";
import { firesWithinAMinute, nextOccurrence, parseSchedule } from "../local/functions-host/cron.ts";

function next(expression: string, after: string): string | undefined {
  const at = nextOccurrence(parseSchedule(expression), Date.parse(after));
  return at === undefined ? undefined : new Date(at).toISOString().replace(".000Z", "Z");
}

describe("a timer's schedule", () => {
  test.each([
    ["0 */5 * * * *", "2026-03-01T10:00:00Z", "2026-03-01T10:05:00Z"],
    ["0 */5 * * * *", "2026-03-01T10:04:59.999Z", "2026-03-01T10:05:00Z"],
    ["0 */1 * * * *", "2026-12-31T23:59:00.001Z", "2027-01-01T00:00:00Z"],
    ["0 0 * * * *", "2026-03-01T10:00:00Z", "2026-03-01T11:00:00Z"],
    ["0 0 0 * * *", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"],
    ["*/10 * * * * *", "2026-03-01T10:00:51Z", "2026-03-01T10:01:00Z"],
    ["30 5/20 * * * *", "2026-03-01T10:05:30Z", "2026-03-01T10:25:30Z"],
    ["30 5/20 * * * *", "2026-03-01T10:45:30Z", "2026-03-01T11:05:30Z"],
    ["0 0 9-17/4 * * *", "2026-03-01T09:00:01Z", "2026-03-01T13:00:00Z"],
    ["0 0 6,18 * * *", "2026-03-01T06:00:00Z", "2026-03-01T18:00:00Z"],
    ["0 0 6 * * Mon-Fri", "2026-02-27T06:00:00Z", "2026-03-02T06:00:00Z"],
    ["0 0 6 * * 5-1", "2026-02-28T00:00:00Z", "2026-03-02T06:00:00Z"],
    ["0 0 6 1 JANUARY,jul *", "2026-03-01T00:00:00Z", "2026-07-01T06:00:00Z"],
    ["0 0 0 31 * *", "2026-04-01T00:00:00Z", "2026-05-31T00:00:00Z"],
    ["0 0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z"],
    ["*/15 * * * *", "2026-03-01T10:16:00Z", "2026-03-01T10:30:00Z"],
  ])("%s after %s fires at %s", (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test("wants the day and the weekday both", () => {
    expect(next("0 0 0 13 * Fri", "2026-03-14T00:00:00Z")).toBe("2026-11-13T00:00:00Z");
  });

  test("that never comes has no next time", () => {
    expect(next("0 0 0 31 2 *", "2026-03-01T00:00:00Z")).toBeUndefined();
  });

  test.each([
    ["0 0 * *", "6 fields"],
    ["0 0 * * * * *", "6 fields"],
    ["00:05:00", "6 fields"],
    ["60 * * * * *", '"60" is no second'],
    ["0 0 24 * * *", '"24" is no hour'],
    ["0 0 0 0 * *", '"0" is no day'],
    ["0 0 0 * * 7", '"7" is no weekday'],
    ["0 0 0 * Foo *", '"Foo" is no month'],
    ["0 */0 * * * *", '"*/0" is no minute'],
    ["0 *-5 * * * *", '"*-5" is no minute'],
    ["0 1,, * * * *", '"" is no minute'],
  ])("%s is refused", (expression, message) => {
    expect(() => parseSchedule(expression)).toThrow(message);
  });

  test("knows whether it may fire more than once a minute", () => {
    expect(firesWithinAMinute(parseSchedule("*/30 * * * * *"))).toBe(true);
    expect(firesWithinAMinute(parseSchedule("15 * * * * *"))).toBe(false);
  });
});
