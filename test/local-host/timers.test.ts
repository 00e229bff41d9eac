import { expect, test, vi } from "vitest";
import { startHostUnderTest } from "./host-under-test.ts";

const EVERY_SECOND = { TICK_SCHEDULE: "* * * * * *" };

test("a timer fires on the second, again and again", async () => {
  const host = await startHostUnderTest("timers", { settings: EVERY_SECOND });

  await vi.waitFor(() => expect(host.facts("tick").length).toBeGreaterThanOrEqual(4), { timeout: 10_000 });
  await host.stop();

  const begins = host.facts("tick").filter(({ event }) => event === "begin");
  for (const { at, timer } of begins) {
    expect(at % 1000).toBeLessThan(900); // never early, and late only on a busy machine
    expect(timer).toEqual({ schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false });
  }
  expect(new Set(begins.map(({ at }) => Math.floor(at / 1000))).size).toBe(begins.length);
});

test("a timer that runs for longer than its pause does not overlap with itself", async () => {
  const host = await startHostUnderTest("timers", { settings: { ...EVERY_SECOND, TICK_MS: "1500" } });

  await vi.waitFor(() => expect(host.facts("tick").length).toBeGreaterThanOrEqual(4), { timeout: 15_000 });
  await host.stop();

  const events = host.facts("tick").map(({ event }) => event);
  expect(events).toEqual(events.map((_, index) => (index % 2 === 0 ? "begin" : "end")));
});

test("a timer can be run by hand, and hears when it will fire next", async () => {
  const host = await startHostUnderTest("timers", { settings: { TICK_SCHEDULE: "0 0 0 29 2 *" } });

  const run = (name: string) => fetch(`${host.origin}/admin/functions/${name}`, { method: "POST" });
  const answers = [await run("tick"), await run("nobody")];
  await vi.waitFor(() => expect(host.facts("tick")).toHaveLength(2));
  await host.stop();

  expect(answers.map(({ status }) => status)).toEqual([202, 404]);
  expect(host.facts("tick")[0]?.timer).toMatchObject({
    scheduleStatus: { last: "0001-01-01T00:00:00+00:00" },
  });
});
