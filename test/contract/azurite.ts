import { createRequire } from "node:module";
import { ContainerClient, ContainerSASPermissions } from "@azure/storage-blob";
import { Secret } from "../../src/shared/secret.ts";
import { createStorageClients, type StorageClients } from "../storage/clients.ts";

interface AzuriteServer {
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
}

interface Module<T> {
  readonly default: new (...settings: readonly unknown[]) => T;
}

export interface TestStorage {
  readonly clients: StorageClients;
  readonly connectionString: string;
  /** A new one, so that no test sees another's blobs. */
  container(): Promise<ContainerClient>;
  /** The container as somebody has it who may read, list and create blobs, and neither overwrite nor delete any. */
  asCreator(container: ContainerClient): Promise<ContainerClient>;
  close(): Promise<void>;
}

/** Every Azurite has this account and key; they are no secret. */
const ACCOUNT = "devstoreaccount1";
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

const SAS_LIFE_MS = 3_600_000;

/** Azurite in this process, in memory, on free ports, over http: the certificate is another test's matter. */
export async function startTestStorage(): Promise<TestStorage> {
  const [blob, queue] = await Promise.all([startServer("blob"), startServer("queue")]);
  const connectionString = [
    "DefaultEndpointsProtocol=http",
    `AccountName=${ACCOUNT}`,
    `AccountKey=${KEY}`,
    `BlobEndpoint=${blob.getHttpServerAddress()}/${ACCOUNT}`,
    `QueueEndpoint=${queue.getHttpServerAddress()}/${ACCOUNT}`,
  ].join(";");
  const clients = createStorageClients({
    kind: "connectionString",
    connectionString: new Secret(connectionString),
  });
  let containers = 0;
  return {
    clients,
    connectionString,
    container: async () => {
      containers += 1;
      const container = clients.container(`test-${containers}`);
      await container.create();
      return container;
    },
    asCreator: async (container) => {
      const permissions = ContainerSASPermissions.parse("rcl");
      const expiresOn = new Date(Date.now() + SAS_LIFE_MS);
      return new ContainerClient(await container.generateSasUrl({ permissions, expiresOn }));
    },
    close: async () => {
      await Promise.all([blob.close(), queue.close()]);
    },
  };
}

async function startServer(service: "blob" | "queue"): Promise<AzuriteServer> {
  const require = createRequire(import.meta.url);
  const name = service === "blob" ? "Blob" : "Queue";
  const folder = `azurite/dist/src/${service}`;
  const { default: Configuration } = require(`${folder}/${name}Configuration`) as Module<unknown>;
  const { default: Server } = require(`${folder}/${name}Server`) as Module<AzuriteServer>;
  const keepAliveSeconds = 600; // no idle connection ends just when it is used again
  const server = new Server(
    // Azurite takes nineteen settings by position: no files, no logs, any api-version, no certificate, in memory.
    new Configuration(
      ...["127.0.0.1", 0, keepAliveSeconds, "", "", [], false, undefined, false, undefined],
      ...[false, true, "", "", "", undefined, false, true],
    ),
  );
  await server.start();
  return server;
}
