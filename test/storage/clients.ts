import type { ContainerClient } from "@azure/storage-blob";
import type { QueueClient } from "@azure/storage-queue";
import type { StorageAccount } from "../../src/storage/account.ts";
import { createContainers } from "../../src/storage/containers.ts";
import { createQueueClients } from "../../src/storage/queue-clients.ts";

export interface StorageClients {
  container(name: string): ContainerClient;
  queue(name: string): QueueClient;
}

/** Both of an account: the app makes each when it is first needed. */
export function createStorageClients(account: StorageAccount): StorageClients {
  return { container: createContainers(account), queue: createQueueClients(account) };
}
