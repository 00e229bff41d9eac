import type { Source } from "../documents/source.ts";
import type { Log } from "../ports.ts";
import type { Delivery } from "./delivery.ts";
import { type Answer, type ReceiveDeps, receive } from "./receive.ts";
import { KnownRefusals } from "./refusals.ts";

/** `traceparent`: of the request, as the host tells it. */
export type Receiver = (delivery: Delivery, log: Log, traceparent?: string) => Promise<Answer>;

/** Receives deliveries for as long as the process lives: it remembers which refusals are on record. */
export function createReceiver(
  sources: readonly Source[],
  worldOf: (log: Log, traceparent: string | undefined) => Omit<ReceiveDeps, "refusals">,
): Receiver {
  const refusals = new KnownRefusals();
  return (delivery, log, traceparent) =>
    receive(delivery, sources, { ...worldOf(log, traceparent), refusals });
}
