import { setTimeout as wait } from "node:timers/promises";
import { type Journey, travel } from "./journey.ts";
import { onStage } from "./on-stage.ts";
import { percentile, sum } from "./statistics.ts";
import { ms, share, table } from "./table.ts";

const PUSHES = 20;
const SESSIONS = 100; // each push asks for one more
/** host.json's `maxPollingInterval`: how seldom the host looks into a queue that is at rest. */
const POLL_MS = 2_000;
/** After so long without a message, a queue is at rest: the pauses between looks have grown to the full. */
const REST_MS = 4_000;

/** From a `git push` that changes one property of a pool to the PUT at ARM, hop by hop. */
export async function benchPush(): Promise<string> {
  return await onStage(async (stage) => {
    let sessions = SESSIONS;
    const next = () => travel(stage, sessions++);
    await next(); // makes the pool, and warms everything up
    const inARow: Journey[] = [];
    const rested: Journey[] = [];
    while (inARow.length < PUSHES) inARow.push(await next());
    while (rested.length < PUSHES) {
      // Real pushes come at any time between two looks into the queue.
      await wait(REST_MS + (rested.length / PUSHES) * POLL_MS);
      rested.push(await next());
    }
    return [
      "Push: git push of one changed property of a PythonLTS pool, to the PUT that ARM receives",
      report("on their own: the queues are at rest", rested),
      report("in a row: each when the one before is deployed", inARow),
      "  (answered to head, and blob to look, hold the waits in a queue; GitHub logs when it answered, ARM when asked)",
    ].join("\n");
  });
}

type Moment = keyof Journey;

const WAYS: readonly (readonly [name: string, from: Moment, to: Moment])[] = [
  ["git push returned to PUT", "pushed", "put"],
  ["webhook sent to PUT", "sent", "put"],
  ["  webhook sent to answered", "sent", "answered"],
  ["  answered to head read at GitHub", "answered", "head"],
  ["  head to first blob", "head", "blob"],
  ["  blob to first look at ARM", "blob", "look"],
  ["  look to PUT", "look", "put"],
  ["PUT to final status on the commit", "put", "final"],
];

function report(manner: string, journeys: readonly Journey[]): string {
  const spans = (from: Moment, to: Moment) => journeys.map((journey) => journey[to] - journey[from]);
  const whole = sum(spans("sent", "put"));
  const rows = WAYS.map(([name, from, to]) => {
    const taken = spans(from, to);
    return [name, share(sum(taken) / whole), ms(percentile(taken, 50)), ms(percentile(taken, 90))];
  });
  return table([[`${journeys.length} pushes ${manner}`, "of webhook to PUT", "p50", "p90"], ...rows]);
}
