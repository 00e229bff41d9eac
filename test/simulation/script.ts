import type { SpecChange, Telling } from "./author.ts";
import { createDice, type Dice } from "./dice.ts";
import type { Service } from "./effects.ts";

/** One thing that happens to the world, `atMs` after the start. */
export type Action = { readonly atMs: number } & (
  | {
      readonly kind: "push";
      readonly name: string;
      readonly changes: readonly SpecChange[];
      readonly telling: Telling;
    }
  /** Back by so many moves of the branch, and from there on with the changes. */
  | {
      readonly kind: "force";
      readonly name: string;
      readonly back: number;
      readonly changes: readonly SpecChange[];
      readonly telling: Telling;
    }
  | { readonly kind: "touch"; readonly pool: string; readonly how: ByHand }
  | { readonly kind: "poll" | "snapshot" | "die" }
  /** The secret in the key vault gets a new version. */
  | { readonly kind: "rotate" }
  /** Somebody pushes to another branch. */
  | { readonly kind: "elsewhere"; readonly pool: string; readonly rev: number }
  /** The branch is gone for a while, unless a push makes it anew. */
  | { readonly kind: "lose branch"; readonly ms: number }
  /** A service answers nothing but this for a while. */
  | { readonly kind: "close"; readonly service: Service; readonly how: string; readonly ms: number }
  /** GitHub cuts lists of trees short for a while. */
  | { readonly kind: "cut"; readonly how: "recursive" | "everything"; readonly ms: number }
);

/** What becomes of a pool outside git; `put` is another deployer, and takes ARM its time. */
export type ByHand = "edit" | "delete" | "create" | "put";

export interface Script {
  readonly seed: number;
  readonly rate: number;
  readonly removed: "keep" | "delete";
  readonly drift: "report" | "correct";
  /** Some pools have a secret in a key vault. */
  readonly hasSecrets: boolean;
  /** How far a worker's clock may be from the world's. */
  readonly skewMaxMs: number;
  /** ARM's bucket of writes, where it is a small one. */
  readonly bucket?: { readonly writes: number; readonly refillPerSecond: number };
  readonly actions: readonly Action[];
}

const MINUTE = 60_000;
const SMALL_BUCKET = { writes: 2, refillPerSecond: 0.1 };
const POOLS = ["quick-1", "quick-2", "slow-1", "slow-2", "quick-3"];
const KEY_POOL = "slow-key-1";
/** Of a revision that no branch that is followed ever says. */
const REV_ELSEWHERE = 9_000;

/** The story that a seed tells. */
export function writeScript(seed: number): Script {
  const dice = createDice(seed, "script");
  // Some worlds have hardly a fault: a simple bug shows there best.
  const rate = dice.pick([0, 0.003, 0.01, 0.02, 0.04]);
  const isWild = rate > 0 || dice.isLucky(0.5);
  const pushes = dice.between(2, 6);
  const actions: Action[] = [];
  const circumstances = chooseCircumstances(createDice(seed, "circumstances"), isWild);
  const pools = circumstances.hasSecrets ? [KEY_POOL, ...POOLS] : POOLS;
  let atMs = 1_000;
  let rev = 0;
  const nextRev = () => ++rev;
  for (let at = 0; at < pushes; at++) {
    const name = `c${at + 1}`;
    const isLast = at === pushes - 1;
    const changes = at === 0 ? firstSpecs(dice, pools, nextRev) : someChanges(dice, pools, nextRev, isLast);
    const isForced = at > 1 && dice.isLucky(0.2);
    const back = dice.between(1, 3);
    const telling = { name, ...someTelling(dice, isWild) };
    const keeps = isForced && dice.isLucky(0.5) ? [] : changes;
    if (isForced) actions.push({ kind: "force", atMs, name, back, changes: keeps, telling });
    else actions.push({ kind: "push", atMs, name, changes, telling });
    atMs += dice.weighed([
      [3, dice.between(500, 5_000)],
      [4, dice.between(10_000, 2 * MINUTE)],
      [2, dice.between(2 * MINUTE, 8 * MINUTE)],
    ]);
  }
  if (isWild) actions.push(...someTrouble(dice, pools, atMs));
  if (isWild) actions.push(...moreTrouble(createDice(seed, "more trouble"), circumstances, pools, atMs));
  const removed = dice.pick(["keep", "delete"] as const);
  const bucket = isWild && dice.isLucky(0.2) ? { bucket: SMALL_BUCKET } : {};
  return { seed, rate, removed, ...circumstances, ...bucket, actions: sorted(actions) };
}

/** When the last action is over. */
export function endOf({ actions }: Script): number {
  return Math.max(0, ...actions.map((action) => action.atMs + ("ms" in action ? action.ms : 0)));
}

const sorted = (actions: readonly Action[]): readonly Action[] =>
  actions.toSorted((one, other) => one.atMs - other.atMs);

type Circumstances = Pick<Script, "drift" | "hasSecrets" | "skewMaxMs">;

function chooseCircumstances(dice: Dice, isWild: boolean): Circumstances {
  return {
    drift: dice.isLucky(0.35) ? "correct" : "report",
    hasSecrets: dice.isLucky(0.25),
    skewMaxMs: isWild && dice.isLucky(0.3) ? dice.pick([2_000, 5_000]) : 0,
  };
}

function firstSpecs(dice: Dice, all: readonly string[], nextRev: () => number): readonly SpecChange[] {
  const pools = all.slice(0, dice.between(2, all.length));
  return pools.map((pool) => ({ kind: "set", pool, rev: nextRev() }));
}

