import { attempt } from "../shared/attempt.ts";
import { backoffMs } from "../shared/backoff.ts";
import type { Failure } from "../shared/failures.ts";
import type { SyncMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { tellUnreadable } from "./announce.ts";
import type { SyncDeps, Syncing, SyncOutcome } from "./outcome.ts";

/** How long a sync is tried again by its own message; after that the poll is its next try. */
export const SYNC_PATIENCE_MS = 10 * 60_000;

/** GitHub did not answer as hoped: later where it is busy, on record and on the commit where the source can't be read. */
export async function fail(failure: Failure, syncing: Syncing, deps: SyncDeps): Promise<SyncOutcome> {
  const { message, source, state, held } = syncing;
  const { code, retryAfterMs } = failure;
  if (failure.class === "busy") {
    if (retryAfterMs) {
      // For others: this message keeps the time that it was told, also where storage does not.
      const written = await attempt(() => held.write(state));
      if (!written.ok)
        deps.log.warn("patience not written down", { source: source.name, code: written.failure.code });
      const waits = { name: "throttleWaitMs", value: retryAfterMs, service: "GitHub", code };
      deps.log.info("metric", { ...waits, source: source.name });
    }
    const delayMs = retryAfterMs ?? backoffMs(message.attempt + 1, deps.chance.random());
    return await later(message, `${code}: ${failure.message}`, delayMs, deps);
  }
  const since = state.unreadable?.since ?? toIso(deps.clock.now());
  const told = await tellUnreadable(failure, syncing, deps);
  const unreadable = { code, message: failure.message, since, ...(told && { told }) };
  await held.write({ ...state, unreadable });
  // Once: the next polls find the same, and a log that repeats itself hides what is new.
  if (state.unreadable?.code !== code) {
    const reason = failure.message;
    deps.log.error("source unreadable, its pools are kept", { source: source.name, code, reason, since });
  }
  return { kind: "unreadable", code };
}

/** The end of a source's being unreadable, where it was. */
export function logReadable({ source, state }: Syncing, { log }: Pick<SyncDeps, "log">): void {
  const { unreadable } = state;
  if (!unreadable) return;
  const { code, since } = unreadable;
  log.info("source readable again", { source: source.name, code, since });
}

/** A push, or a person who asks, is worth its own message for a while; else the next poll is soon enough. */
export async function later(
  message: SyncMessage,
  why: string,
  delayMs: number,
  deps: Pick<SyncDeps, "queues" | "log" | "clock">,
): Promise<SyncOutcome> {
  const waitedMs = deps.clock.now() - fromIso(message.firstAt);
  if (message.reason !== "poll" && waitedMs + delayMs < SYNC_PATIENCE_MS) {
    return await again(message, why, delayMs, deps);
  }
  deps.log.warn("sync left to the next poll", { source: message.source, why });
  return { kind: "left", why };
}

/** Waiting belongs to the queue: the same message, later. */
export async function again(
  message: SyncMessage,
  why: string,
  delayMs: number,
  { queues, log }: Pick<SyncDeps, "queues" | "log">,
): Promise<SyncOutcome> {
  await queues.send("syncs", { ...message, attempt: message.attempt + 1 }, delayMs);
  log.info("sync postponed", { source: message.source, why, delayMs, attempt: message.attempt + 1 });
  return { kind: "again", why, delayMs };
}
