import { readPoolLabels } from "../../src/documents/labels.ts";
import type { Watchers } from "./watch.ts";
import type { World } from "./world.ts";

const POLL_MS = 5 * 60_000;
/** Hourly. It finds what was changed by hand, and which secrets have a new version. */
const POLLS_PER_SNAPSHOT = 12;
/** Longer than an operation may hang, and than what was refused waits for its next try. */
const PATIENCE_MS = 5 * 60 * 60_000;
const LOOKED_AT_WITHIN_MS = 60_000;

/** Polls like clockwork, lets faults stop at `quietAtMs`, and goes on until all is as it should be, or for hours. */
export async function drain(world: World, watchers: Watchers, quietAtMs: number): Promise<void> {
  const { scheduler, faults } = world;
  scheduler.at(quietAtMs, "faults stop", faults.stop);
  let writes = 0;
  world.onFact(({ kind }) => {
    if (kind === "armWrite") writes += 1;
  });
  const isHopeless = (): boolean => scheduler.now() > quietAtMs + PATIENCE_MS;
  let writesBefore: number;
  do {
    await pollUntilCalm(world, watchers, { quietAtMs, isHopeless });
    writesBefore = writes;
    if (!watchers.breach) await takeLastSnapshot(world);
    // What the snapshot found may have begun something.
  } while (!watchers.breach && !(isAtRest(world) && writes === writesBefore) && !isHopeless());
  if (!watchers.breach) await watchers.atEnd();
}

/** Until all was calm for two polls in a row. */
async function pollUntilCalm(
  world: World,
  watchers: Watchers,
  { quietAtMs, isHopeless }: { readonly quietAtMs: number; readonly isHopeless: () => boolean },
): Promise<void> {
  const { scheduler, host } = world;
  let calmPolls = 0;
  for (let polls = 1; !watchers.breach && calmPolls < 2 && !isHopeless(); polls++) {
    const isCalm = scheduler.now() > quietAtMs && isAtRest(world) && watchers.unconverged().length === 0;
    calmPolls = isCalm ? calmPolls + 1 : 0;
    if (isCalm) world.tell({ kind: "quiet" });
    host.invoke("poll", (app, { log }) => app.poll(log));
    if (!isCalm && polls % POLLS_PER_SNAPSHOT === 0)
      host.invoke("snapshot", (app, { log }) => app.snapshot(log));
    const nextMs = scheduler.now() + POLL_MS;
    while (!watchers.breach && (scheduler.nextAtMs() ?? Number.POSITIVE_INFINITY) <= nextMs)
      await scheduler.step();
    if (!watchers.breach) await world.runUntil(nextMs);
  }
}

/** Nothing runs, nothing waits, no pool is in the middle of a change, and nobody has forgotten one. */
function isAtRest({ isIdle, state }: World): boolean {
  const isSettled = ({ labels }: { readonly labels: Parameters<typeof readPoolLabels>[0] }): boolean =>
    (readPoolLabels(labels)?.phase ?? "settled") === "settled";
  const pools = state.list("pools/");
  return isIdle() && pools.every(isSettled) && state.list("wanted/").length <= pools.length;
}

/** What it finds to be looked at again is looked at. */
async function takeLastSnapshot({ host, scheduler, isIdle }: World): Promise<void> {
  host.invoke("snapshot", (app, { log }) => app.snapshot(log));
  const untilMs = scheduler.now() + LOOKED_AT_WITHIN_MS;
  while (!isIdle() && (scheduler.nextAtMs() ?? Number.POSITIVE_INFINITY) <= untilMs) await scheduler.step();
}
