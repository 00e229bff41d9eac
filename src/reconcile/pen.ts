import type { AuditEvent } from "../audit/event.ts";
import { record } from "../audit/record.ts";
import type { Change, Corrections, PoolLabels, PoolState, SettledOutcome } from "../documents/pool-state.ts";
import { type Wanted, wishMark } from "../documents/wanted.ts";
import { poolKey } from "../pool/id.ts";
import type { DeployedSecret } from "../pool/secrets.ts";
import type { Accepted, ArmCall, FoundPool, Held, LogFields } from "../ports.ts";
import { type Attempted, attempt } from "../shared/attempt.ts";
import { Busy, type Failure } from "../shared/failures.ts";
import type { ReconcileMessage } from "../shared/messages.ts";
import { fromIso, printDuration, toIso } from "../shared/time.ts";
import { again, type Postponed } from "./again.ts";
import type { Purpose } from "./decide.ts";
import { answeredOf, bodiesOf, type Entry, intend, resultOf, secretVersionsOf } from "./ledger.ts";
import type { ReconcileDeps, ReconcileOutcome } from "./outcome.ts";
import { orRepairRefused } from "./repair.ts";
import { handle, retryDelayMs } from "./trouble.ts";

interface Page {
  readonly message: ReconcileMessage;
  readonly wanted: Wanted;
  readonly state: PoolState;
  readonly held: Held<PoolState>;
  readonly deps: Pick<ReconcileDeps, "audit" | "queues" | "clock" | "chance" | "log">;
}

/**
 * A worker that stood still for longer may have lost its lease, which lasts for 20 s at least when a write has just
 * succeeded.
 */
const HOLD_SURE_MS = 15_000;

interface End {
  /** The change that ended the generation just now. */
  readonly done?: Change | undefined;
  readonly failure?: Failure | undefined;
}

interface Beginning extends Purpose {
  readonly why: string;
  /** What is sent, of which the versions are kept. */
  readonly secrets?: readonly DeployedSecret[];
}

/** Writes a pool's state down as a step goes on: the only hand that writes pool documents. */
export class Pen {
  readonly wanted: Wanted;
  readonly #page: Page;
  #state: PoolState;
  #found: FoundPool | undefined;
  #beganMs = 0;
  #isCorrection = false;

  constructor(page: Page) {
    this.#page = page;
    this.wanted = page.wanted;
    this.#state = page.state;
  }

  /** What tells the requests of this step from others. */
  get call(): ArmCall {
    const { correlationId } = this.#page.message;
    const change = this.#state.intent?.event.change;
    return { correlationId, ...(change !== undefined && { clientRequestId: change }) };
  }

  get state(): PoolState {
    return this.#state;
  }

  nowMs(): number {
    return this.#page.deps.clock.now();
  }

