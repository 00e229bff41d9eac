import { expect, onTestFinished, test, vi } from "vitest";
import { NEVER } from "../local/app-settings.ts";
import { parseSchedule } from "../local/functions-host/cron.ts";
import { startTimer } from "../local/functions-host/timer-trigger.ts";
import { PATIENCE } from "../patience.ts";
import { startHostUnderTest } from "./host-under-test.ts";

const EVERY_SECOND = { TICK_SCHEDULE: "* * * * * *" };

test("a timer fires on the second, and skips what it missed", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-01-05T09:00:00.250Z") });
  onTestFinished(() => void vi.useRealTimers());
  const begun: string[] = [];
  const invoke = async () => {
    begun.push(new Date().toISOString());
    if (begun.length === 2) await new Promise((resolve) => setTimeout(resolve, 1_500));
  };

  const timer = startTimer({ name: "tick", schedule: parseSchedule("* * * * * *"), invoke });
  await vi.advanceTimersByTimeAsync(4_750);
  await timer.stop();

  expect(begun).toEqual(["01", "02", "04", "05"].map((second) => `2026-01-05T09:00:${second}.000Z`));
});

test("a timer of the host fires again and again, and hears what Azure would tell it", async () => {
  const host = await startHostUnderTest("timers", { settings: EVERY_SECOND });

  await vi.waitFor(() => expect(host.facts("tick").length).toBeGreaterThanOrEqual(4), PATIENCE);
  await host.stop();

  const begins = host.facts("tick").filter(({ event }) => event === "begin");
  for (const { timer } of begins)
    expect(timer).toEqual({ schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false });
  expect(new Set(begins.map(({ at }) => Math.floor(at / 1000))).size).toBe(begins.length);
});

test("a timer that runs for longer than its pause does not overlap with itself", async () => {
  const host = await startHostUnderTest("timers", { settings: { ...EVERY_SECOND, TICK_MS: "1500" } });

  await vi.waitFor(() => expect(host.facts("tick").length).toBeGreaterThanOrEqual(4), PATIENCE);
  await host.stop();

  const events = host.facts("tick").map(({ event }) => event);
  expect(events).toEqual(events.map((_, index) => (index % 2 === 0 ? "begin" : "end")));
});

test("a timer can be run by hand, and hears when it will fire next", async () => {
  const host = await startHostUnderTest("timers", { settings: { TICK_SCHEDULE: NEVER } });

  const run = (name: string) => fetch(`${host.origin}/admin/functions/${name}`, { method: "POST" });
  const answers = [await run("tick"), await run("nobody")];
  await vi.waitFor(() => expect(host.facts("tick")).toHaveLength(2), PATIENCE);
  await host.stop();

  expect(answers.map(({ status }) => status)).toEqual([202, 404]);
  expect(host.facts("tick")[0]?.timer).toMatchObject({
    scheduleStatus: { last: "0001-01-01T00:00:00+00:00" },
  });
});
