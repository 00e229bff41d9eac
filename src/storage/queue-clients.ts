import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { CLIENT_OPTIONS, type StorageAccount } from "./account.ts";

/** The queues of an account. Apart from its blobs, so that whoever needs one loads no client of the other. */
export function createQueueClients(account: StorageAccount): (name: string) => QueueClient {
  const service =
    account.kind === "identity"
      ? new QueueServiceClient(account.queueServiceUri, account.credential, CLIENT_OPTIONS)
      : QueueServiceClient.fromConnectionString(account.connectionString.reveal(), CLIENT_OPTIONS);
  return (name) => service.getQueueClient(name);
}
