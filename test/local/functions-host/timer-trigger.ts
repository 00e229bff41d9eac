import { firesWithinAMinute, nextOccurrence, type Schedule } from "./cron.ts";
import { hostLog } from "./log.ts";
import type { Trigger } from "./queue-trigger.ts";
import type { TypedData } from "./rpc.ts";

/** When a timer fired last and will fire next, in epoch milliseconds. */
export interface TimerStatus {
  readonly lastAt: number | undefined;
  readonly nextAt: number;
}

export interface TimerOptions {
  readonly name: string;
  readonly schedule: Schedule;
  /** Rejects if the function failed; the next try is the next time it fires. */
  readonly invoke: (status: TimerStatus) => Promise<void>;
}

const TIMEOUT_MAX_MS = 2 ** 31 - 1; // what setTimeout can wait

/** Fires a timer function until it is stopped. It never overlaps with itself; what it missed, it skips. */
export function startTimer({ name, schedule, invoke }: TimerOptions): Trigger {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let stopped = false;
  let lastAt: number | undefined;

  const waitFor = (nextAt: number | undefined) => {
    if (stopped || nextAt === undefined) return;
    const remaining = nextAt - Date.now();
    timer =
      remaining > 0 ? setTimeout(() => waitFor(nextAt), Math.min(remaining, TIMEOUT_MAX_MS)) : undefined;
    if (timer === undefined) running = fire(nextAt);
  };
  const fire = async (at: number) => {
    const before = lastAt;
    lastAt = at;
    try {
      await invoke({ lastAt: before, nextAt: nextOccurrence(schedule, at) ?? at });
    } catch (error) {
      hostLog(`${name} failed`, error);
    }
    waitFor(nextOccurrence(schedule, Math.max(at, Date.now())));
  };

  waitFor(nextOccurrence(schedule, Date.now()));
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}

const NEVER = "0001-01-01T00:00:00+00:00"; // what .NET says where nothing is known

/** The timer's data, as the host sends it. */
export function timerData(schedule: Schedule, useMonitor: boolean, status: TimerStatus): TypedData {
  const isMonitored = useMonitor && !firesWithinAMinute(schedule);
  const last = status.lastAt === undefined ? NEVER : new Date(status.lastAt).toISOString();
  const next = new Date(status.nextAt).toISOString();
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: isMonitored ? { Last: last, Next: next, LastUpdated: last } : null,
      IsPastDue: false,
    }),
  };
}
