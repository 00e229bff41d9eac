import { type Outcome, run } from "./run.ts";
import type { Action, Script } from "./script.ts";

/** A story that breaks the same promise with less in it. */
export interface Shrunk {
  readonly script: Script;
  readonly muted: ReadonlySet<string>;
  readonly outcome: Outcome;
}

/** Runs that a story is worth; each takes some 50 ms. */
const RUNS_MAX = 300;

/** Takes actions and faults away, many at once and then one by one, for as long as the same promise breaks. */
export async function shrink(script: Script, outcome: Outcome): Promise<Shrunk> {
  const promise = outcome.breach?.promise;
  let best: Shrunk = { script, muted: new Set(), outcome };
  let runs = 0;

  async function isBetter(tried: Pick<Shrunk, "script" | "muted">): Promise<boolean> {
    if (runs >= RUNS_MAX) return false;
    runs += 1;
    const again = await run(tried.script, tried.muted);
    if (again.breach?.promise !== promise) return false;
    best = { ...tried, outcome: again };
    return true;
  }

  for (let before = Number.POSITIVE_INFINITY; sizeOf(best) < before && runs < RUNS_MAX; ) {
    before = sizeOf(best);
    await withoutSome(
      () => best.outcome.faultKeys,
      (less) => isBetter({ script: best.script, muted: new Set([...best.muted, ...less]) }),
    );
    await withoutSome(
      () => best.script.actions,
      (less) => isBetter({ ...best, script: without(best.script, less) }),
    );
    for (const [at] of best.script.actions.entries())
      for (const simpler of simplified(best.script.actions[at]))
        await isBetter({ ...best, script: withAction(best.script, at, simpler) });
  }
  return best;
}

const sizeOf = ({ script, outcome }: Shrunk): number =>
  outcome.faultKeys.length +
  script.actions.reduce((sum, action) => sum + 1 + ("changes" in action ? action.changes.length : 0), 0);

/** Tries without halves, quarters, … of the items, then without single ones. */
async function withoutSome<T>(
  items: () => readonly T[],
  isBetter: (less: readonly T[]) => Promise<boolean>,
): Promise<void> {
  for (let size = items().length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < items().length; ) {
      const chunk = items().slice(at, at + size);
      if (!(await isBetter(chunk))) at += size;
    }
  }
}

const without = (script: Script, less: readonly Action[]): Script => ({
  ...script,
  actions: script.actions.filter((action) => !less.includes(action)),
});

const withAction = (script: Script, at: number, action: Action): Script => ({
  ...script,
  actions: script.actions.with(at, action),
});

/** The action with one change less, or with a webhook that simply arrives. */
function simplified(action: Action | undefined): readonly Action[] {
  if (!action || !("changes" in action)) return [];
  const fewer = action.changes.map((_, at) => ({ ...action, changes: action.changes.toSpliced(at, 1) }));
  const plain = { ...action, telling: { name: action.name, webhooksMs: [500] } };
  return action.changes.length > 1 ? [plain, ...fewer] : [plain];
}
