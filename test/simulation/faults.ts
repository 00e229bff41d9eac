import type { Clock } from "../../src/ports.ts";
import type { ServiceResponse } from "../local/http.ts";
import { createDice, type Dice } from "./dice.ts";
import type { EffectCall, Service } from "./effects.ts";

/** What goes wrong with one call. */
export type Fault =
  /**
   * It never gets to be done, and the caller hears so: one of the words of `injected.ts`, or an answer of its own, which
   * is HTTP's for ARM and a failure for others.
   */
  | { readonly kind: "fail"; readonly how: string; readonly answer?: ServiceResponse | Error }
  /** It is done, and nobody hears of it. */
  | { readonly kind: "lose answer"; readonly how: string }
  | { readonly kind: "do twice" }
  | { readonly kind: "crash before" | "crash after" }
  /** The answer takes its time; everything else goes on. */
  | { readonly kind: "slow"; readonly ms: number }
  /** The whole worker stands still: also what it does every few seconds. */
  | { readonly kind: "stall"; readonly ms: number };

/** How one call goes. */
export interface Course {
  readonly sendMs: number;
  readonly answerMs: number;
  readonly fault?: Fault;
}

export interface Faults {
  courseOf(call: EffectCall, key: string): Course;
  /** Rolls for something that goes wrong apart from calls; `undefined` where nothing does. */
  roll<T>(key: string, probability: number, choose: (dice: Dice) => T): T | undefined;
  /** The next calls like this one meet the fault. Returns what calls it off. */
  order(which: Which, fault: Fault, times?: number): () => void;
  /** Every call to the service fails so until then. */
  close(service: Service, how: string, untilMs: number): void;
  /** From now on nothing goes wrong any more. */
  stop(): void;
  /** When that was. */
  readonly stoppedAtMs: number | undefined;
  /** Keys of the faults that happened. */
  readonly happened: ReadonlySet<string>;
}

/** Calls to a service; what is not given may be anything. */
export interface Which {
  readonly service: Service;
  readonly what?: string;
  readonly about?: RegExp;
}

export interface FaultSettings {
  readonly seed: number;
  /** Of a call that something goes wrong with. */
  readonly rate: number;
  /** Keys of faults that are not to happen: a story is shorter without them. */
  readonly muted: ReadonlySet<string>;
  /** Of the calls that are sent, and of the answers, that take seconds though nothing is wrong. */
  readonly slowShare: number;
  readonly clock: Clock;
}

/** Decides by seed and the call's own name, so that one fault less leaves the others as they are. */
export function createFaults({ seed, rate, muted, slowShare, clock }: FaultSettings): Faults {
  const happened = new Set<string>();
  const closed = new Map<Service, { readonly how: string; readonly untilMs: number }>();
  const ordered: { readonly which: Which; readonly fault: Fault; left: number }[] = [];
  let isStopped = false;
  let stoppedAtMs: number | undefined;

  function orderedFor(call: EffectCall): Fault | undefined {
    const order = ordered.find(({ which, left }) => left > 0 && isLike(call, which));
    if (order) order.left -= 1;
    return order?.fault;
  }

  function roll<T>(key: string, probability: number, choose: (dice: Dice) => T): T | undefined {
    const dice = createDice(seed, `fault ${key}`);
    if (isStopped || !dice.isLucky(probability) || muted.has(key)) return undefined;
    happened.add(key);
    return choose(dice);
  }

  function faultOf(call: EffectCall, key: string): Fault | undefined {
    const closing = closed.get(call.service);
    if (!isStopped && closing && closing.untilMs > clock.now() && isClosedTo(closing.how, call))
      return { kind: "fail", how: closing.how };
    return (
      orderedFor(call) ??
      roll(key, isRare(call) ? RARE_TIMES * rate : rate, (dice) => chooseFault(call, dice))
    );
  }

  return {
    courseOf(call, key) {
      const dice = createDice(seed, key);
      const [shortest, longest] = LATENCY_MS[call.service];
      const latency = (slowest: number) =>
        dice.isLucky(slowShare) ? dice.between(longest, slowest) : dice.between(shortest, longest);
      const fault = faultOf(call, key);
      return {
        sendMs: latency(SEND_SLOWEST_MS),
        answerMs: latency(ANSWER_SLOWEST_MS),
        ...(fault && { fault }),
      };
    },
    roll,
    order(which, fault, times = 1) {
      const order = { which, fault, left: times };
      ordered.push(order);
      return () => {
        order.left = 0;
      };
    },
    close: (service, how, untilMs) => void closed.set(service, { how, untilMs }),
    stop: () => {
      isStopped = true;
      stoppedAtMs ??= clock.now();
    },
    get stoppedAtMs() {
      return stoppedAtMs;
    },
    happened,
  };
}

const LATENCY_MS: { readonly [service in Service]: readonly [number, number] } = {
  storage: [1, 15],
  audit: [1, 15],
  queue: [1, 15],
  github: [20, 200],
  arm: [30, 300],
  vault: [10, 100],
};
const SEND_SLOWEST_MS = 2_000;
const ANSWER_SLOWEST_MS = 4_000;

const isLike = (call: EffectCall, { service, what, about }: Which): boolean =>
  call.service === service && (what ?? call.what) === call.what && (about?.test(call.about) ?? true);

/** Of calls that a run makes few of, so many times more go wrong: else some kinds of fault would hardly be met there. */
const RARE_TIMES = 5;

const isRare = ({ service, what }: EffectCall): boolean => service === "vault" || what === "DELETE";

/** A policy forbids changes alone. */
const isClosedTo = (how: string, { what }: EffectCall): boolean => how !== "policy" || what === "PUT";

const FAILS: { readonly [service in Service]: readonly string[] } = {
  storage: ["503", "unanswered"],
  audit: ["503", "unanswered"],
  queue: ["503", "unanswered"],
  github: ["502", "unanswered", "rate limit", "403"],
  arm: ["500", "503 later", "429", "429 later", "409", "409 nested", "unanswered", "proxy"],
  vault: ["503", "unanswered", "403"],
};

function chooseFault({ service, what }: EffectCall, dice: Dice): Fault {
  const choice = dice.weighed<() => Fault>([
    [8, () => ({ kind: "fail", how: dice.pick(FAILS[service]) })],
    [
      6,
      () => ({
        kind: "lose answer",
        how: service === "arm" ? dice.pick(["unanswered", "504", "500"]) : "unanswered",
      }),
    ],
    [3, () => ({ kind: "crash before" })],
    [3, () => ({ kind: "crash after" })],
    [3, () => ({ kind: "slow", ms: dice.between(3_000, 28_000) })],
    [2, () => ({ kind: "stall", ms: dice.between(31_000, 70_000) })],
    [what.startsWith("send") ? 4 : 0, () => ({ kind: "do twice" })],
  ]);
  return choice();
}
