import type { AuditEvent, IntentEvent, ResultEvent } from "../audit/event.ts";
import type { PoolId } from "../pool/id.ts";
import type { DeployedSecret } from "../pool/secrets.ts";

/** What the deployer did and is doing about one pool. Written by reconcile alone, under a lease. */
export interface PoolState {
  readonly format: 1;
  readonly pool: PoolId;
  /** The newest generation whose PUT ARM accepted: only a pool that has one is ever deleted. */
  readonly applied?: number;
  /**
   * Which versions of its secrets the pool has, where it has any. Unknown while a change is under way, and after one that
   * did not end well.
   */
  readonly secrets?: readonly DeployedSecret[];
  /** A change that was begun. Written before the request leaves, so that a crash can't hide it. */
  readonly change?: Change;
  readonly settled?: Settled;
  /** What keeps the present generation from being applied, since when. */
  readonly trouble?: Trouble;
  /** Since when ARM works on the pool, for us or for somebody else, as far as we have seen. */
  readonly atWorkSince?: string;
  /** How often what was changed outside git was put back. */
  readonly corrections?: Corrections;
  /** The change whose intent is on record and whose result is not: it may take several requests, or none. */
  readonly intent?: OpenIntent;
  /** Events that belong into the audit's record before anything else is done: stored with the state that they tell of. */
  readonly outbox?: readonly AuditEvent[];
  /** When the next step is due (UTC, ISO 8601); overdue by much means that its message was lost. */
  readonly nextStepAt?: string;
  /** Until when the pool is left alone, where no message is on its way for the time after: whoever comes waits. */
  readonly quietUntil?: string;
}

export interface OpenIntent {
  readonly event: IntentEvent;
  /** Requests that were begun. */
  readonly attempts: number;
  /** Which versions of its secrets the pool had before, as far as is known. */
  readonly secrets?: readonly DeployedSecret[];
  /** What ARM answered to the last request, and its operation, once it did. */
  readonly answered?: Pick<ResultEvent, "answer" | "operation">;
}

export interface Change {
  readonly kind: "put" | "delete";
  readonly generation: number;
  /** The wish it carries out, as `wishMark` writes it. */
  readonly wish?: string;
  readonly beganAt: string;
  /** Which creation of this generation this is, from 1: ARM showed no such pool before. */
  readonly creation?: number;
  /** It puts a pool again that was found in state `Failed`, or canceled. */
  readonly repair?: true;
  /** Which versions of its secrets were sent, where it has any. */
  readonly secrets?: readonly DeployedSecret[];
  /** ARM said yes. Without it, the answer may have been lost: look before trying again. */
  readonly accepted: boolean;
  /** Where ARM tells how it goes: a signed capability, stored verbatim and never logged. */
  readonly operationUrl?: string;
}

export interface Settled {
  readonly generation: number;
  /** The wish that settled, as `wishMark` writes it. */
  readonly wish?: string;
  readonly at: string;
  readonly outcome: SettledOutcome;
}

export type SettledOutcome =
  | { readonly kind: "applied" }
  | { readonly kind: "unchanged" }
  | { readonly kind: "removed" }
  /** Followed no longer, or not ours to delete. */
  | { readonly kind: "kept" }
  | { readonly kind: "rejected"; readonly code: string; readonly message: string };

export interface Trouble {
  readonly generation: number;
  readonly class: "busy" | "notYet";
  readonly code: string;
  readonly message: string;
  /** Since when this generation meets failures, of whatever class. */
  readonly firstAt: string;
  /** Since when its world outside git was found not ready, however often ARM was busy in between. */
  readonly notYetAt?: string;
  readonly attempts: number;
}

export interface Corrections {
  /** Of the wish that was put back: another one begins anew. */
  readonly generation: number;
  /** In a row, without a quiet time between. */
  readonly count: number;
  readonly lastAt: string;
}

/** Blob metadata of a pool document, so that one listing shows thousands of pools. All values are strings. */
export interface PoolLabels {
  /** `pending`: a message is under way · `waiting`: ARM works on it · `settled`. */
  readonly phase: "pending" | "waiting" | "settled";
  /** The generation that `phase` speaks of. */
  readonly generation: string;
  /** Its wish, as `wishMark` writes it. */
  readonly wish?: string;
  /** Epoch milliseconds: since when ARM works on the pool, where it does. */
  readonly since?: string;
  /** Outcome of the settled generation. */
  readonly outcome?: SettledOutcome["kind"];
  /** How often in a row the settled generation was put back, where it was. */
  readonly corrections?: string;
  /** Epoch milliseconds: when the next step is due, or when the pool settled. */
  readonly at: string;
}
