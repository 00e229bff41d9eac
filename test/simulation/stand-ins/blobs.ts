import type { Clock, Labels, Listed } from "../../../src/ports.ts";
import { Busy } from "../../../src/shared/failures.ts";

interface Blob {
  readonly text: string;
  readonly labels: Labels;
  readonly etag: string;
}

interface Lease {
  readonly id: number;
  readonly untilMs: number;
}

export interface Conditions {
  readonly ifMatch?: string;
  readonly ifNone?: true;
  readonly leaseId?: number;
}

/** As the adapter asks for. */
export const LEASE_MS = 30_000;

/** One container of Azure's blob storage, as far as the program uses it: ETags, and leases that run out by the clock. */
export function createBlobs(clock: Clock) {
  const blobs = new Map<string, Blob>();
  const leases = new Map<string, Lease>();
  let etags = 0;
  let ids = 0;

  function leaseOf(name: string): Lease | undefined {
    const lease = leases.get(name);
    return lease && lease.untilMs > clock.now() ? lease : undefined;
  }

  function write(name: string, text: string, labels: Labels, { ifMatch, ifNone, leaseId }: Conditions): void {
    const blob = blobs.get(name);
    const lease = leaseOf(name);
    if (ifNone && blob) throw conflict("BlobAlreadyExists", name);
    if (leaseId !== undefined && lease?.id !== leaseId) throw conflict("LeaseLost", name);
    if (leaseId === undefined && lease) throw conflict("LeaseIdMissing", name);
    if (ifMatch !== undefined && blob?.etag !== ifMatch) throw conflict("ConditionNotMet", name);
    etags += 1;
    blobs.set(name, { text, labels, etag: `"${etags}"` });
  }

  return {
    write,
    read: (name: string): Blob | undefined => blobs.get(name),
    /** Blobs that hold something, in order of name. */
    list: (prefix: string): readonly Listed[] =>
      [...blobs]
        .filter(([name, { text }]) => text !== "" && name.startsWith(prefix))
        .map(([name, { labels }]) => ({ name, labels }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),

    /** The lease's id; `undefined` if there is no such blob. */
    acquire(name: string): number | "held" | undefined {
      if (!blobs.has(name)) return undefined;
      if (leaseOf(name)) return "held";
      const lease = { id: ++ids, untilMs: clock.now() + LEASE_MS };
      leases.set(name, lease);
      return lease.id;
    },
    /** Also of a lease that ran out, while nobody has taken the blob since: so does Azure. */
    renew(name: string, id: number): void {
      if (leases.get(name)?.id !== id) throw conflict("LeaseLost", name);
      leases.set(name, { id, untilMs: clock.now() + LEASE_MS });
    },
    release(name: string, id: number): void {
      if (leases.get(name)?.id === id) leases.delete(name);
    },
    /** Whoever holds the blob holds it no longer, and does not know it. */
    breakLease: (name: string): void => void leases.delete(name),
    isHeld: (name: string): boolean => leaseOf(name) !== undefined,
  };
}

export type Blobs = ReturnType<typeof createBlobs>;

function conflict(code: string, name: string): Busy {
  return new Busy({
    code,
    message: `storage: ${name}: ${code}`,
    status: code.startsWith("Blob") ? 409 : 412,
  });
}
