import type { Fact } from "./facts.ts";
import { poolIdOf } from "./specs.ts";
import { START_MS, type World } from "./world.ts";

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
  const faults: Record<string, number> = {};
  const states = new Set<string>();
  let crashes = 0;

  world.onFact((fact) => {
    const line = tell(fact, world);
    if (line !== undefined) lines.push(`${clockOf(world)} ${line}`);
    if (fact.kind === "fault") {
      const kind = `${fact.call.service}: ${fact.fault.split(":")[0]}`;
      faults[kind] = (faults[kind] ?? 0) + 1;
    }
    if (fact.kind === "crashed") crashes += 1;
    if (fact.kind === "ended" || fact.kind === "armWrite") states.add(stateOf(world));
  });

  return {
    end: () => ({
      lines,
      faults: { ...faults, ...operationFaults(world) },
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

/** Hours, minutes, seconds and milliseconds since the start. */
function clockOf({ scheduler }: World): string {
  return new Date(scheduler.now() - START_MS).toISOString().slice(11, 23);
}

function tell(fact: Fact, { nameOf, git, source }: World): string | undefined {
  switch (fact.kind) {
    case "pushed":
      return `${source.branch} is moved to ${nameOf(fact.commit)} (push ${git.moves.length})`;
    case "rotated":
      return "the secret in the key vault gets a new version";
    case "touched":
      return `somebody changes ${fact.pool} by hand`;
    case "fault":
      return `${fact.by.name}: ${fact.call.service} ${fact.call.what} ${fact.call.about}: ${fact.fault}`;
    case "crashed":
      return `${fact.by.name} crashes`;
    case "armWrite":
      return `${fact.by.name}: ${fact.method} ${fact.pool.name} ${JSON.stringify((fact.body as { tags?: object } | undefined)?.tags ?? "")} → ${fact.status}`;
    case "status":
      return `${nameOf(fact.commit)} is told ${fact.status.state}: ${fact.status.description}`;
    case "webhook":
      return `${fact.by.name} is answered ${fact.status}`;
    case "poisoned":
      return `given up on in ${fact.queue}: ${fact.text}`;
    case "log":
      // Every spec here has some doubts, and they make no story.
      if (fact.fields.severity === "warning") return undefined;
      return `${fact.by.name} says: ${fact.message} ${JSON.stringify(brief(fact.fields, nameOf))}`;
    case "ended":
      return fact.error === undefined ? undefined : `${fact.by.name} fails: ${fact.error}`;
    case "sent":
    case "arrived":
    case "answered":
    case "quiet":
      return undefined;
  }
}

const LONG = /^(source|correlationId|delivery|repository|ref|pusher)$/;

/** Commits and pools by the names that the story calls them. */
const brief = (fields: object, nameOf: World["nameOf"]): object =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name, value]) => value !== undefined && !LONG.test(name))
      .map(([name, value]) => {
        if (name === "commit") return [name, nameOf(String(value))];
        return [name, name === "pool" ? String(value).split("/").at(-1) : value];
      }),
  );

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
