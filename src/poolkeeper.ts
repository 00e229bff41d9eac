import { abandon } from "./abandoned/abandon.ts";
import { type Asked, askForSync } from "./ask/ask.ts";
import { recordConfiguration } from "./configuration/record.ts";
import type { Source } from "./documents/source.ts";
import { checkHealth, type Health } from "./health/check.ts";
import { pollSources } from "./poll/poll.ts";
import type {
  Audit,
  Chance,
  Clock,
  Documents,
  Log,
  PoolResources,
  Queues,
  Repositories,
  Secrets,
  Signatures,
  Signer,
} from "./ports.ts";
import { recheckPools } from "./recheck/recheck.ts";
import { reconcilePool } from "./reconcile/reconcile.ts";
import { followRollout } from "./rollout/follow.ts";
import { isObject } from "./shared/json.ts";
import { parseMessage, type QueueName } from "./shared/messages.ts";
import { takeSnapshot } from "./snapshot/take.ts";
import { readStatus, type StatusAnswer } from "./status/read.ts";
import { syncSource } from "./sync/sync.ts";
import { traced } from "./trace/traced.ts";
import { createReceiver, type Receiver } from "./webhook/receiver.ts";

/** Everything outside the program, ready to use. */
export interface World {
  readonly signatures: Signatures;
  readonly repositories: Repositories;
  readonly pools: PoolResources;
  readonly secrets: Secrets;
  readonly documents: Documents;
  readonly queues: Queues;
  readonly audit: Audit;
  /** None: the audit's manifests are not signed. */
  readonly signer?: Signer;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Makes ids of traces. None: nothing is traced. */
  readonly tracing?: Pick<Chance, "uuid">;
  /** The deployer's own: in every snapshot. */
  readonly version: string;
  /** Settings that are no secret, for the audit's record. */
  readonly settings: { readonly [name: string]: string };
}

/** One method per trigger. Each invocation brings its own log. */
export interface Poolkeeper {
  receive: Receiver;
  sync(message: unknown, log: Log): Promise<void>;
  reconcile(message: unknown, log: Log): Promise<void>;
  /** `isAgain`: the host gave the message before, and who had it then did not end well. */
  follow(message: unknown, log: Log, given?: { readonly isAgain: boolean }): Promise<void>;
  poll(log: Log): Promise<void>;
  snapshot(log: Log): Promise<void>;
  abandon(queue: QueueName, message: unknown, log: Log): Promise<void>;
  health(): Promise<Health>;
  /** Of the source of that name, or of each. */
  askForSync(source: string | undefined, log: Log, traceparent?: string): Promise<Asked>;
  /** `after`: the `next` of the answer before. */
  status(after?: string): Promise<StatusAnswer>;
}

export function createPoolkeeper(sources: readonly Source[], world: World): Poolkeeper {
  const withLog = (log: Log, traceparent?: unknown) => traced({ ...world, log }, traceparent);
  return {
    receive: createReceiver(sources, withLog),
    sync: async (text, log) => {
      const message = parseMessage("syncs", text);
      const source = sourceOf(message, sources, log);
      if (source) await syncSource(message, source, withLog(log, message.traceparent));
    },
    reconcile: async (text, log) => {
      const message = parseMessage("reconciles", text);
      await reconcilePool(message, sources, withLog(log, message.traceparent));
    },
    follow: async (text, log, { isAgain } = { isAgain: false }) => {
      const message = parseMessage("rollouts", text);
      const source = sourceOf(message, sources, log);
      // Whoever had it before may have told something that it could not write down.
      const told = isAgain ? { ...message, retell: true as const } : message;
      if (source) await followRollout(told, source, withLog(log, message.traceparent));
    },
    poll: async (log) => {
      const deps = withLog(log);
      await recordConfiguration(sources, deps);
      await pollSources(sources, deps);
    },
    snapshot: async (log) => {
      const deps = withLog(log);
      const taken = await takeSnapshot(sources, deps);
      if (taken.kind === "taken") await recheckPools(taken.manifest, sources, deps);
    },
    abandon: (queue, message, log) =>
      abandon(queue, message, sources, withLog(log, isObject(message) ? message.traceparent : undefined)),
    health: () => checkHealth(sources, world.documents),
    askForSync: (source, log, traceparent) => askForSync(source, sources, withLog(log, traceparent)),
    status: (after) => readStatus(sources, after, world),
  };
}

/** A message of a source that the settings no longer name: nobody follows it any more. */
function sourceOf(
  message: { readonly source: string },
  sources: readonly Source[],
  log: Log,
): Source | undefined {
  const source = sources.find(({ name }) => name === message.source);
  if (!source) log.warn("source no longer followed", { source: message.source });
  return source;
}
