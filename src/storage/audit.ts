import type { ContainerClient } from "@azure/storage-blob";
import type { Audit } from "../ports.ts";
import { download, list, upload } from "./blobs.ts";
import { unless } from "./failures.ts";

export function createAudit(container: ContainerClient): Audit {
  return {
    async create(name, text) {
      const stored = upload(container.getBlockBlobClient(name), text, { conditions: { ifNoneMatch: "*" } });
      return unless(["BlobAlreadyExists", "BlobImmutableDueToPolicy"], false, stored.then(always));
    },
    async read(name) {
      return (await download(container.getBlockBlobClient(name)))?.text;
    },
    async *list(prefix) {
      for await (const { name } of list(container, prefix)) yield name;
    },
  };
}

const always = (): true => true;
