import type { Change, PoolLabels, PoolState, SettledOutcome } from "../documents/pool-state.ts";
import type { Wanted } from "../documents/wanted.ts";
import { poolKey } from "../pool/id.ts";
import type { ArmCall, Held } from "../ports.ts";
import type { Failure } from "../shared/failures.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";
import { handle } from "./trouble.ts";

interface Page {
  readonly message: ReconcileMessage;
  readonly wanted: Wanted;
  readonly state: PoolState;
  readonly held: Held<PoolState>;
  readonly deps: Pick<ReconcileDeps, "queues" | "clock" | "chance" | "log">;
}

/** Writes a pool's state down as a step goes on: the only hand that writes pool documents. */
export class Pen {
  readonly wanted: Wanted;
  readonly call: ArmCall;
  readonly #page: Page;
  #state: PoolState;

  constructor(page: Page) {
    this.#page = page;
    this.wanted = page.wanted;
    this.call = { correlationId: page.message.correlationId };
    this.#state = page.state;
  }

  get state(): PoolState {
    return this.#state;
  }

  nowMs(): number {
    return this.#page.deps.clock.now();
  }

  /** Before the request leaves: a crash after this is followed by a look, never by a blind second request. */
  async begin(kind: Change["kind"], why: string): Promise<void> {
    const { generation } = this.wanted;
    const beganAt = toIso(this.nowMs());
    const change: Change = { kind, generation, beganAt, accepted: false };
    await this.#write({ ...this.#state, change, nextStepAt: beganAt }, "pending");
    this.#log("change begun", { change: kind, why });
  }

  /** ARM took the request and works on it. */
  async accepted(operationUrl: string | undefined): Promise<ReconcileOutcome> {
    const { change } = this.#state;
    if (!change) throw new Error("a change was accepted that was never begun");
    const accepted: Change = { ...change, accepted: true, ...(operationUrl && { operationUrl }) };
    const { trouble: _, nextStepAt: __, ...rest } = this.#withApplied(accepted);
    await this.#write({ ...rest, change: accepted }, "waiting");
    return { kind: "waiting", why: "ARM works on it" };
  }

  async wait(why: string): Promise<ReconcileOutcome> {
    const { trouble: _, nextStepAt: __, ...rest } = this.#state;
    await this.#write(rest, "waiting");
    return { kind: "waiting", why };
  }

  /** The end of this generation. `done` is the change that ended it just now, if ARM did it at once. */
  async settle(outcome: SettledOutcome, done?: Change): Promise<ReconcileOutcome> {
    const { format, pool, applied } = done ? this.#withApplied(done) : this.#state;
    const settled = { generation: this.wanted.generation, at: toIso(this.nowMs()), outcome };
    // A pool of this name that comes after one that is gone is none of ours.
    const isOurs = applied !== undefined && outcome.kind !== "removed";
    await this.#write({ format, pool, ...(isOurs && { applied }), settled }, "settled", outcome.kind);
    if (outcome.kind === "rejected")
      this.#log("pool rejected", { code: outcome.code, reason: outcome.message });
    else this.#log("pool settled", { outcome: outcome.kind });
    return { kind: "settled", outcome };
  }

  async lookAgain(why: string, delayMs: number): Promise<ReconcileOutcome> {
    return await this.#again(this.#state, why, delayMs);
  }

  /** A request failed. `change` is what stays on record: one that is under way, or may be, its answer lost. */
  async fail(failure: Failure, change: Change | undefined): Promise<ReconcileOutcome> {
    const { deps } = this.#page;
    const handling = handle(failure, {
      generation: this.wanted.generation,
      previous: this.#state.trouble,
      nowMs: this.nowMs(),
      random: deps.chance.random(),
    });
    const { change: _, ...rest } = this.#state;
    this.#state = change ? { ...rest, change } : rest;
    if (handling.kind === "giveUp") return await this.settle(handling.outcome);
    const { trouble, delayMs } = handling;
    return await this.#again({ ...this.#state, trouble }, `${trouble.code}: ${trouble.message}`, delayMs);
  }

  /** The message first: with it lost, the state alone would wait for the poll. */
  async #again(state: PoolState, why: string, delayMs: number): Promise<ReconcileOutcome> {
    const { message, deps } = this.#page;
    await deps.queues.send("reconciles", { ...message, attempt: message.attempt + 1 }, delayMs);
    await this.#write({ ...state, nextStepAt: toIso(this.nowMs() + delayMs) }, "pending");
    this.#log("step postponed", { why, delayMs, attempt: message.attempt + 1 });
    return { kind: "again", why, delayMs };
  }

  #withApplied({ kind, generation }: Change): PoolState {
    return kind === "put" ? { ...this.#state, applied: generation } : this.#state;
  }

  async #write(
    { settled, ...open }: PoolState,
    phase: PoolLabels["phase"],
    outcome?: SettledOutcome["kind"],
  ): Promise<void> {
    // A pool that is being worked on has not settled, though it had: else nobody would see its next try end.
    const state: PoolState = phase === "settled" && settled ? { ...open, settled } : open;
    const at = phase === "pending" && state.nextStepAt ? Date.parse(state.nextStepAt) : this.nowMs();
    const generation = String(this.wanted.generation);
    const labels: PoolLabels = { phase, generation, at: String(at), ...(outcome && { outcome }) };
    await this.#page.held.write(state, labels);
    this.#state = state;
  }

  #log(message: string, fields: Parameters<ReconcileDeps["log"]["info"]>[1]): void {
    const { source, commit, generation } = this.wanted;
    this.#page.deps.log.info(message, {
      pool: poolKey(this.wanted.pool),
      source,
      commit,
      generation,
      ...fields,
    });
  }
}
