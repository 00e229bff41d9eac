import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { CLIENT_OPTIONS, type StorageAccount } from "./account.ts";

/** The blob containers of an account. Apart from its queues, so that whoever needs one loads no client of the other. */
export function createContainers(account: StorageAccount): (name: string) => ContainerClient {
  const service =
    account.kind === "identity"
      ? new BlobServiceClient(account.blobServiceUri, account.credential, CLIENT_OPTIONS)
      : BlobServiceClient.fromConnectionString(account.connectionString.reveal(), CLIENT_OPTIONS);
  return (name) => service.getContainerClient(name);
}
