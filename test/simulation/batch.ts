import { run } from "./run.ts";
import { writeScript } from "./script.ts";
import { shrink } from "./shrink.ts";
import { printStory } from "./story.ts";
import { Counter, troublesOf } from "./troubles.ts";
import type { Breach } from "./watch.ts";

/** Many runs, summed up. */
export interface Summary {
  readonly seeds: number;
  readonly faults: { readonly [kind: string]: number };
  readonly crashes: number;
  readonly pools: number;
  readonly states: readonly string[];
  readonly broken: readonly Broken[];
}

export interface Broken {
  readonly seed: number;
  readonly breach: Breach;
  /** Empty where nobody asked for it. */
  readonly story: string;
}

export interface BatchOptions {
  /** The first seed that breaks this promise is enough. */
  readonly until?: number;
  readonly isShrunk?: boolean;
}

/** Plays the seeds, one after the other. */
export async function runBatch(
  seeds: Iterable<number>,
  { until, isShrunk = true }: BatchOptions = {},
): Promise<Summary> {
  const faults = new Counter();
  const states = new Set<string>();
  const broken: Broken[] = [];
  let [count, crashes, pools] = [0, 0, 0];
  for (const seed of seeds) {
    const script = writeScript(seed);
    const outcome = await run(script).catch((cause: unknown) => {
      throw new Error(`seed ${seed} could not be played: ${cause}`, { cause });
    });
    count += 1;
    crashes += outcome.crashes;
    pools += outcome.pools;
    faults.addAll(troublesOf(script));
    faults.addAll(outcome.faults);
    for (const state of outcome.states) states.add(state);
    if (!outcome.breach) continue;
    const shrunk = isShrunk ? await shrink(script, outcome) : undefined;
    const story = shrunk ? printStory(seed, shrunk.script, shrunk.outcome) : "";
    broken.push({ seed, breach: outcome.breach, story });
    if (outcome.breach.promise === until) break;
  }
  return { seeds: count, faults: faults.all, crashes, pools, states: [...states], broken };
}

export function addUp(summaries: readonly Summary[]): Summary {
  const faults = new Counter();
  for (const one of summaries) faults.addAll(one.faults);
  const sum = (of: (summary: Summary) => number) => summaries.reduce((total, one) => total + of(one), 0);
  return {
    seeds: sum(({ seeds }) => seeds),
    faults: faults.all,
    crashes: sum(({ crashes }) => crashes),
    pools: sum(({ pools }) => pools),
    states: [...new Set(summaries.flatMap(({ states }) => states))],
    broken: summaries.flatMap(({ broken }) => broken).sort((one, other) => one.seed - other.seed),
  };
}

/** One line. */
export function printSummary({ seeds, faults, crashes, pools, states, broken }: Summary): string {
  const kinds = Object.entries(faults)
    .filter(([, times]) => times > 0)
    .sort(([, one], [, other]) => other - one);
  const total = kinds.reduce((sum, [, times]) => sum + times, 0);
  const told = kinds.map(([kind, times]) => `${kind} ${times}`).join(", ");
  return [
    `${seeds} ${seeds === 1 ? "seed" : "seeds"} run, ${broken.length} broke a promise`,
    `${total} faults injected${told && ` (${told})`}`,
    `${crashes} crashes survived`,
    `${pools} pools converged`,
    `${states.length} distinct states seen`,
  ].join("; ");
}
