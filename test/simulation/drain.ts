import type { Watchers } from "./watch.ts";
import type { World } from "./world.ts";

const POLL_MS = 5 * 60_000;
/** Longer than an operation may hang, and than what was refused waits for its next try. */
const PATIENCE_MS = 5 * 60 * 60_000;
const LOOKED_AT_WITHIN_MS = 60_000;

/** Polls like clockwork, lets faults stop at `quietAtMs`, and goes on until all is as it should be, or for hours. */
export async function drain(world: World, watchers: Watchers, quietAtMs: number): Promise<void> {
  const { scheduler, faults, host } = world;
  scheduler.at(quietAtMs, "faults stop", faults.stop);
  let calmPolls = 0;
  while (!watchers.breach && calmPolls < 2) {
    const isOver = scheduler.now() > quietAtMs;
    if (scheduler.now() > quietAtMs + PATIENCE_MS) break;
    const isCalm = isOver && world.isIdle() && watchers.unconverged().length === 0;
    calmPolls = isCalm ? calmPolls + 1 : 0;
    if (isCalm) world.tell({ kind: "quiet" });
    host.invoke("poll", (app, { log }) => app.poll(log));
    const nextMs = scheduler.now() + POLL_MS;
    while (!watchers.breach && (scheduler.nextAtMs() ?? Number.POSITIVE_INFINITY) <= nextMs)
      await scheduler.step();
    if (!watchers.breach) await world.runUntil(nextMs);
  }
  if (!watchers.breach) await takeLastSnapshot(world);
  if (!watchers.breach) await watchers.atEnd();
}

/** What it finds to be looked at again is looked at. */
async function takeLastSnapshot({ host, scheduler, isIdle }: World): Promise<void> {
  host.invoke("snapshot", (app, { log }) => app.snapshot(log));
  const untilMs = scheduler.now() + LOOKED_AT_WITHIN_MS;
  while (!isIdle() && (scheduler.nextAtMs() ?? Number.POSITIVE_INFINITY) <= untilMs) await scheduler.step();
}
