import type { ContainerClient } from "@azure/storage-blob";
import type { DocumentName } from "../documents/names.ts";
import type { Documents, Held, Stored } from "../ports.ts";
import { Busy } from "../shared/failures.ts";
import { download, list, upload } from "./blobs.ts";
import { unless } from "./failures.ts";
import { toLabels } from "./labels.ts";
import { LEASE_RENEWAL_MS, type Lease, type LeaseTimes, takeLease } from "./lease.ts";

/**
 * Documents as blobs of JSON, their labels as blob metadata. A document that is held is a blob under a lease;
 * an empty blob is room made for one and counts as no document. Documents that are held are never created by
 * `create`, which takes such a blob for a document.
 */
export function createDocuments(
  container: ContainerClient,
  { renewalMs = LEASE_RENEWAL_MS, now = () => Date.now() }: Partial<LeaseTimes> = {},
): Documents {
  const blobOf = (name: string) => container.getBlockBlobClient(name);

  async function read<T>(name: DocumentName<T>): Promise<Stored<T> | undefined> {
    const blob = await download(blobOf(name));
    return blob?.text ? { value: JSON.parse(blob.text) as T, etag: blob.etag } : undefined;
  }

  async function write(name: string, value: unknown, to: Write): Promise<void> {
    const { labels, ...conditions } = to;
    await upload(blobOf(name), JSON.stringify(value), { labels: toLabels(labels), conditions });
  }

  /** What is written is a fence: whoever is through with it is the holder still, also if it took long. */
  async function writeHeld(
    name: string,
    value: unknown,
    labels: object | undefined,
    lease: Lease,
  ): Promise<void> {
    await write(name, value, { labels, leaseId: lease.id });
    if (!lease.isSure())
      throw new Busy({ code: "LeaseLost", message: `storage: the hold of ${name} may have run out` });
  }

  return {
    read,
    async create(name, value, labels) {
      const stored = write(name, value, { labels, ifNoneMatch: "*" }).then(() => true);
      return unless(["BlobAlreadyExists", "LeaseIdMissing"], false, stored);
    },
    async replace(name, value, etag, labels) {
      await write(name, value, { labels, ifMatch: etag });
    },
    list: (prefix) => list(container, prefix),
    async hold<T, R>(name: DocumentName<T>, work: (held: Held<T>) => Promise<R>): Promise<R | "held"> {
      const lease = await takeLease(blobOf(name), { renewalMs, now });
      if (!lease) return "held";
      try {
        const stored = await read(name);
        return await work({
          value: stored?.value,
          write: (value, labels) => writeHeld(name, value, labels, lease),
        });
      } finally {
        await lease.release();
      }
    },
  };
}

interface Write {
  readonly labels: object | undefined;
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
  readonly leaseId?: string;
}