  /** Stores the events that an earlier step wrote down, and may not have come to store. */
  async flush(): Promise<void> {
    const { outbox = [], ...rest } = this.#state;
    for (const event of outbox) await record(event, this.#page.deps.audit);
    this.#state = rest;
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

  /** Before the request leaves: a crash after this is followed by a look, never by a blind second request. */
  async begin(kind: Change["kind"], { why, creation, repair, secrets = [] }: Beginning): Promise<void> {
    const { generation } = this.wanted;
    this.#beganMs = this.nowMs();
    const beganAt = toIso(this.#beganMs);
    const wish = wishMark(this.wanted.wish);
    const change: Change = {
      ...{ kind, generation, wish, beganAt, accepted: false },
      ...(creation && { creation }),
      ...(repair && { repair }),
      ...(secrets.length > 0 && { secrets: versionsOf(secrets) }),
    };
    const { intent, events } = intend(this.#entry(beganAt), this.#state, {
      ...{ change: this.#page.deps.chance.uuid(), action: kind, why },
      isCorrection: this.#isCorrection,
    });
    // Which secrets the pool has is not known until this has ended well.
    const { secrets: _, applied, ...rest } = this.#state;
    // What we had applied is gone, where a pool is made: one that is there next may be somebody else's.
    const isOurs = applied !== undefined && creation === undefined;
    const begun = { ...rest, ...(isOurs && { applied }), change, intent, nextStepAt: beganAt };
    await this.#tell(begun, events, beganAt);
    this.#log("change begun", { change: kind, why });
  }

  #entry(at: string): Entry {
    const { correlationId } = this.#page.message;
    return { wanted: this.wanted, correlationId, at, found: this.#found };
  }

  /** Writes the state with the events, then stores them: a crash between the two is made up for by the next step. */
  async #tell(state: PoolState, outbox: readonly AuditEvent[], at: string): Promise<void> {
    const { audit } = this.#page.deps;
    for (const { name, text } of bodiesOf(outbox, this.#entry(at))) await audit.create(name, text);
    await this.#write({ ...state, outbox }, "pending");
    await this.flush();
  }

  /** What ARM answered to the request: for the result, whenever that comes. */
  hear(answered: Attempted<Accepted>): void {
    const { intent } = this.#state;
    if (!intent) return;
    const { correlationId } = this.#page.message;
    this.#state = { ...this.#state, intent: { ...intent, answered: answeredOf(answered, correlationId) } };
  }

  /** Throws `Busy` once it is no longer sure that nobody else is at the pool: the request must not leave then. */
  mustHold(): void {
    const stoodMs = this.nowMs() - this.#beganMs;
    if (stoodMs <= HOLD_SURE_MS) return;
    throw new Busy({ code: "Stalled", message: `the step stood still for ${printDuration(stoodMs)}` });
  }

  /** The request was sent, and what came of it could not be written down: whoever is at the pool now, look after it. */
  async lookAfter(failure: Failure): Promise<ReconcileOutcome> {
    const { message, deps } = this.#page;
    const { code, requestId } = failure;
    const delayMs = retryDelayMs(failure, message.attempt + 1, deps.chance.random());
    const why = `${code}: ${failure.message}`;
    return await again({ message: this.#asLate(), why, delayMs, requestId }, deps);
  }

  #asLate(): ReconcileMessage {
    const firstAt = toIso(this.nowMs());
    return { ...this.#page.message, reason: "recheck", recheck: "late", firstAt };
  }

  /** ARM took the request and works on it. */
  async accepted(operationUrl: string | undefined): Promise<ReconcileOutcome> {
    const { change } = this.#state;
    if (!change) throw new Error("a change was accepted that was never begun");
    const accepted: Change = { ...change, accepted: true, ...(operationUrl && { operationUrl }) };
    const { trouble: _, nextStepAt: __, ...rest } = this.#withApplied(accepted);
    await this.#write({ ...rest, change: accepted, atWorkSince: toIso(this.nowMs()) }, "waiting");
    return { kind: "waiting", why: "ARM works on it" };
  }

  async wait(why: string): Promise<ReconcileOutcome> {
    const { trouble: _, nextStepAt: __, ...rest } = this.#state;
    await this.#write(rest, "waiting");
    return { kind: "waiting", why };
  }

  /** The end of this generation. */
  async settle(outcome: SettledOutcome, { done, failure }: End = {}): Promise<ReconcileOutcome> {
    await this.#end(outcome, { done, failure });
    const { requestId } = failure ?? {};
    const { format, pool, applied, corrections } = done ? this.#withApplied(done) : this.#state;
    const secrets = (done ?? this.#state).secrets;
    const { generation, wish } = this.wanted;
    const settled = { generation, wish: wishMark(wish), at: toIso(this.nowMs()), outcome };
    // A pool of this name that comes after one that is gone is none of ours.
    const isOurs = applied !== undefined && outcome.kind !== "removed";
    const isSameWish = corrections?.generation === this.wanted.generation;
    const why = outcome.kind === "kept" && wish.kind === "removed" ? whyKept(this.#state) : undefined;
    await this.#write(
      {
        ...{ format, pool, settled },
        ...(isOurs && { applied }),
        ...(isOurs && secrets && { secrets }),
        ...(isSameWish && { corrections }),
      },
      "settled",
      outcome.kind,
    );
    if (outcome.kind === "rejected")
      this.#log("pool rejected", { code: outcome.code, reason: outcome.message, requestId }, "warn");
    else this.#log("pool settled", { outcome: outcome.kind, secrets: secrets?.map(printVersion) });
    if (why !== undefined) this.#log("pool not deleted", { why }, "warn");
    return { kind: "settled", outcome };
  }

  /** ARM asked a look at the settled pool for patience: that holds for whoever comes next. */
  async rest(ms: number): Promise<void> {
    const { settled } = this.#state;
    const quietUntil = toIso(this.nowMs() + ms);
    if (settled) await this.#write({ ...this.#state, quietUntil }, "settled", settled.outcome.kind);
  }

  /** The result of the change on record, before anything says that the pool has settled. */
  async #end(outcome: SettledOutcome, { done, failure }: End): Promise<void> {
    const { intent, ...rest } = this.#state;
    if (!intent) return;
    const at = toIso(this.nowMs());
    const entry = this.#entry(at);
    const deployed = outcome.kind === "applied" ? (done?.secrets ?? []) : [];
    const events = [
      resultOf(entry, intent, { outcome, failure }),
      ...secretVersionsOf(entry, intent, deployed),
    ];
    await this.#tell({ ...rest, nextStepAt: at }, events, at);
  }

  async lookAgain(why: string, delayMs: number): Promise<ReconcileOutcome> {
    return await this.#again(this.#state, { why, delayMs });
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
    const { change: begun, ...rest } = this.#state;
    this.#state = change ? { ...rest, change } : rest;
    const { requestId } = failure;
    if (handling.kind === "giveUp")
      return await this.settle(orRepairRefused(handling.outcome, failure, begun), { failure });
    const { trouble, delayMs } = handling;
    const { retryAfterMs, code } = failure;
    if (retryAfterMs !== undefined)
      this.#log("metric", { name: "throttleWaitMs", value: retryAfterMs, service: "ARM", code });
    const why = `${trouble.code}: ${trouble.message}`;
    return await this.#again({ ...this.#state, trouble }, { why, delayMs, requestId });
  }

  /** The message first: with it lost, the state alone would wait for the poll. */
  async #again(state: PoolState, postponed: Omit<Postponed, "message">): Promise<ReconcileOutcome> {
    const { deps } = this.#page;
    // A request that may yet be carried out: also a step that took over meanwhile must not hide what comes of it.
    const message = state.change?.accepted === false ? this.#asLate() : this.#page.message;
    // Of the moment before it is sent: the message must not find that it came early, however long a write takes.
    const nextStepAt = toIso(this.nowMs() + postponed.delayMs);
    const outcome = await again({ ...postponed, message }, deps);
    const written = await attempt(() => this.#write({ ...state, nextStepAt }, "pending"));
    // Storage in trouble: the message is under way, and a second one would double with each such failure.
    if (!written.ok && written.failure.class !== "busy") throw written.failure;
    return outcome;
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
    await this.#page.held.write(state, labels);
    this.#state = state;
  }

  #log(message: string, fields: LogFields, level: "info" | "warn" = "info"): void {
    const { source, commit, generation } = this.wanted;
    this.#page.deps.log[level](message, {
      pool: poolKey(this.wanted.pool),
      source,
      commit,
      generation,
      ...fields,
    });
  }
}

/** Of a pool that was to be deleted. */
const whyKept = ({ change }: PoolState): string =>
  change?.kind === "put"
    ? "the answer to a PUT of ours was lost, and ARM does not say that the pool came of it"
    : "it was never applied by us";

/** Nothing else of them: what is sent also has the values. */
const versionsOf = (secrets: readonly DeployedSecret[]): readonly DeployedSecret[] =>
  secrets.map(({ name, version }) => ({ name, version }));

const printVersion = ({ name, version }: DeployedSecret): string => `${name}@${version}`;
