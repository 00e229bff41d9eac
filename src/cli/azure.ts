import { randomUUID } from "node:crypto";
import { DefaultAzureCredential } from "@azure/identity";
import { createPoolResources } from "../arm/pools.ts";
import type { AuditReader } from "../audit/reader.ts";
import type { PoolResources } from "../ports.ts";
import { Secret } from "../shared/secret.ts";
import { visible } from "../spec/quote.ts";
import type { StorageAccount } from "../storage/account.ts";
import { createAudit } from "../storage/audit.ts";
import { createContainers } from "../storage/containers.ts";
import { type AuditPlace, CannotRun } from "./world.ts";

/** ARM's session pools, as whoever is signed in on this machine. Takes long to load: import it when it is needed. */
export function connectToArm(endpoint: string, userAgent: string): PoolResources {
  return createPoolResources({
    endpoint,
    credential: new DefaultAzureCredential(),
    userAgent,
    clock: { now: () => Date.now() },
    chance: { random: () => Math.random(), uuid: () => randomUUID() },
  });
}

/** The record in a storage account. A connection string is taken from the environment alone: arguments are seen by all. */
export function connectToAudit(
  place: Exclude<AuditPlace, { readonly kind: "folder" }>,
  environment: { readonly [name: string]: string | undefined },
): AuditReader {
  const account = place.kind === "account" ? byIdentity(place.url) : accountOf(environment);
  try {
    return createAudit(createContainers(account)(place.container));
  } catch (error) {
    // The SDK's own words may hold what was given, which may be a key.
    throw new CannotRun(
      account.kind === "identity"
        ? `${visible(account.blobServiceUri)} is no address of a storage account's blobs`
        : "PoolkeeperStorage is no connection string of a storage account",
      { cause: error },
    );
  }
}

function accountOf(environment: { readonly [name: string]: string | undefined }): StorageAccount {
  const { PoolkeeperStorage, PoolkeeperStorage__blobServiceUri } = environment;
  if (PoolkeeperStorage) return { kind: "connectionString", connectionString: new Secret(PoolkeeperStorage) };
  if (PoolkeeperStorage__blobServiceUri) return byIdentity(PoolkeeperStorage__blobServiceUri);
  throw new CannotRun(
    "say where the record is: --folder <path>, --account <name>, or PoolkeeperStorage in the environment",
  );
}

/** Its queues are nobody's business here. */
const byIdentity = (blobServiceUri: string): StorageAccount => ({
  kind: "identity",
  blobServiceUri,
  queueServiceUri: blobServiceUri,
  credential: new DefaultAzureCredential(),
});
