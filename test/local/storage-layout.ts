import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { CONTAINERS, poisonQueue, QUEUES } from "../../src/storage/names.ts";

/** Makes the containers and queues that the deployment makes in Azure. */
export async function createStorage(connectionString: string): Promise<void> {
  const blobs = BlobServiceClient.fromConnectionString(connectionString);
  const queues = QueueServiceClient.fromConnectionString(connectionString);
  await Promise.all([
    ...CONTAINERS.map((name) => blobs.createContainer(name)),
    ...QUEUES.flatMap((name) => [name, poisonQueue(name)]).map((name) => queues.createQueue(name)),
  ]);
}
