import type { SourceState } from "../documents/source-state.ts";
import type { Clock, Held, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { Failure } from "../shared/failures.ts";
import { toIso } from "../shared/time.ts";
import { UNSEEN } from "./state.ts";

/** GitHub and the source's document, for one sync. */
export interface Patient {
  readonly repositories: Repositories;
  readonly held: Held<SourceState>;
}

export interface Keeper extends Patient {
  /** Writes down until when, for a sync that fails and writes nothing more. */
  keep(): Promise<void>;
}

/**
 * Once GitHub asked to be left alone, whatever it was asked for, this sync asks nothing more: each later call fails as
 * that one did. Whatever is written down from then on says until when, for all other syncs.
 */
export function patient({ repositories, held }: Patient, { clock }: { readonly clock: Clock }): Keeper {
  let state = held.value ?? UNSEEN;
  let heard: { readonly failure: Failure; readonly quietUntil: string } | undefined;

  /** Calls that were under way together may each be told another time. */
  function hear(failure: Failure, retryAfterMs: number): void {
    const quietUntil = toIso(clock.now() + retryAfterMs);
    if (!heard || heard.quietUntil < quietUntil) heard = { failure, quietUntil };
  }

  const unlessTold =
    <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (heard) throw heard.failure;
      try {
        return await call(...args);
      } catch (error) {
        if (error instanceof Failure && error.retryAfterMs) hear(error, error.retryAfterMs);
        throw error;
      }
    };

  return {
    repositories: {
      id: unlessTold(repositories.id),
      head: unlessTold(repositories.head),
      isAncestor: unlessTold(repositories.isAncestor),
      tree: unlessTold(repositories.tree),
      blob: unlessTold(repositories.blob),
      report: unlessTold(repositories.report),
      describe: unlessTold(repositories.describe),
    },
    held: {
      value: held.value,
      write: async (next, labels) => {
        await held.write(heard ? { ...next, quietUntil: heard.quietUntil } : next, labels);
        state = next;
      },
    },
    async keep() {
      const quiet = heard && { ...state, quietUntil: heard.quietUntil };
      // Storage that fails once more has the next sync ask GitHub a little early.
      if (quiet) await attempt(() => held.write(quiet));
    },
  };
}
