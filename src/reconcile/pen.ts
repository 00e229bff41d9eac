import type { Corrections, PoolLabels, PoolState, SettledOutcome } from "../documents/pool-state.ts";
import { type Wanted, wishMark } from "../documents/wanted.ts";
import { poolKey } from "../pool/id.ts";
import type { ArmCall, FoundPool, Held, LogFields } from "../ports.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { fromIso, toIso } from "../shared/time.ts";
import type { ReconcileDeps } from "./outcome.ts";

interface Page {
  readonly message: ReconcileMessage;
  readonly wanted: Wanted;
  readonly state: PoolState;
  readonly held: Held<PoolState>;
  readonly deps: Pick<ReconcileDeps, "audit" | "queues" | "clock" | "chance" | "log">;
}

/** A pool's state as a step goes on: the only hand that writes pool documents. */
export class Pen {
  readonly message: ReconcileMessage;
  readonly wanted: Wanted;
  readonly deps: Page["deps"];
  readonly #held: Held<PoolState>;
  #state: PoolState;
  #found: FoundPool | undefined;
  #isCorrection = false;

  constructor({ message, wanted, state, held, deps }: Page) {
    this.message = message;
    this.wanted = wanted;
    this.deps = deps;
    this.#held = held;
    this.#state = state;
  }

  /** What tells the requests of this step from others. */
  get call(): ArmCall {
    const { correlationId } = this.message;
    const change = this.#state.intent?.event.change;
    return { correlationId, ...(change !== undefined && { clientRequestId: change }) };
  }

  get state(): PoolState {
    return this.#state;
  }

  /** What ARM shows of the pool, as far as anybody has looked. */
  get found(): FoundPool | undefined {
    return this.#found;
  }

  /** What is put next goes back to what git says. */
  get isCorrection(): boolean {
    return this.#isCorrection;
  }

  nowMs(): number {
    return this.deps.clock.now();
  }

  /** What ARM shows of the pool, from now on. */
  see(found: FoundPool | undefined): void {
    this.#found = found;
  }

  /** The pool that was found is ours, though nobody heard that ARM took our PUT. */
  claim(): void {
    const { change } = this.#state;
    this.#state = { ...this.#state, applied: change?.generation ?? this.wanted.generation };
  }

  /** Remembers since when ARM is at work on the pool, whatever is wanted meanwhile. */
  watch(isAtWork: boolean): void {
    const { atWorkSince = toIso(this.nowMs()), ...rest } = this.#state;
    this.#state = isAtWork ? { ...rest, atWorkSince } : rest;
  }

  /** What is put next goes back to what git says: written down with the change. */
  correct(corrections: Corrections): void {
    this.#state = { ...this.#state, corrections };
    this.#isCorrection = true;
  }

  /** To be written with what is written next. */
  note(state: PoolState): void {
    this.#state = state;
  }

  async write(
    { settled, ...open }: PoolState,
    phase: PoolLabels["phase"],
    outcome?: SettledOutcome["kind"],
  ): Promise<void> {
    // A pool that is being worked on has not settled, though it had: else nobody would see its next try end.
    const state: PoolState = phase === "settled" && settled ? { ...open, settled } : open;
    const at = phase === "pending" && state.nextStepAt ? fromIso(state.nextStepAt) : this.nowMs();
    const { corrections, atWorkSince } = state;
    const labels: PoolLabels = {
      phase,
      generation: String(this.wanted.generation),
      wish: wishMark(this.wanted.wish),
      ...(atWorkSince && { since: String(fromIso(atWorkSince)) }),
      at: String(at),
      ...(outcome && { outcome }),
      ...(outcome && corrections && { corrections: String(corrections.count) }),
    };
    await this.#held.write(state, labels);
    this.#state = state;
  }

  log(message: string, fields: LogFields, level: "info" | "warn" = "info"): void {
    const { source, commit, generation } = this.wanted;
    const pool = poolKey(this.wanted.pool);
    this.deps.log[level](message, { pool, source, commit, generation, ...fields });
  }
}
