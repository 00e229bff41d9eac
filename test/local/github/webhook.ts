import type { Clock } from "../../../src/ports.ts";
import { type Delivery, deliver, type Hook, lost, type Parcel } from "./delivery.ts";

/** GitHub's time limit for a receiver. */
const LIMIT_MS = 10_000;
/** Larger events are never sent, and nobody is told. */
const BODY_BYTES_MAX = 25 * 1024 * 1024;
/** Stands for GitHub's three days of retention. */
const DELIVERIES_MAX = 10_000;

/**
 * `deliver` once · `drop`: nothing is sent, the log says `failed to connect` · `duplicate`: two at once under
 * one GUID · `reverse`: the first waits for a second, which is sent before it.
 */
export type Mode = "deliver" | "drop" | "duplicate" | "reverse";

export interface Webhook {
  /** Sends as `mode` says; never fails. */
  send(parcel: Parcel, mode: Mode): Promise<void>;
  /** Sends the parcel that `reverse` still holds, if there is one. */
  release(): Promise<void>;
  /** Sends the same bytes again under the same GUID. */
  redeliver(guid: string): Promise<Delivery>;
  /** Every attempt that has ended, oldest first. */
  deliveries(): readonly Delivery[];
  /** Gives up on what is under way. */
  close(): void;
}

export interface WebhookOptions {
  readonly hook: Hook;
  readonly clock: Clock;
  readonly limitMs?: number;
}

export function createWebhook({ hook, clock, limitMs = LIMIT_MS }: WebhookOptions): Webhook {
  const log: Delivery[] = [];
  const parcels = new Map<string, Parcel>();
  const closing = new AbortController();
  let attempts = 0;
  let held: Parcel | undefined;

  const attempt = (redelivery: boolean) => {
    attempts += 1;
    return { id: attempts, redelivery, hook, clock, limitMs, closing: closing.signal };
  };
  const keep = (delivery: Delivery) => {
    log.push(delivery);
    if (log.length > DELIVERIES_MAX) parcels.delete(log.shift()?.guid ?? "");
    return delivery;
  };
  const attemptNow = async (parcel: Parcel, redelivery = false) =>
    keep(await deliver(parcel, attempt(redelivery)));

  async function send(parcel: Parcel, mode: Mode): Promise<void> {
    if (parcel.body.length > BODY_BYTES_MAX) return;
    parcels.set(parcel.guid, parcel);
    switch (mode) {
      case "deliver":
        await attemptNow(parcel);
        return;
      case "drop":
        keep(lost(parcel, attempt(false)));
        return;
      case "duplicate":
        await Promise.all([attemptNow(parcel), attemptNow(parcel)]);
        return;
      case "reverse":
        if (held) await release(parcel);
        else held = parcel;
    }
  }

  async function release(newer?: Parcel): Promise<void> {
    const older = held;
    held = undefined;
    if (newer) await attemptNow(newer);
    if (older) await attemptNow(older);
  }

  return {
    send,
    release: () => release(),
    async redeliver(guid) {
      const parcel = parcels.get(guid);
      if (!parcel) throw new Error(`no delivery has the GUID ${guid}`);
      return await attemptNow(parcel, true);
    },
    deliveries: () => [...log],
    close: () => closing.abort(),
  };
}
