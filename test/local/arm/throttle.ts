import { ArmError } from "./arm-error.ts";

/** Each has a bucket of its own, per subscription. */
export type RequestKind = "reads" | "writes" | "deletes";

export interface BucketSize {
  /** How many requests may come at once. */
  readonly requests: number;
  readonly refillPerSecond: number;
}

export type BucketSizes = { readonly [kind in RequestKind]: BucketSize };

/** What ARM documents for one principal in one region. */
const ARM_BUCKETS: BucketSizes = {
  reads: { requests: 250, refillPerSecond: 25 },
  writes: { requests: 200, refillPerSecond: 10 },
  deletes: { requests: 200, refillPerSecond: 10 },
};

export function requestKind(method: string): RequestKind {
  if (method === "DELETE") return "deletes";
  return method === "GET" || method === "HEAD" ? "reads" : "writes";
}

interface Bucket {
  readonly left: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** ARM's token buckets. */
export class Throttle {
  #sizes: BucketSizes = ARM_BUCKETS;
  readonly #buckets = new Map<string, Bucket>();

  /** From now on; buckets of these kinds are full again. */
  resize(sizes: Partial<BucketSizes>): void {
    this.#sizes = { ...this.#sizes, ...sizes };
    for (const key of this.#buckets.keys()) {
      if (Object.keys(sizes).some((kind) => key.startsWith(`${kind}/`))) this.#buckets.delete(key);
    }
  }

  /** Takes one request out of the bucket, or throws `ArmError` 429 if it is empty. */
  take(subscriptionId: string, kind: RequestKind, now: number): void {
    const left = this.#left(subscriptionId, kind, now);
    if (left < 1) {
      const seconds = Math.ceil((1 - left) / this.#sizes[kind].refillPerSecond);
      throw new ArmError(
        429,
        "SubscriptionRequestsThrottled",
        `Number of ${kind} for subscription '${subscriptionId}' exceeded the limit. Please try again after '${seconds}' seconds.`,
        { "retry-after": String(seconds) },
      );
    }
    this.#buckets.set(keyOf(subscriptionId, kind), { left: left - 1, at: now });
  }

  remaining(subscriptionId: string, kind: RequestKind, now: number): number {
    return Math.floor(this.#left(subscriptionId, kind, now));
  }

  #left(subscriptionId: string, kind: RequestKind, now: number): number {
    const { requests, refillPerSecond } = this.#sizes[kind];
    const bucket = this.#buckets.get(keyOf(subscriptionId, kind));
    if (!bucket) return requests;
    return Math.min(requests, bucket.left + ((now - bucket.at) / 1000) * refillPerSecond);
  }
}

const keyOf = (subscriptionId: string, kind: RequestKind): string =>
  `${kind}/${subscriptionId.toLowerCase()}`;
