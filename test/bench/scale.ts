import { WRITES_BURST, WRITES_PER_SECOND } from "../../src/pool/pacing.ts";
import { createAuthor, type SpecChange } from "../simulation/author.ts";
import type { Fact } from "../simulation/facts.ts";
import { createWorld, type World } from "../simulation/world.ts";
import { share, table } from "./table.ts";

const POOLS = 2_000;
/** Once ARM's bucket is empty, nobody's writes are faster than it refills. */
const BOUND_MS = ((POOLS - WRITES_BURST) / WRITES_PER_SECOND) * 1000;
/** How long ARM works on a custom container. */
const OPERATION_MS = 75_000;
const STEP_MS = 60_000;
/** Many times what it takes: the bench ends, whatever happens. */
const LONGEST_MS = 3 * 60 * 60_000;
const INSTANCES = [1, 4];

/** 2,000 pools in one push against ARM's published buckets, in virtual time; then a poll that has nothing to do. */
export async function benchScale(): Promise<string> {
  const results: Scale[] = [];
  for (const instances of INSTANCES) results.push(await measure(instances));
  return report(results);
}

interface Scale {
  readonly instances: number;
  /** From the first PUT that ARM accepted to the last. */
  readonly putsTookMs: number;
  readonly writes: number;
  readonly throttledWrites: number;
  /** Requests for one pool or its operation. */
  readonly reads: number;
  /** Pages of lists. */
  readonly lists: number;
  readonly throttledReads: number;
  /** From the push to the commit's success. */
  readonly settledAfterMs: number;
  readonly said: string;
  readonly poll: { readonly github: number; readonly arm: number };
}

async function measure(instances: number): Promise<Scale> {
  const world = createWorld({ instances, slowShare: 0, operationMs: OPERATION_MS });
  const author = createAuthor(world);
  const ledger = keepLedger(world);
  const pushedMs = world.scheduler.now();
  const commit = author.push(changes());
  await passUntil(world, () => newestStatus(world, commit)?.state === "success");
  const settledAfterMs = ledger.lastStatusMs() - pushedMs;
  const deployed = { ...ledger.counts };
  // What is left over of beats and leases.
  await world.runUntil(world.scheduler.now() + STEP_MS);
  const { github, arm } = ledger.calls;
  world.host.invoke("poll", (app, { log }) => app.poll(log));
  await world.runUntil(world.scheduler.now() + STEP_MS);
  return {
    instances,
    ...deployed,
    putsTookMs: ledger.lastPutMs() - ledger.firstPutMs(),
    settledAfterMs,
    said: newestStatus(world, commit)?.description ?? "",
    poll: { github: ledger.calls.github - github, arm: ledger.calls.arm - arm },
  };
}

/** Half code interpreters, which ARM makes at once, half custom containers, which take their time. */
function changes(): readonly SpecChange[] {
  return Array.from({ length: POOLS }, (_, index) => ({
    kind: "set",
    pool: `${index % 2 === 0 ? "quick" : "slow"}-${index}`,
    rev: index + 1,
  }));
}

const newestStatus = ({ github }: World, commit: string) =>
  github.statuses.findLast((status) => status.commit === commit);

async function passUntil(world: World, isDone: () => boolean): Promise<void> {
  const untilMs = world.scheduler.now() + LONGEST_MS;
  while (!isDone()) {
    if (world.scheduler.now() > untilMs) throw new Error("2,000 pools did not settle within hours");
    await world.runUntil(world.scheduler.now() + STEP_MS);
  }
}

/** Counts every request, where it arrives. */
function keepLedger(world: World) {
  const counts = { writes: 0, throttledWrites: 0, reads: 0, lists: 0, throttledReads: 0 };
  const calls = { github: 0, arm: 0 };
  const acceptedMs: number[] = [];
  let lastStatusMs = 0;

  function count(fact: Fact): void {
    if (fact.kind === "armWrite" && fact.acceptedUntilMs !== undefined)
      acceptedMs.push(world.scheduler.now());
    if (fact.kind === "status") lastStatusMs = world.scheduler.now();
    if (fact.kind !== "answered") return;
    const { service, what, about } = fact.call;
    if (service === "github") calls.github += 1;
    if (service !== "arm") return;
    calls.arm += 1;
    const isThrottled = fact.status === 429;
    if (what === "PUT") {
      counts.writes += 1;
      counts.throttledWrites += Number(isThrottled);
      return;
    }
    counts.throttledReads += Number(isThrottled);
    if (about.startsWith("all of ")) counts.lists += 1;
    else counts.reads += 1;
  }

  world.onFact(count);
  return {
    counts,
    calls,
    firstPutMs: () => Math.min(...acceptedMs),
    lastPutMs: () => Math.max(...acceptedMs),
    lastStatusMs: () => lastStatusMs,
  };
}

function report(results: readonly Scale[]): string {
  const row = (name: string, aim: string, of: (scale: Scale) => string) => [name, aim, ...results.map(of)];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const rows = [
    row("", "aim", ({ instances }) => `${instances} instance${instances === 1 ? "" : "s"}`),
    row("first PUT accepted to last", `${seconds(BOUND_MS)} + 5 %`, ({ putsTookMs }) => seconds(putsTookMs)),
    row("  against the bucket's bound", "105 %", ({ putsTookMs }) => percent(putsTookMs / BOUND_MS)),
    row("429s of the writes", "1 %", ({ throttledWrites, writes }) => percent(throttledWrites / writes)),
    row("writes per pool", "1", ({ writes }) => (writes / POOLS).toFixed(2)),
    row("reads per pool", "3", ({ reads }) => (reads / POOLS).toFixed(2)),
    row("pages of lists", "", ({ lists }) => String(lists)),
    row("429s of the reads", "", ({ throttledReads, reads, lists }) =>
      percent(throttledReads / (reads + lists)),
    ),
    row("push to the commit's success", "", ({ settledAfterMs }) => seconds(settledAfterMs)),
    row("a poll with nothing to do: GitHub", "1 call", ({ poll }) => String(poll.github)),
    row("a poll with nothing to do: ARM", "0 calls", ({ poll }) => String(poll.arm)),
  ];
  const said = results.map((scale) => `  the commit was told: ${scale.said}`).join("\n");
  return `${POOLS} pools in one push, in virtual time against ARM's published buckets\n${table(rows)}\n${said}`;
}

const percent = (ratio: number): string => (ratio < 0.1 ? `${(ratio * 100).toFixed(2)} %` : share(ratio));
