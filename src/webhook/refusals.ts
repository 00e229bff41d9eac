import type { DeliveryEvent } from "../audit/event.ts";
import { eventId, record } from "../audit/record.ts";
import { refusalsDocument } from "../documents/names.ts";
import type { Refusals } from "../documents/refusals.ts";
import type { Audit, Clock, Documents, Log } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { toIso } from "../shared/time.ts";
import type { Envelope, Refusal } from "./delivery.ts";

export interface RefusalDeps {
  readonly documents: Pick<Documents, "read" | "create" | "replace">;
  readonly audit: Pick<Audit, "create">;
  readonly clock: Clock;
  readonly log: Log;
}

/** What this worker knows to be on record: nobody can make it ask the storage again and again. */
export class KnownRefusals {
  hour = "";
  readonly reasons = new Set<string>();
}

/**
 * Records a refused delivery: of each hour and reason, of which there are a dozen, the first alone, whoever calls and
 * however often. The container keeps what is written for years, and anybody may call. Best effort: the log has them all.
 */
export async function recordRefusal(
  refusal: Refusal,
  envelope: Envelope | undefined,
  known: KnownRefusals,
  deps: RefusalDeps,
): Promise<void> {
  const at = toIso(deps.clock.now());
  const hour = at.slice(0, 13);
  const { status, message: why } = refusal;
  if (known.hour !== hour) {
    known.hour = hour;
    known.reasons.clear();
  }
  if (known.reasons.has(why)) return;
  known.reasons.add(why);
  const event: DeliveryEvent = {
    ...{ format: 1, kind: "delivery", id: eventId(hour, why), at },
    ...{ outcome: "refused", status, why },
    ...(envelope && { delivery: envelope.delivery }),
  };
  const noted = await attempt(async () => {
    if (await isFirst(hour, why, deps.documents)) await record(event, deps.audit);
  });
  if (!noted.ok) deps.log.warn("refusal not recorded", { status, why, code: noted.failure.code });
}

async function isFirst(hour: string, why: string, documents: RefusalDeps["documents"]): Promise<boolean> {
  const stored = await documents.read(refusalsDocument);
  const reasons = stored?.value.hour === hour ? stored.value.reasons : [];
  if (reasons.includes(why)) return false;
  const noted: Refusals = { format: 1, hour, reasons: [...reasons, why] };
  if (!stored) return await documents.create(refusalsDocument, noted);
  await documents.replace(refusalsDocument, noted, stored.etag);
  return true;
}
