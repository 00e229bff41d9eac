import type { Actor, Fact } from "./facts.ts";
import type { Action, Script } from "./script.ts";

type Counts = { readonly [kind: string]: number };

/** What a script does to its world, by kind, apart from the faults of single calls. */
export function troublesOf({ actions }: Pick<Script, "actions">): Counts {
  const counts = new Counter();
  let webhooksUntilMs = 0;
  for (const action of actions) {
    switch (action.kind) {
      case "push":
      case "force":
        if (action.kind === "force") counts.add(action.changes.length > 0 ? "git: forced" : "git: rewound");
        for (const trouble of troublesOfTelling(action, webhooksUntilMs)) counts.add(trouble);
        webhooksUntilMs = Math.max(webhooksUntilMs, ...heardAt(action));
        break;
      case "close":
        counts.add(`${action.service}: closed`);
        break;
      case "cut":
        counts.add("github: lists cut");
        break;
      case "lose branch":
        counts.add("git: branch lost");
        break;
      case "die":
        counts.add("host: instance dies");
        break;
      case "poll":
      case "snapshot":
      case "rotate":
      case "elsewhere":
      case "touch":
        break;
    }
  }
  return counts.all;
}

type Told = Pick<Extract<Action, { kind: "push" }>, "atMs" | "telling">;

const heardAt = ({ atMs, telling: { webhooksMs = [] } }: Told): readonly number[] =>
  webhooksMs.map((ms) => atMs + ms);

/** `beforeMs`: when the last webhook of an earlier push comes. */
function troublesOfTelling(told: Told, beforeMs: number): readonly string[] {
  const { webhooksMs = [], lagMs = 0 } = told.telling;
  const troubles: string[] = [];
  if (webhooksMs.length === 0) troubles.push("github: webhook lost");
  if (webhooksMs.length > 1) troubles.push("github: webhook doubled");
  if (heardAt(told).some((ms) => ms < beforeMs)) troubles.push("github: webhooks reversed");
  if (webhooksMs.some((ms) => ms < lagMs)) troubles.push("github: lags behind its webhook");
  return troubles;
}

/** Names what went wrong, where something did. */
export function watchTroubles(): (fact: Fact) => string | undefined {
  const timers = new Map<Actor, string>();

  /** A timer's function that begins while another run of it is at work. */
  function overlap(by: Actor): string | undefined {
    const [timer = ""] = by.name.split(" ");
    if (timers.has(by) || !/^(poll|snapshot)$/.test(timer)) return undefined;
    const others = [...timers.values()];
    timers.set(by, timer);
    return others.includes(timer) ? `timers: ${timer} overlaps` : undefined;
  }

  return (fact) => {
    switch (fact.kind) {
      case "sent":
        return overlap(fact.by);
      case "ended":
      case "crashed":
        timers.delete(fact.by);
        return undefined;
      case "fault":
        return `${fact.call.service}: ${fact.fault.split(":")[0]}`;
      case "touched":
        return "arm: pool changed by hand";
      case "answered":
        return fact.code === "LeaseLost" ? "storage: lease lost" : undefined;
      case "armWrite":
        if (fact.status === 429) return "arm: bucket empty";
        return fact.status === 409 ? "arm: conflict" : undefined;
      case "arrived":
      case "log":
      case "poisoned":
      case "pushed":
      case "quiet":
      case "rotated":
      case "status":
      case "webhook":
        return undefined;
    }
  };
}

/** How often of each kind. */
export class Counter {
  readonly #counts: Record<string, number> = {};

  add(kind: string, times = 1): void {
    this.#counts[kind] = (this.#counts[kind] ?? 0) + times;
  }

  addAll(counts: Counts): void {
    for (const [kind, times] of Object.entries(counts)) this.add(kind, times);
  }

  get all(): Counts {
    return this.#counts;
  }
}
