import { randomUUID } from "node:crypto";
import { DefaultAzureCredential } from "@azure/identity";
import { createPoolResources } from "../arm/pools.ts";
import type { AuditReader } from "../audit/reader.ts";
import type { PoolResources } from "../ports.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { Secret } from "../shared/secret.ts";
import { visible } from "../spec/quote.ts";
import type { StorageAccount } from "../storage/account.ts";
import { createAudit } from "../storage/audit.ts";
import { createContainers } from "../storage/containers.ts";
import { type AuditPlace, CannotRun } from "./world.ts";

type Environment = { readonly [name: string]: string | undefined };

const AZURE = "https://management.azure.com";

/** ARM's session pools, as whoever is signed in on this machine. Takes long to load: import it when it is needed. */
export function connectToArm({ ARM_ENDPOINT }: Environment, userAgent: string): PoolResources {
  const endpoint = parseEndpoint(ARM_ENDPOINT?.trim() || AZURE);
  if (endpoint === undefined)
    throw new CannotRun(
      `ARM_ENDPOINT is not a URL that a token may be sent to: such as ${AZURE}, with https`,
    );
  return createPoolResources({
    endpoint,
    credential: signIn(),
    userAgent,
    clock: { now: () => Date.now() },
    chance: { random: () => Math.random(), uuid: () => randomUUID() },
  });
}

/** The record in a storage account. A connection string is taken from the environment alone: arguments are seen by all. */
export function connectToAudit(
  place: Exclude<AuditPlace, { readonly kind: "folder" }>,
  environment: Environment,
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

function accountOf(environment: Environment): StorageAccount {
  const { PoolkeeperStorage, PoolkeeperStorage__blobServiceUri } = environment;
  if (PoolkeeperStorage) return { kind: "connectionString", connectionString: new Secret(PoolkeeperStorage) };
  if (PoolkeeperStorage__blobServiceUri) return byIdentity(addressOf(PoolkeeperStorage__blobServiceUri));
  throw new CannotRun(
    "say where the record is: --folder <path>, --account <name>, or PoolkeeperStorage in the environment",
  );
}

/** What is not an address may be one with a signature in it, and is not shown. */
function addressOf(text: string): string {
  const address = parseEndpoint(text);
  if (address !== undefined) return address;
  throw new CannotRun(
    `${/[?@]/.test(text) ? "what was given" : visible(text)} is no address of a storage account's blobs: write one such as https://contoso.blob.core.windows.net`,
  );
}

/** Its queues are nobody's business here. */
const byIdentity = (blobServiceUri: string): StorageAccount => ({
  kind: "identity",
  blobServiceUri,
  queueServiceUri: blobServiceUri,
  credential: signIn(),
});

/** The client looks at the environment at once, and says what is wrong with it in one sentence. */
function signIn(): DefaultAzureCredential {
  try {
    return new DefaultAzureCredential();
  } catch (error) {
    throw new CannotRun(visible(error instanceof Error ? error.message : String(error)), { cause: error });
  }
}
