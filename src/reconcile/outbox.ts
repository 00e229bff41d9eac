import type { AuditEvent } from "../audit/event.ts";
import { record } from "../audit/record.ts";
import type { PoolState } from "../documents/pool-state.ts";
import { bodiesOf, type Entry } from "./ledger.ts";
import type { Pen } from "./pen.ts";

/** Writes the state with the events, then stores them: a crash between the two is made up for by the next step. */
export async function tell(events: readonly AuditEvent[], state: PoolState, entry: Entry, pen: Pen) {
  const { audit } = pen.deps;
  for (const { name, text } of bodiesOf(events, entry)) await audit.create(name, text);
  await pen.write({ ...state, outbox: events }, "pending");
  await flush(pen);
}

/** Stores the events that an earlier step wrote down, and may not have come to store. */
export async function flush(pen: Pen): Promise<void> {
  const { outbox = [], ...rest } = pen.state;
  for (const event of outbox) await record(event, pen.deps.audit);
  pen.note(rest);
}

/** What the events of this step have in common; `at`: UTC, ISO 8601. */
export function entryOf({ wanted, message, found }: Pen, at: string): Entry {
  return { wanted, correlationId: message.correlationId, at, found };
}
