import type { BlobLeaseClient, BlockBlobClient } from "@azure/storage-blob";
import { upload } from "./blobs.ts";
import { storageCall, unless } from "./failures.ts";

/** A holder that crashed keeps others out for so long. */
const LEASE_SECONDS = 30;
/** Two renewals may fail before the lease runs out. */
export const LEASE_RENEWAL_MS = 10_000;

export interface Lease {
  readonly id: string;
  /** False once the lease may have run out: a worker that stood still did not renew it, and may not know. */
  isSure(): boolean;
  release(): Promise<void>;
}

export interface LeaseTimes {
  readonly renewalMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Takes the blob's lease and keeps it until released; `undefined` if somebody else has it. */
export async function takeLease(
  blob: BlockBlobClient,
  { renewalMs, now }: LeaseTimes,
): Promise<Lease | undefined> {
  const client = blob.getBlobLeaseClient();
  let sureFromMs = now();
  let taken = await acquire(client);
  if (taken === undefined) {
    await makeRoom(blob);
    sureFromMs = now();
    taken = await acquire(client);
  }
  if (taken !== "taken") return undefined;
  const stopRenewing = keepRenewing(renewalMs, async () => {
    const beganMs = now();
    await orLetItRunOut(async (abortSignal) => {
      await client.renewLease({ abortSignal });
      sureFromMs = beganMs;
    });
  });
  return {
    id: client.leaseId,
    isSure: () => now() - sureFromMs < LEASE_SECONDS * 1000,
    release: async () => {
      await stopRenewing();
      await orLetItRunOut((abortSignal) => client.releaseLease({ abortSignal }));
    },
  };
}

/** `undefined` if there is no blob to lease. */
function acquire(client: BlobLeaseClient): Promise<"taken" | "held" | undefined> {
  const acquired = storageCall(async (abortSignal) => {
    await client.acquireLease(LEASE_SECONDS, { abortSignal });
    return "taken" as const;
  });
  const free = unless(
    ["LeaseAlreadyPresent", "LeaseIsBreakingAndCannotBeAcquired"],
    "held" as const,
    acquired,
  );
  return unless(["BlobNotFound"], undefined, free);
}

/** Only a blob has a lease, so a document that is not there yet is begun as an empty one. */
async function makeRoom(blob: BlockBlobClient): Promise<void> {
  const begun = upload(blob, "", { conditions: { ifNoneMatch: "*" } });
  await unless(["BlobAlreadyExists", "LeaseIdMissing"], undefined, begun);
}

/** Returns what ends it, and waits for a renewal that is under way. */
function keepRenewing(everyMs: number, renew: () => Promise<void>): () => Promise<void> {
  let renewal: Promise<void> | undefined;
  const timer = setInterval(() => {
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await renewal;
  };
}

/** A lease that is not renewed or given back runs out by itself, and the service refuses the holder's next write. */
async function orLetItRunOut(call: (abortSignal: AbortSignal) => Promise<unknown>): Promise<void> {
  await call(AbortSignal.timeout(LEASE_RENEWAL_MS)).catch(() => undefined);
}
