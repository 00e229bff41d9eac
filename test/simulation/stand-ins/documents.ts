import type { DocumentName } from "../../../src/documents/names.ts";
import type { Clock, Documents, Held, Stored } from "../../../src/ports.ts";
import { Busy, Failure } from "../../../src/shared/failures.ts";
import { toLabels } from "../../../src/storage/labels.ts";
import type { EffectCall, Effects } from "../effects.ts";
import { type Blobs, type Conditions, LEASE_MS } from "./blobs.ts";

/** As the adapter does it. */
const RENEWAL_MS = 10_000;

/** `Documents` on blobs with leases: every request that the adapter makes is a call of its own. */
export function createSimulatedDocuments(blobs: Blobs, effects: Effects, clock: Clock): Documents {
  const call = <T>(what: string, name: string, perform: () => T): Promise<T> =>
    effects.call(about(what, name), perform);

  function readNow<T>(name: DocumentName<T>): Stored<T> | undefined {
    const blob = blobs.read(name);
    return blob?.text ? { value: JSON.parse(blob.text) as T, etag: blob.etag } : undefined;
  }

  async function write(
    what: string,
    name: string,
    { value, labels }: { readonly value: unknown; readonly labels: object | undefined },
    conditions: Conditions,
  ): Promise<void> {
    const text = JSON.stringify(value);
    await call(what, name, () => blobs.write(name, text, toLabels(labels), conditions));
  }

  /** Only a blob has a lease, so an empty one is made where there is none. */
  async function acquire(
    name: string,
  ): Promise<{ readonly id: number; readonly sinceMs: number } | undefined> {
    let sinceMs = 0;
    const acquired = () => {
      sinceMs = clock.now();
      return call("acquire", name, () => blobs.acquire(name));
    };
    let lease = await acquired();
    if (lease === undefined) {
      const made = call("make room", name, () => blobs.write(name, "", {}, { ifNone: true }));
      await unlessTaken(undefined, made);
      lease = await acquired();
    }
    return lease === undefined || lease === "held" ? undefined : { id: lease, sinceMs };
  }

  return {
    read: (name) => call("read", name, () => readNow(name)),
    create: (name, value, labels) =>
      unlessTaken(
        false,
        write("create", name, { value, labels }, { ifNone: true }).then(() => true),
      ),
    replace: (name, value, etag, labels) => write("replace", name, { value, labels }, { ifMatch: etag }),
    async *list(prefix) {
      yield* await call("list", prefix, () => blobs.list(prefix));
    },
    async hold<T, R>(name: DocumentName<T>, work: (held: Held<T>) => Promise<R>): Promise<R | "held"> {
      const lease = await acquire(name);
      if (!lease) return "held";
      const { id: leaseId } = lease;
      let sureFromMs = lease.sinceMs;
      const stopRenewing = effects.every(RENEWAL_MS, about("renew", name), () => {
        blobs.renew(name, leaseId);
        sureFromMs = clock.now();
      });
      const writeHeld = async (value: unknown, labels: object | undefined): Promise<void> => {
        await write("write", name, { value, labels }, { leaseId });
        if (clock.now() - sureFromMs >= LEASE_MS)
          throw new Busy({ code: "LeaseLost", message: `storage: ${name}` });
      };
      try {
        const stored = await call("read", name, () => readNow(name));
        return await work({
          value: stored?.value,
          write: writeHeld,
        });
      } finally {
        stopRenewing();
        await call("release", name, () => blobs.release(name, leaseId)).catch(() => undefined);
      }
    },
  };
}

const about = (what: string, name: string): EffectCall => ({ service: "storage", what, about: name });

async function unlessTaken<T, F>(fallback: F, writing: Promise<T>): Promise<T | F> {
  try {
    return await writing;
  } catch (error) {
    if (error instanceof Failure && ["BlobAlreadyExists", "LeaseIdMissing"].includes(error.code))
      return fallback;
    throw error;
  }
}
