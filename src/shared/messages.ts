import type { PoolId } from "../pool/id.ts";
import type { DeployedSecret } from "../pool/secrets.ts";
import { isObject } from "./json.ts";

/**
 * What travels through the queues. Waiting is a new message with a visibility delay, so each one carries
 * how often it was tried and since when. `id`, `dequeueCount` and the like are no names for our properties:
 * the host would take them for its own.
 */
export interface Messages {
  readonly syncs: SyncMessage;
  readonly reconciles: ReconcileMessage;
  readonly rollouts: RolloutMessage;
}

export type QueueName = keyof Messages;

/** Of every message. */
export interface Traced {
  /** W3C's header of that name: the trace that the message carries on. */
  readonly traceparent?: string;
}

export interface SyncMessage extends Traced {
  readonly source: string;
  /** `asked`: somebody wants the head read anew, and rejected pools tried again. */
  readonly reason: "push" | "poll" | "asked";
  /** What a verified push said of the branch: a hint, never what is applied. */
  readonly push?: PushHint;
  readonly attempt: number;
  /** UTC, ISO 8601: when the first message of this errand was sent. */
  readonly firstAt: string;
}

export interface PushHint {
  readonly before: string;
  readonly after: string;
  readonly forced: boolean;
  readonly pusher: string;
  readonly delivery: string;
}

export interface ReconcileMessage extends Traced {
  readonly pool: PoolId;
  /** The rollout that wants to know the outcome. */
  readonly source: string;
  readonly commit: string;
  readonly correlationId: string;
  /**
   * `wanted`: git changed · `woken`: an operation ended, or a message was lost · `retry`: a rejected pool's next try ·
   * `recheck`: a settled pool may not be as wanted any more.
   */
  readonly reason: "wanted" | "woken" | "retry" | "recheck";
  /** What a recheck is for. */
  readonly recheck?: RecheckCause;
  /** Which versions of its secrets a `late` request sent, where it had any. */
  readonly secrets?: readonly DeployedSecret[];
  readonly attempt: number;
  readonly firstAt: string;
}

/**
 * `drift`: the pool was changed outside git · `secrets`: a secret that its spec names may have another value by now ·
 * `late`: a request of ours may have been carried out after another step had taken over.
 */
export type RecheckCause = "drift" | "secrets" | "late";

export interface RolloutMessage extends Traced {
  readonly source: string;
  readonly commit: string;
  /** The beat of the loop that this message carries on; without one it is a nudge: look now, and report. */
  readonly beat?: number;
  /** What the commit was told last may not be what is on record: an end that was told is told again. */
  readonly retell?: true;
  readonly attempt: number;
  readonly firstAt: string;
}

/** A message that can't be read never can be: the host gives up on it, and `abandoned` records it. */
export class UnreadableMessage extends Error {
  override readonly name = "UnreadableMessage";
}

type Shape = { readonly [property: string]: "string" | "number" | "object" };

const SHAPES: { readonly [queue in QueueName]: Shape } = {
  syncs: { source: "string", reason: "string", attempt: "number", firstAt: "string" },
  reconciles: {
    pool: "object",
    source: "string",
    commit: "string",
    correlationId: "string",
    reason: "string",
    attempt: "number",
    firstAt: "string",
  },
  rollouts: { source: "string", commit: "string", attempt: "number", firstAt: "string" },
};

/** Reads what the host hands over: an object if the text was JSON, else the text itself. */
export function parseMessage<Q extends QueueName>(queue: Q, message: unknown): Messages[Q] {
  if (!isObject(message)) throw new UnreadableMessage(`${queue}: not a JSON object`);
  for (const [property, type] of Object.entries(SHAPES[queue])) {
    const value = message[property];
    if (type === "object" ? !isObject(value) : typeof value !== type)
      throw new UnreadableMessage(`${queue}: ${property} is not a ${type}`);
  }
  return message as unknown as Messages[Q];
}
