import type { Source } from "../documents/source.ts";
import type { Log } from "../ports.ts";
import type { Delivery } from "./delivery.ts";
import { type Answer, type ReceiveDeps, receive } from "./receive.ts";
import { KnownRefusals } from "./refusals.ts";

export type Receiver = (delivery: Delivery, log: Log) => Promise<Answer>;

/** Receives deliveries for as long as the process lives: it remembers which refusals are on record. */
export function createReceiver(
  sources: readonly Source[],
  world: Omit<ReceiveDeps, "log" | "refusals">,
): Receiver {
  const refusals = new KnownRefusals();
  return (delivery, log) => receive(delivery, sources, { ...world, log, refusals });
}
