import { retell } from "./retell.ts";
import { poolIdOf } from "./specs.ts";
import { Counter, watchTroubles } from "./troubles.ts";
import type { World } from "./world.ts";

/** What happened in a run, counted and told. */
export interface Tale {
  readonly lines: readonly string[];
  readonly faults: { readonly [kind: string]: number };
  readonly crashes: number;
  /** Pools that were there and well in the end. */
  readonly pools: number;
  /** Hashes of the states that the world was in. */
  readonly states: ReadonlySet<string>;
}

/** Listens to a world. */
export function createTale(world: World): { end(): Tale } {
  const lines: string[] = [];
  const faults = new Counter();
  const troubleIn = watchTroubles();
  const states = new Set<string>();
  let crashes = 0;

  world.onFact((fact) => {
    const line = retell(fact, world);
    if (line !== undefined) lines.push(line);
    const trouble = troubleIn(fact);
    if (trouble !== undefined) faults.add(trouble);
    if (fact.kind === "crashed") crashes += 1;
    if (fact.kind === "ended" || fact.kind === "armWrite") states.add(stateOf(world));
  });

  return {
    end: () => ({
      lines,
      faults: { ...faults.all, ...operationFaults(world) },
      crashes,
      pools: world.arm.service.pools().filter(({ provisioningState }) => provisioningState === "Succeeded")
        .length,
      states,
    }),
  };
}

function operationFaults({ faults }: World): { readonly [kind: string]: number } {
  const count = (end: string) => [...faults.happened].filter((key) => key.endsWith(end)).length;
  return {
    "arm: operation fails": count(" fails"),
    "arm: operation hangs": count(" hangs"),
    "arm: new pool shows late": count(" shows late"),
    "github: head is stale": count(" is stale"),
    "queue: delete lost": [...faults.happened].filter((key) => key.startsWith("delete of")).length,
  };
}

/** What the world looks like from far: enough to tell one situation from another. */
function stateOf({ arm, state, store, host }: World): string {
  const pools = ["quick-1", "quick-2", "quick-3", "slow-1", "slow-2", "slow-key-1"].map((pool) => {
    const found = arm.found(poolIdOf(pool))?.provisioningState ?? "-";
    const { resourceGroup, subscriptionId, name } = poolIdOf(pool);
    const blob = `pools/${subscriptionId}/${resourceGroup}/${name}.json`;
    const labels = state.read(blob)?.labels ?? {};
    return `${found}/${labels.phase ?? "-"}/${labels.outcome ?? "-"}/${state.isHeld(blob)}`;
  });
  const queues = ["syncs", "reconciles", "rollouts"].map((queue) =>
    Math.min(3, store.messages().filter((message) => message.queue === queue).length),
  );
  return [...pools, ...queues, Math.min(4, host.running.size)].join(" ");
}
