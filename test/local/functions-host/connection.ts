import { ManagedIdentityCredential } from "@azure/identity";
import { QueueServiceClient } from "@azure/storage-queue";
import type { AppSettings } from "./app-settings.ts";

/** Some tries within two seconds; after that, whoever asked looks again by itself. */
const OPTIONS = { retryOptions: { maxTries: 4, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 } };

/**
 * The queues that a binding's `connection` names: by managed identity if `<connection>__queueServiceUri` is
 * set, else by the connection string in `<connection>`, which comes first, as in Azure, if both are there.
 */
export function queuesOf(connection: string, settings: AppSettings): QueueServiceClient {
  const connectionString = settings[connection];
  if (connectionString) return QueueServiceClient.fromConnectionString(connectionString, OPTIONS);
  const uri = settings[`${connection}__queueServiceUri`];
  if (!uri)
    throw new Error(`neither ${connection}__queueServiceUri nor ${connection} is set: no way to the queues`);
  return new QueueServiceClient(uri, identityOf(connection, settings), OPTIONS);
}

function identityOf(connection: string, settings: AppSettings): ManagedIdentityCredential {
  const clientId = settings[`${connection}__clientId`];
  return clientId === undefined
    ? new ManagedIdentityCredential()
    : new ManagedIdentityCredential({ clientId });
}
