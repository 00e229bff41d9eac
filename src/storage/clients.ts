import type { TokenCredential } from "@azure/identity";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import type { Secret } from "../shared/secret.ts";

export type StorageAccount =
  | { readonly kind: "connectionString"; readonly connectionString: Secret }
  | {
      readonly kind: "identity";
      readonly blobServiceUri: string;
      readonly queueServiceUri: string;
      readonly credential: TokenCredential;
    };

export interface StorageClients {
  container(name: string): ContainerClient;
  queue(name: string): QueueClient;
}

// Waiting belongs to the queue: a busy service ends the step.
const OPTIONS = { retryOptions: { maxTries: 1 }, userAgentOptions: { userAgentPrefix: "poolkeeper" } };

/** The services' clients are made when they are first asked for, once. */
export function createStorageClients(account: StorageAccount): StorageClients {
  let blobs: BlobServiceClient | undefined;
  let queues: QueueServiceClient | undefined;
  return {
    container: (name) => {
      blobs ??= createBlobs(account);
      return blobs.getContainerClient(name);
    },
    queue: (name) => {
      queues ??= createQueueService(account);
      return queues.getQueueClient(name);
    },
  };
}

function createBlobs(account: StorageAccount): BlobServiceClient {
  return account.kind === "identity"
    ? new BlobServiceClient(account.blobServiceUri, account.credential, OPTIONS)
    : BlobServiceClient.fromConnectionString(account.connectionString.reveal(), OPTIONS);
}

function createQueueService(account: StorageAccount): QueueServiceClient {
  return account.kind === "identity"
    ? new QueueServiceClient(account.queueServiceUri, account.credential, OPTIONS)
    : QueueServiceClient.fromConnectionString(account.connectionString.reveal(), OPTIONS);
}
