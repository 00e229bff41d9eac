import type { ContainerClient } from "@azure/storage-blob";
import type { Audit } from "../ports.ts";
import { Failure } from "../shared/failures.ts";
import { download, list, upload } from "./blobs.ts";
import { storageCall, unless } from "./failures.ts";

/** Blobs that are created and never written again: under a policy of immutability, or a role that may not overwrite. */
export function createAudit(container: ContainerClient): Audit {
  return {
    async create(name, text) {
      const blob = container.getBlockBlobClient(name);
      const stored = upload(blob, text, { conditions: { ifNoneMatch: "*" } });
      try {
        return await unless(THERE_ALREADY, false, stored.then(always));
      } catch (error) {
        // Who may create blobs and not overwrite them is told of his rights before he is told that one is there.
        const isForbidden = error instanceof Failure && error.status === 403;
        if (isForbidden && (await storageCall((abortSignal) => blob.exists({ abortSignal })))) return false;
        throw error;
      }
    },
    async read(name) {
      return (await download(container.getBlockBlobClient(name)))?.text;
    },
    async *list(prefix) {
      for await (const { name } of list(container, prefix)) yield name;
    },
  };
}

const THERE_ALREADY = ["BlobAlreadyExists", "BlobImmutableDueToPolicy", "UnauthorizedBlobOverwrite"];

const always = (): true => true;
