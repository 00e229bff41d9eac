import type { Author } from "./author.ts";
import { PROMISES } from "./promises/all.ts";
import { unconverged } from "./promises/p01-converges.ts";
import type { Stage } from "./promises/promised.ts";
import type { World } from "./world.ts";

export interface Breach {
  readonly promise: number;
  readonly says: string;
  readonly why: string;
}

export interface Watchers {
  /** The first promise that was broken. */
  readonly breach: Breach | undefined;
  /** What is not yet as it should be in the end. */
  unconverged(): readonly string[];
  /** Looks at all that can only be seen in the end. */
  atEnd(): Promise<Breach | undefined>;
}

/** Has every promise watched from now on. */
export function watchPromises(world: World, author: Author): Watchers {
  const touched = new Set<string>();
  const ours = new Set<string>();
  const stage: Stage = { world, author, touched, ours };
  const watches = PROMISES.map((promised) => ({ ...promised.watch(stage), promised }));
  let breach: Breach | undefined;

  function note({ promised }: (typeof watches)[number], why: string | undefined): void {
    if (why !== undefined) breach ??= { promise: promised.number, says: promised.says, why };
  }

  world.onFact((fact) => {
    for (const watch of watches) note(watch, watch.onFact?.(fact));
    if (fact.kind === "touched") touched.add(fact.pool);
    if (fact.kind !== "armWrite" || fact.acceptedUntilMs === undefined || fact.method !== "PUT") return;
    touched.delete(fact.pool.name);
    ours.add(fact.pool.name);
  });

  return {
    get breach() {
      return breach;
    },
    unconverged: () => unconverged(stage),
    async atEnd() {
      for (const watch of watches) note(watch, await watch.atEnd?.());
      return breach;
    },
  };
}