function someChanges(
  dice: Dice,
  pools: readonly string[],
  nextRev: () => number,
  isLast: boolean,
): readonly SpecChange[] {
  const changes: SpecChange[] = [];
  for (let at = dice.between(1, 3); at > 0; at--) {
    const pool = dice.pick(pools);
    const rev = nextRev();
    changes.push(
      dice.weighed<SpecChange>([
        [10, { kind: "set", pool, rev }],
        [3, { kind: "remove", pool }],
        [2, { kind: "move", pool, to: `moved-${rev}` }],
        [
          isLast ? 0.3 : 3,
          { kind: "set", pool, rev, mistake: dice.pick(["value", "group", "yaml"] as const) },
        ],
        [0.7, { kind: "set", pool, rev, location: "West US" }],
        [isLast ? 0.1 : 0.5, { kind: "remove all" }],
        [1, { kind: "note", rev }],
      ]),
    );
  }
  // Most stories end well: what was mistaken is put right.
  return isLast && dice.isLucky(0.85)
    ? [...changes, ...pools.slice(0, 3).map((pool) => ({ kind: "set" as const, pool, rev: nextRev() }))]
    : changes;
}

/** Webhooks are lost, doubled, late; the API lags. */
function someTelling(dice: Dice, isWild: boolean): Telling {
  if (!isWild) return { webhooksMs: [500] };
  const webhooksMs = dice.weighed<readonly number[]>([
    [8, [dice.between(200, 3_000)]],
    [2, []],
    [2, [dice.between(200, 3_000), dice.between(1_000, 60_000)]],
    [2, [dice.between(30_000, 4 * MINUTE)]],
  ]);
  const lagMs = dice.weighed([
    [7, 0],
    [2, dice.between(500, 10_000)],
    [1, dice.between(10_000, 90_000)],
  ]);
  return { webhooksMs, lagMs };
}

function someTrouble(dice: Dice, pools: readonly string[], untilMs: number): readonly Action[] {
  const at = () => dice.between(2_000, untilMs + 2 * MINUTE);
  const actions: Action[] = [];
  const maybe = (probability: number, action: () => Action): void => {
    if (dice.isLucky(probability)) actions.push(action());
  };
  const pool = () => dice.pick(pools);
  maybe(0.3, () => ({
    kind: "touch",
    atMs: at(),
    pool: pool(),
    how: dice.pick(["edit", "delete", "create"]),
  }));
  maybe(0.3, () => ({ kind: "poll", atMs: at() }));
  maybe(0.5, () => ({ kind: "snapshot", atMs: at() }));
  maybe(0.3, () => ({ kind: "snapshot", atMs: at() }));
  maybe(0.3, () => ({ kind: "die", atMs: at() }));
  maybe(0.1, () => close(dice, at(), "github", ["502", "rate limit", "403", "404"]));
  maybe(0.1, () => close(dice, at(), "arm", ["500", "429 later", "403", "policy"]));
  maybe(0.05, () => close(dice, at(), dice.pick(["storage", "queue"]), ["503"]));
  maybe(0.15, () => ({
    kind: "cut",
    atMs: at(),
    how: dice.pick(["recursive", "everything"]),
    ms: dice.between(MINUTE, 10 * MINUTE),
  }));
  return actions;
}

/** Other people and other branches; timers that overlap. */
function moreTrouble(
  dice: Dice,
  { drift, hasSecrets }: Circumstances,
  pools: readonly string[],
  untilMs: number,
): readonly Action[] {
  const at = () => dice.between(2_000, untilMs + 2 * MINUTE);
  const actions: Action[] = [];
  const maybe = (probability: number, some: () => readonly Action[]): void => {
    if (dice.isLucky(probability)) actions.push(...some());
  };
  const byHand = (): Action => ({
    kind: "touch",
    atMs: at(),
    pool: dice.pick(pools),
    how: dice.pick(["edit", "delete", "create", "put"]),
  });
  const twice = (kind: "poll" | "snapshot"): readonly Action[] => {
    const atMs = at();
    return [
      { kind, atMs },
      { kind, atMs: atMs + dice.between(0, 3_000) },
    ];
  };
  maybe(drift === "correct" ? 0.6 : 0.1, () => [byHand()]);
  maybe(drift === "correct" ? 0.3 : 0, () => [byHand(), ...twice("snapshot")]);
  maybe(hasSecrets ? 0.6 : 0, () => [{ kind: "rotate", atMs: at() }]);
  maybe(hasSecrets ? 0.3 : 0, () => [{ kind: "rotate", atMs: at() }]);
  maybe(hasSecrets ? 0.2 : 0, () => [close(dice, at(), "vault", ["503", "403"])]);
  maybe(0.15, () => twice("poll"));
  maybe(0.1, () => twice("snapshot"));
  maybe(0.15, () => [
    { kind: "elsewhere", atMs: at(), pool: dice.pick(pools), rev: REV_ELSEWHERE + dice.between(0, 99) },
  ]);
  maybe(0.08, () => [{ kind: "lose branch", atMs: at(), ms: dice.between(5_000, 12 * MINUTE) }]);
  return actions;
}

function close(dice: Dice, atMs: number, service: Service, hows: readonly string[]): Action {
  const longestMs = service === "storage" || service === "queue" ? 2 * MINUTE : 15 * MINUTE;
  return { kind: "close", atMs, service, how: dice.pick(hows), ms: dice.between(20_000, longestMs) };
}
