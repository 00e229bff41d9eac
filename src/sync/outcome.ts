import type { Source } from "../documents/source.ts";
import type { SourceState } from "../documents/source-state.ts";
import type { Audit, Chance, Clock, Documents, Held, Log, Queues, Repositories } from "../ports.ts";
import type { SyncMessage } from "../shared/messages.ts";

export interface SyncDeps {
  readonly repositories: Repositories;
  readonly audit: Pick<Audit, "create">;
  readonly documents: Documents;
  readonly queues: Queues;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
}

/** One sync under way, as the holder of its source's document. */
export interface Syncing {
  readonly message: SyncMessage;
  readonly source: Source;
  /** As it is written now. */
  readonly state: SourceState;
  readonly held: Held<SourceState>;
}

export type SyncOutcome =
  | { readonly kind: "nothing" }
  | { readonly kind: "again"; readonly why: string; readonly delayMs: number }
  /** The commit has mistakes: nothing of it is deployed. */
  | { readonly kind: "rejected"; readonly commit: string; readonly mistakes: number }
  | { readonly kind: "wanted"; readonly commit: string; readonly pools: number }
  /** The commit is valid, and nothing of it is applied while its source is paused. */
  | { readonly kind: "paused"; readonly commit: string }
  /** GitHub is busy: the next poll tries again. */
  | { readonly kind: "left"; readonly why: string }
  /** The source can't be read; its pools stay as they are. */
  | { readonly kind: "unreadable"; readonly code: string };
