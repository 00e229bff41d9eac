import type { Change } from "../documents/pool-state.ts";
import { wishMark } from "../documents/wanted.ts";
import type { DeployedSecret } from "../pool/secrets.ts";
import type { Accepted } from "../ports.ts";
import type { Attempted } from "../shared/attempt.ts";
import { Busy } from "../shared/failures.ts";
import { fromIso, printDuration, toIso } from "../shared/time.ts";
import type { Purpose } from "./decide.ts";
import { answeredOf, intend } from "./ledger.ts";
import { withApplied } from "./ours.ts";
import { entryOf, tell } from "./outbox.ts";
import type { ReconcileOutcome } from "./outcome.ts";
import type { Pen } from "./pen.ts";

/**
 * A worker that stood still for longer may have lost its lease, which lasts for 20 s at least when a write has just
 * succeeded.
 */
const HOLD_SURE_MS = 15_000;

interface Beginning extends Purpose {
  readonly why: string;
  /** What is sent, of which the versions are kept. */
  readonly secrets?: readonly DeployedSecret[];
}

/** Before the request leaves: a crash after this is followed by a look, never by a blind second request. */
export async function begin(
  kind: Change["kind"],
  { why, creation, repair, secrets = [] }: Beginning,
  pen: Pen,
): Promise<Change> {
  const { generation, wish } = pen.wanted;
  const beganAt = toIso(pen.nowMs());
  const change: Change = {
    ...{ kind, generation, wish: wishMark(wish), beganAt, accepted: false },
    ...(creation && { creation }),
    ...(repair && { repair }),
    ...(secrets.length > 0 && { secrets: versionsOf(secrets) }),
  };
  const entry = entryOf(pen, beganAt);
  const { intent, events } = intend(entry, pen.state, {
    ...{ change: pen.deps.chance.uuid(), action: kind, why },
    isCorrection: pen.isCorrection,
  });
  // Which secrets the pool has is not known until this has ended well.
  const { secrets: _, applied, ...rest } = pen.state;
  // What we had applied is gone, where a pool is made: one that is there next may be somebody else's.
  const isOurs = applied !== undefined && creation === undefined;
  const begun = { ...rest, ...(isOurs && { applied }), change, intent, nextStepAt: beganAt };
  await tell(events, begun, entry, pen);
  pen.log("change begun", { change: kind, why });
  return change;
}

/** Nothing else of them: what is sent also has the values. */
const versionsOf = (secrets: readonly DeployedSecret[]): readonly DeployedSecret[] =>
  secrets.map(({ name, version }) => ({ name, version }));

/** Throws `Busy` once it is no longer sure that nobody else is at the pool: the request must not leave then. */
export function mustHold({ beganAt }: Change, pen: Pen): void {
  const stoodMs = pen.nowMs() - fromIso(beganAt);
  if (stoodMs <= HOLD_SURE_MS) return;
  throw new Busy({ code: "Stalled", message: `the step stood still for ${printDuration(stoodMs)}` });
}

/** What ARM answered to the request: for the result, whenever that comes. */
export function hear(answered: Attempted<Accepted>, pen: Pen): void {
  const { intent } = pen.state;
  if (!intent) return;
  const { correlationId } = pen.message;
  pen.note({ ...pen.state, intent: { ...intent, answered: answeredOf(answered, correlationId) } });
}

/** ARM took the request and works on it. */
export async function accept(operationUrl: string | undefined, pen: Pen): Promise<ReconcileOutcome> {
  const { change } = pen.state;
  if (!change) throw new Error("a change was accepted that was never begun");
  const accepted: Change = { ...change, accepted: true, ...(operationUrl && { operationUrl }) };
  const { trouble: _, nextStepAt: __, ...rest } = withApplied(accepted, pen.state);
  await pen.write({ ...rest, change: accepted, atWorkSince: toIso(pen.nowMs()) }, "waiting");
  return { kind: "waiting", why: "ARM works on it" };
}
