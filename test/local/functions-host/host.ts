import { setTimeout as wait } from "node:timers/promises";
import { serve } from "../http.ts";
import { ADMIN_PATH, adminApi } from "./admin.ts";
import { type AppSettings, resolveSettings } from "./app-settings.ts";
import { queuesOf } from "./connection.ts";
import { nextOccurrence, parseSchedule } from "./cron.ts";
import type { HostSettings } from "./host-json.ts";
import { httpTriggers } from "./http-trigger.ts";
import { hostLog } from "./log.ts";
import { messageMetadata } from "./queue-message.ts";
import { isQueueOutput, withQueueOutputs } from "./queue-output.ts";
import { poisonQueueOf } from "./queue-rules.ts";
import { startQueueTrigger, type Trigger } from "./queue-trigger.ts";
import type { Binding, FunctionMetadata } from "./rpc.ts";
import { startTimer, type TimerOptions, timerData } from "./timer-trigger.ts";
import { triggerOf, type Worker } from "./worker.ts";

export interface HostOptions {
  readonly worker: Worker;
  readonly host: HostSettings;
  readonly settings: AppSettings;
  readonly port: number;
  /** How long a queue message is hidden while it is worked on. */
  readonly leaseMs: number;
}

export interface Host {
  readonly origin: string;
  /** Takes nothing new, and waits for what is running. */
  stop(): Promise<void>;
}

const STOP_GRACE_MS = 10_000; // as long as Azure's host waits for its invocations

/** Runs the worker's functions: serves HTTP, works on queues, fires timers. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { host, settings, port, leaseMs } = options;
  const { http, queue, timer } = sorted(options.worker.functions());
  const worker = withQueueOutputs(options.worker, { encoding: host.queues.messageEncoding, settings });
  const timers = timer.map((each) => timerOptions(each, worker, settings));
  const answerHttp = httpTriggers(worker, http, { routePrefix: host.routePrefix, settings });
  const answerAdmin = adminApi(new Map(timers.map((each) => [each.name, () => runNow(each)])));
  const queues = queue.map((each) => queueOptions(each, worker, { host, settings, leaseMs }));

  // From here on nothing fails: whatever is wrong with the app was said before it began to work.
  const { origin, close } = await serve(
    (request) => (request.url.pathname.startsWith(ADMIN_PATH) ? answerAdmin : answerHttp)(request),
    { port },
  );
  const triggers: Trigger[] = [...queues.map(startQueueTrigger), ...timers.map(startTimer)];
  return {
    origin,
    stop: async () => {
      const stopped = Promise.all(triggers.map((trigger) => trigger.stop())).then(() => allDone(worker));
      await Promise.race([stopped, wait(STOP_GRACE_MS, undefined, { ref: false })]);
      await close();
      await worker.terminate();
    },
  };
}

async function allDone(worker: Worker): Promise<void> {
  while (worker.running() > 0) await wait(20);
}

type Kind = "http" | "queue" | "timer";
const KINDS: { readonly [type: string]: Kind } = {
  httpTrigger: "http",
  queueTrigger: "queue",
  timerTrigger: "timer",
};

function sorted(functions: readonly FunctionMetadata[]): { readonly [kind in Kind]: FunctionMetadata[] } {
  const kinds: { readonly [kind in Kind]: FunctionMetadata[] } = { http: [], queue: [], timer: [] };
  for (const metadata of functions) {
    const kind = KINDS[triggerOf(metadata).type];
    const others = Object.entries(metadata.bindings).filter(([name, binding]) => !isServed(name, binding));
    if (kind === undefined || others.length > 0)
      throw new Error(`${metadata.name} has a binding that this host does not serve: ${others[0]?.[1].type}`);
    kinds[kind].push(metadata);
  }
  return kinds;
}

const isServed = (name: string, binding: Binding): boolean =>
  binding.type in KINDS || binding.type === "http" || isQueueOutput(name, binding);

function queueOptions(
  metadata: FunctionMetadata,
  worker: Worker,
  { host, settings, leaseMs }: Pick<HostOptions, "host" | "settings" | "leaseMs">,
): Parameters<typeof startQueueTrigger>[0] {
  const trigger = triggerOf(metadata);
  const service = queuesOf(String(trigger.connection), settings);
  const queueName = resolveSettings(String(trigger.queueName), settings);
  const poisonName = poisonQueueOf(queueName);
  return {
    queue: service.getQueueClient(queueName),
    poisonQueue: poisonName === undefined ? undefined : service.getQueueClient(poisonName),
    rules: host.queues,
    leaseMs,
    invoke: async (message, text) => {
      const data = trigger.dataType === "binary" ? { bytes: Buffer.from(text) } : { string: text };
      await worker.invoke(metadata.name, {
        inputData: [{ name: trigger.name, data }],
        triggerMetadata: messageMetadata(message, text),
      });
    },
  };
}

function timerOptions(metadata: FunctionMetadata, worker: Worker, settings: AppSettings): TimerOptions {
  const trigger = triggerOf(metadata);
  const schedule = parseSchedule(resolveSettings(String(trigger.schedule), settings));
  return {
    name: metadata.name,
    schedule,
    invoke: async (status) => {
      const data = timerData(schedule, trigger.useMonitor !== false, status);
      await worker.invoke(metadata.name, { inputData: [{ name: trigger.name, data }], triggerMetadata: {} });
    },
  };
}

function runNow({ name, schedule, invoke }: TimerOptions): void {
  const now = Date.now();
  invoke({ lastAt: undefined, nextAt: nextOccurrence(schedule, now) ?? now }).catch((error: unknown) =>
    hostLog(`${name} failed`, error),
  );
}
