import type { Chance, Log, LogFields } from "../../src/ports.ts";
import { Failure } from "../../src/shared/failures.ts";
import { isObject, parseJson } from "../../src/shared/json.ts";
import { retryAfterMs } from "../../src/shared/retry-after.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";
import type { ServiceResponse } from "../local/http.ts";
import { hashOf } from "./dice.ts";
import type { EffectCall, Effects } from "./effects.ts";
import type { Actor, Fact, Tell } from "./facts.ts";
import type { Course, Fault, Faults } from "./faults.ts";
import { injected } from "./injected.ts";
import type { Scheduler } from "./scheduler.ts";

export interface InvocationSettings {
  readonly name: string;
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly tell: Tell;
  readonly onCrash: () => void;
}

/** How a call ended at its service. */
type Ending = { readonly value: unknown } | { readonly error: Error };

/**
 * One run of a function, and all that it can do to the world. Each of its calls takes time, may fail before or after
 * its effect, and may be its last: an invocation that crashed never takes another step.
 */
export class Invocation implements Effects, Actor {
  readonly name: string;
  readonly log: Log;
  readonly chance: Chance;
  isDisturbed = false;
  isAlive = true;
  readonly #settings: InvocationSettings;
  readonly #calls = new Map<string, number>();
  #stalledUntilMs = 0;

  constructor(settings: InvocationSettings) {
    this.name = settings.name;
    this.#settings = settings;
    this.chance = createSeededChance(hashOf(settings.name, settings.seed));
    const write =
      (level: "info" | "warn" | "error") =>
      (message: string, fields: LogFields = {}) =>
        this.#tell({ kind: "log", by: this, level, message, fields });
    this.log = { info: write("info"), warn: write("warn"), error: write("error") };
  }

  crash(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.isDisturbed = true;
    this.#tell({ kind: "crashed", by: this });
    this.#settings.onCrash();
  }

  async call<T>(call: EffectCall, perform: () => T | Promise<T>): Promise<T> {
    if (!this.isAlive) return await new Promise<never>(() => undefined);
    const { scheduler, faults } = this.#settings;
    const key = this.#keyOf(call);
    const course = faults.courseOf(call, key);
    this.#tell({ kind: "sent", by: this, call });
    return await new Promise<T>((resolve, reject) => {
      scheduler.at(scheduler.now() + course.sendMs, key, async () => {
        const ending = await this.#arrive(call, course, perform);
        if (!ending) return;
        const answer = () => ("value" in ending ? resolve(ending.value as T) : reject(ending.error));
        this.#answerAt(scheduler.now() + answerMs(course), { call, key, ending, answer });
      });
    });
  }

  every(ms: number, call: EffectCall, perform: () => void): () => void {
    const { scheduler, faults } = this.#settings;
    let isOn = true;
    const next = (): void => {
      const key = this.#keyOf(call);
      scheduler.at(scheduler.now() + ms, key, () => {
        if (!isOn || !this.isAlive) return;
        const { fault } = faults.courseOf(call, key);
        // A timer does not run while its worker stands still.
        const isMissed = fault?.kind === "fail" || scheduler.now() < this.#stalledUntilMs;
        if (!isMissed) unlessFailed(perform);
        next();
      });
    };
    next();
    return () => {
      isOn = false;
    };
  }

  /** What the service did; `undefined` if nobody is left to hear of it. */
  async #arrive(call: EffectCall, { fault }: Course, perform: () => unknown): Promise<Ending | undefined> {
    if (fault) this.#disturb(call, fault);
    if (fault?.kind === "crash before") return this.crash() as undefined;
    if (fault?.kind === "fail") return toEnding(fault.answer ?? injected(call.service, fault.how));
    const ending = await attempted(perform);
    if (fault?.kind === "do twice") await attempted(perform);
    this.#tell({ kind: "arrived", by: this, call });
    if (fault?.kind === "crash after") return this.crash() as undefined;
    if (fault?.kind === "stall") this.#stalledUntilMs = this.#settings.scheduler.now() + fault.ms;
    return fault?.kind === "lose answer" ? toEnding(injected(call.service, fault.how)) : ending;
  }

  #disturb(call: EffectCall, fault: Fault): void {
    this.isDisturbed = true;
    const how = "how" in fault ? `: ${fault.how}` : "ms" in fault ? `: ${Math.round(fault.ms / 1000)} s` : "";
    this.#tell({ kind: "fault", by: this, call, fault: `${fault.kind}${how}` });
  }

  #answerAt(
    atMs: number,
    answered: {
      readonly call: EffectCall;
      readonly key: string;
      readonly ending: Ending;
      readonly answer: () => void;
    },
  ): void {
    const { scheduler } = this.#settings;
    scheduler.at(atMs, `answer to ${answered.key}`, () => {
      if (!this.isAlive) return;
      if (scheduler.now() < this.#stalledUntilMs) return this.#answerAt(this.#stalledUntilMs, answered);
      const { call, ending, answer } = answered;
      this.#tell({ kind: "answered", by: this, call, ...toldBy(ending, scheduler.now()) });
      answer();
    });
  }

  #keyOf({ service, what, about }: EffectCall): string {
    const name = `${this.name}: ${service} ${what} ${about}`;
    const nth = (this.#calls.get(name) ?? 0) + 1;
    this.#calls.set(name, nth);
    return nth === 1 ? name : `${name} (${nth})`;
  }

  #tell(fact: Fact): void {
    // A worker that is gone says nothing more.
    if (this.isAlive || fact.kind === "crashed" || fact.kind === "arrived") this.#settings.tell(fact);
  }
}

async function attempted(perform: () => unknown): Promise<Ending> {
  try {
    return { value: await perform() };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** What is done every so often is done again anyway. */
function unlessFailed(perform: () => void): void {
  try {
    perform();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

const toEnding = (answer: unknown): Ending =>
  answer instanceof Error ? { error: answer } : { value: answer };

const answerMs = ({ answerMs: usualMs, fault }: Course): number =>
  usualMs + (fault?.kind === "slow" || fault?.kind === "stall" ? fault.ms : 0);

type Told = Pick<Extract<Fact, { kind: "answered" }>, "status" | "code" | "retryAfterMs">;

/** What the answer says of itself. */
function toldBy(ending: Ending, nowMs: number): Told {
  if (!("error" in ending)) return isAnswer(ending.value) ? toldByHttp(ending.value, nowMs) : {};
  if (!(ending.error instanceof Failure)) return {};
  const { status, code, retryAfterMs: askedMs } = ending.error;
  return {
    code,
    ...(status !== undefined && { status }),
    ...(askedMs !== undefined && { retryAfterMs: askedMs }),
  };
}

const isAnswer = (value: unknown): value is ServiceResponse =>
  isObject(value) && typeof value.status === "number" && !("data" in value);

function toldByHttp({ status, headers, body }: ServiceResponse, nowMs: number): Told {
  if (status < 400) return { status };
  const askedMs = retryAfterMs(headers?.["retry-after"], nowMs);
  const parsed = typeof body === "string" ? parseJson(body) : undefined;
  const error = isObject(parsed) && isObject(parsed.error) ? parsed.error : {};
  return {
    status,
    ...(typeof error.code === "string" && { code: error.code }),
    ...(askedMs !== undefined && { retryAfterMs: askedMs }),
  };
}
