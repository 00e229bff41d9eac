import type { ArmCall, Chance, Log, LogFields, PoolResources, Queues } from "../ports.ts";
import { childOf, newTrace, printTraceparent, readTraceparent } from "../shared/traceparent.ts";

/** What a trace goes through. */
export interface Traceable {
  readonly log: Log;
  readonly queues: Queues;
  readonly pools: PoolResources;
  /** Makes ids of spans. None: nothing is traced. */
  readonly tracing?: Pick<Chance, "uuid">;
}

/** What else an invocation can know of its trace. */
export interface Tracing {
  /** Makes the traceparent of a message that others store. None: nothing is traced. */
  readonly traceparent?: () => string;
}

/**
 * The same world, as one invocation sees it: its log lines name the trace, its messages carry it on, and ARM hears of
 * it, so that one push is one trace from the webhook to ARM. `carried` is the traceparent of what set the invocation
 * off; a trace begins where that is none.
 */
export function traced<World extends Traceable>(world: World, carried: unknown): World & Tracing {
  const { tracing } = world;
  if (!tracing) return world;
  const place = readTraceparent(carried) ?? newTrace(tracing.uuid(), tracing.uuid());
  const next = (): string => printTraceparent(childOf(place, tracing.uuid()));
  return {
    ...world,
    log: tracedLog(world.log, place.traceId),
    queues: tracedQueues(world.queues, next),
    pools: tracedPools(world.pools, next),
    traceparent: next,
  };
}

function tracedLog(log: Log, trace: string): Log {
  const withTrace = (fields: LogFields = {}): LogFields => ({ ...fields, trace });
  return {
    info: (message, fields) => log.info(message, withTrace(fields)),
    warn: (message, fields) => log.warn(message, withTrace(fields)),
    error: (message, fields) => log.error(message, withTrace(fields)),
  };
}

function tracedQueues(queues: Queues, next: () => string): Queues {
  return {
    send: (queue, message, delayMs) => queues.send(queue, { ...message, traceparent: next() }, delayMs),
  };
}

function tracedPools(pools: PoolResources, next: () => string): PoolResources {
  const within = (call: ArmCall): ArmCall => ({ ...call, traceparent: next() });
  return {
    get: (id, call) => pools.get(id, within(call)),
    put: (id, body, call) => pools.put(id, body, within(call)),
    remove: (id, call) => pools.remove(id, within(call)),
    list: (group, call) => pools.list(group, within(call)),
    operation: (url, call) => pools.operation(url, within(call)),
    callers: () => pools.callers(),
  };
}
