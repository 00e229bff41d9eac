import type { Change, PoolState, SettledOutcome } from "../documents/pool-state.ts";
import { wishMark } from "../documents/wanted.ts";
import type { DeployedSecret } from "../pool/secrets.ts";
import type { Failure } from "../shared/failures.ts";
import { toIso } from "../shared/time.ts";
import { resultOf, secretVersionsOf } from "./ledger.ts";
import { withApplied } from "./ours.ts";
import { entryOf, tell } from "./outbox.ts";
import type { ReconcileOutcome } from "./outcome.ts";
import type { Pen } from "./pen.ts";

interface End {
  /** The change that ended the generation just now. */
  readonly done?: Change | undefined;
  readonly failure?: Failure | undefined;
}

/** The end of this generation. */
export async function settle(outcome: SettledOutcome, pen: Pen, end: End = {}): Promise<ReconcileOutcome> {
  await closeIntent(outcome, pen, end);
  const { done, failure } = end;
  const { secrets } = done ?? pen.state;
  const why = whyKept(outcome, pen);
  await pen.write(settledState(outcome, pen, done), "settled", outcome.kind);
  if (outcome.kind === "rejected") {
    const { code, message: reason } = outcome;
    pen.log("pool rejected", { code, reason, requestId: failure?.requestId }, "warn");
  } else pen.log("pool settled", { outcome: outcome.kind, secrets: secrets?.map(printVersion) });
  if (why !== undefined) pen.log("pool not deleted", { why }, "warn");
  return { kind: "settled", outcome };
}

/** The result of the change on record, before anything says that the pool has settled. */
async function closeIntent(outcome: SettledOutcome, pen: Pen, { done, failure }: End): Promise<void> {
  const { intent, ...rest } = pen.state;
  if (!intent) return;
  const at = toIso(pen.nowMs());
  const entry = entryOf(pen, at);
  const deployed = outcome.kind === "applied" ? (done?.secrets ?? []) : [];
  const events = [
    resultOf(entry, intent, { outcome, failure }),
    ...secretVersionsOf(entry, intent, deployed),
  ];
  await tell(events, { ...rest, nextStepAt: at }, entry, pen);
}

/** Nothing is left of the way here but what the next generation has to know. */
function settledState(outcome: SettledOutcome, pen: Pen, done: Change | undefined): PoolState {
  const { format, pool, applied, corrections } = done ? withApplied(done, pen.state) : pen.state;
  const { secrets } = done ?? pen.state;
  const { generation, wish } = pen.wanted;
  // A pool of this name that comes after one that is gone is none of ours.
  const isOurs = applied !== undefined && outcome.kind !== "removed";
  const isSameWish = corrections?.generation === generation;
  return {
    ...{ format, pool },
    settled: { generation, wish: wishMark(wish), at: toIso(pen.nowMs()), outcome },
    ...(isOurs && { applied }),
    ...(isOurs && secrets && { secrets }),
    ...(isSameWish && { corrections }),
  };
}

/** Of a pool that was to be deleted. */
function whyKept(outcome: SettledOutcome, { wanted, state }: Pen): string | undefined {
  if (outcome.kind !== "kept" || wanted.wish.kind !== "removed") return undefined;
  return state.change?.kind === "put"
    ? "the answer to a PUT of ours was lost, and ARM does not say that the pool came of it"
    : "it was never applied by us";
}

const printVersion = ({ name, version }: DeployedSecret): string => `${name}@${version}`;
