import { X509Certificate } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azurite, startAzurite } from "../local/azurite.ts";
import { type CertificateFiles, createCertificate } from "../local/certificate.ts";
import { createTokens } from "../local/identity/tokens.ts";
import { trust } from "../local/trust.ts";
import { isAlive } from "./processes.ts";

const tokens = createTokens(Date);
let directory: string;
let certificate: CertificateFiles;
let azurite: Azurite;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "azurite-test-"));
  certificate = await createCertificate(directory);
  trust(certificate.caFile);
  azurite = await startAzurite({ ...certificate, directory });
});
afterAll(async () => {
  await azurite.close();
  await rm(directory, { recursive: true });
});

const tokenFor = (audience: string) => ({ getToken: async () => tokens.issue(audience) });

describe("Azurite, as the local cloud runs it,", () => {
  test("takes the tokens of the identity endpoint over https", async () => {
    const credential = tokenFor("https://storage.azure.com");
    const container = new BlobServiceClient(azurite.blobEndpoint, credential).getContainerClient("by-token");
    const queue = new QueueServiceClient(azurite.queueEndpoint, credential).getQueueClient("by-token");

    await container.create();
    await queue.create();
    await queue.sendMessage("text");

    expect(await container.exists()).toBe(true);
    expect((await queue.peekMessages()).peekedMessageItems[0]?.messageText).toBe("text");
  });

  test("refuses a token that is for somebody else", async () => {
    const service = new BlobServiceClient(azurite.blobEndpoint, tokenFor("https://management.azure.com"));

    await expect(service.getContainerClient("for-nobody").create()).rejects.toMatchObject({
      statusCode: 403,
    });
  });

  test("shows onlookers what is there by its connection string", async () => {
    const service = BlobServiceClient.fromConnectionString(azurite.connectionString);

    await service.createContainer("by-key");

    expect(await service.getContainerClient("by-key").exists()).toBe(true);
  });

  test("keeps out of the way of another one, and forgets everything when it ends", async () => {
    const other = await startAzurite({ ...certificate, directory });
    const found = await BlobServiceClient.fromConnectionString(other.connectionString)
      .getContainerClient("by-key")
      .exists();
    await other.close();

    expect(other.blobEndpoint).not.toBe(azurite.blobEndpoint);
    expect(found).toBe(false);
    expect(isAlive(other.pid)).toBe(false);
  });

  test("can be trusted beside another one that has a certificate of its own", async () => {
    const elsewhere = await mkdtemp(join(directory, "other-"));
    const others = await createCertificate(elsewhere);
    trust(others.caFile);
    const other = await startAzurite({ ...others, directory: elsewhere });

    const stores = [azurite, other].map((each) =>
      BlobServiceClient.fromConnectionString(each.connectionString),
    );
    const created = await Promise.allSettled(stores.map((store) => store.createContainer("trusted")));
    await other.close();

    expect(created.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
    const names = [certificate, others].map(({ cert }) => new X509Certificate(cert).subject);
    expect(new Set(names).size).toBe(2);
  });

  test("says why it does not start, and leaves nothing behind", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const blobPort = typeof address === "object" ? (address?.port ?? 0) : 0;

    const error = await startAzurite({ ...certificate, directory, blobPort }).catch(
      (reason: Error) => reason,
    );
    taken.close();

    expect(String((error as Error).cause)).toContain("EADDRINUSE");
  });
});
