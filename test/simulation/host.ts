import type { Poolkeeper } from "../../src/poolkeeper.ts";
import type { QueueName } from "../../src/shared/messages.ts";
import { afterInvocation, onArrival, poisonQueueOf } from "../local/functions-host/queue-rules.ts";
import { createDice, hashOf } from "./dice.ts";
import type { Tell } from "./facts.ts";
import type { Faults } from "./faults.ts";
import { Invocation } from "./invocation.ts";
import type { Scheduler } from "./scheduler.ts";
import type { AnyQueue, Describe, MessageStore, StoredMessage } from "./stand-ins/queues.ts";

/** As host.json and Azure's queue trigger have it. */
/** Of one function on one instance. */
const AT_ONCE_MAX = 8;
const LEASE_MS = 10 * 60_000;
const RETRY_MS = 10_000;
const DEQUEUES_MAX = 5;
const POLLING_MAX_MS = 2_000;

export interface HostSettings {
  readonly seed: number;
  readonly rate: number;
  readonly instances: number;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly store: MessageStore;
  readonly tell: Tell;
  readonly describe: Describe;
  /** The program, as one invocation sees it. */
  readonly compose: (invocation: Invocation) => Poolkeeper;
}

type Work = (app: Poolkeeper, invocation: Invocation) => Promise<void>;
type End = "done" | "failed" | "crashed";

const FUNCTIONS: { readonly [queue in QueueName]: string } = {
  syncs: "sync",
  reconciles: "reconcile",
  rollouts: "follow",
};

/** Azure Functions: starts invocations, several at once, and settles messages by the rules of the host on a laptop. */
export function createHost(settings: HostSettings) {
  const { seed, rate, instances, scheduler, faults, store, tell, describe, compose } = settings;
  const running = new Map<Invocation, (end: End) => void>();
  const counts = new Map<string, number>();
  const busy = new Map<AnyQueue, number>();

  /** Runs `work` as an invocation of its own; `onEnd` hears how it ended, once. */
  function invoke(label: string, work: Work, onEnd: (end: End) => void = () => undefined): Invocation {
    const nth = (counts.get(label) ?? 0) + 1;
    counts.set(label, nth);
    const end = (how: End): void => {
      if (running.delete(invocation)) onEnd(how);
    };
    const name = `${label} #${nth}`;
    const invocation = new Invocation({ name, seed, scheduler, faults, tell, onCrash: () => end("crashed") });
    running.set(invocation, end);
    work(compose(invocation), invocation).then(
      () => {
        tell({ kind: "ended", by: invocation });
        end("done");
      },
      (error: unknown) => {
        tell({ kind: "ended", by: invocation, error });
        end("failed");
      },
    );
    return invocation;
  }

  function wakeAt(message: StoredMessage): void {
    const dice = createDice(seed, `wake ${message.text} ${message.dequeueCount}`);
    const atMs = message.visibleAtMs + dice.between(0, POLLING_MAX_MS);
    scheduler.at(atMs, `look at ${message.queue}`, () => pump(message.queue));
  }

  const ranks = new WeakMap<StoredMessage, { readonly dequeueCount: number; readonly rank: number }>();

  /** Where the message stands among others: in no order, and in another one each time. */
  function rankOf(message: StoredMessage): number {
    const known = ranks.get(message);
    if (known?.dequeueCount === message.dequeueCount) return known.rank;
    const { text, dequeueCount } = message;
    const rank = hashOf(`${text} ${dequeueCount}`, seed);
    ranks.set(message, { dequeueCount, rank });
    return rank;
  }

  /** Takes what can be seen, in no order. */
  function pump(queue: AnyQueue): void {
    if ((busy.get(queue) ?? 0) >= AT_ONCE_MAX * instances) return;
    const visible = store.messages(queue).filter(({ visibleAtMs }) => visibleAtMs <= scheduler.now());
    const shuffled = visible.sort((one, other) => rankOf(one) - rankOf(other));
    for (const message of shuffled) {
      if ((busy.get(queue) ?? 0) >= AT_ONCE_MAX * instances) return;
      take(message);
    }
  }

  function take(message: StoredMessage): void {
    const { queue } = message;
    message.dequeueCount += 1;
    const arrival = onArrival({ ...countedOf(message), readable: true }, DEQUEUES_MAX);
    if (arrival === "poison") {
      poison(message);
      return;
    }
    hide(message, LEASE_MS);
    if (arrival === "leave") return;
    busy.set(queue, (busy.get(queue) ?? 0) + 1);
    invoke(labelOf(message), workOf(message), (end) => {
      busy.set(queue, (busy.get(queue) ?? 1) - 1);
      settle(message, end);
      pump(queue);
    });
  }

  function settle(message: StoredMessage, end: End): void {
    const dice = createDice(seed, `end ${message.text} ${message.dequeueCount}`);
    const isKept = (): boolean =>
      faults.roll(`delete of ${message.text} (${message.dequeueCount})`, rate, () => true) === true;
    // The lease was renewed at half its time at best.
    if (end === "crashed") hide(message, dice.between(LEASE_MS / 2, LEASE_MS));
    else {
      const departure = afterInvocation({ ...countedOf(message), succeeded: end === "done" }, DEQUEUES_MAX);
      if (departure === "poison") poison(message);
      else if (departure === "release") hide(message, RETRY_MS);
      else if (departure === "leave" || isKept()) hide(message, LEASE_MS);
      else store.remove(message.id);
    }
  }

  function hide(message: StoredMessage, ms: number): void {
    message.visibleAtMs = scheduler.now() + ms;
    wakeAt(message);
  }

  function poison({ id, queue, text }: StoredMessage): void {
    store.remove(id);
    store.put(`${queueOf(queue)}-poison`, text);
    tell({ kind: "poisoned", queue, text });
  }

  function labelOf({ queue, text }: StoredMessage): string {
    const name = queueOf(queue);
    return `${isPoison(queue) ? "abandon" : FUNCTIONS[name]} ${describe(name, text)}`;
  }

  store.onPut(wakeAt);

  return {
    invoke,
    running,
    /** The instance is gone, and all that ran on it. */
    die(): void {
      for (const invocation of [...running.keys()]) invocation.crash();
    },
  };
}

const isPoison = (queue: AnyQueue): boolean => poisonQueueOf(queue) === undefined;

const countedOf = ({ dequeueCount, queue }: StoredMessage) => ({
  dequeueCount,
  hasPoisonQueue: !isPoison(queue),
});

const queueOf = (queue: AnyQueue): QueueName => queue.replace("-poison", "") as QueueName;

function workOf({ queue, text, dequeueCount }: StoredMessage): Work {
  const message: unknown = JSON.parse(text);
  if (isPoison(queue)) return (app, { log }) => app.abandon(queueOf(queue), message, log);
  switch (queueOf(queue)) {
    case "syncs":
      return (app, { log }) => app.sync(message, log);
    case "reconciles":
      return (app, { log }) => app.reconcile(message, log);
    case "rollouts":
      return (app, { log }) => app.follow(message, log, { isAgain: dequeueCount > 1 });
  }
}
