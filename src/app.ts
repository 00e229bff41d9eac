import { randomUUID } from "node:crypto";
import { ManagedIdentityCredential } from "@azure/identity";
import packageJson from "../package.json" with { type: "json" };
import { createPoolResources } from "./arm/pools.ts";
import { type Config, type Environment, readConfig } from "./config.ts";
import { createRepositories } from "./github/repositories.ts";
import { createSignatures } from "./github/signatures.ts";
import { createSecrets } from "./keyvault/secrets.ts";
import { createSigner } from "./keyvault/signer.ts";
import { createPoolkeeper, type Poolkeeper, type World } from "./poolkeeper.ts";
import type { Chance, Clock } from "./ports.ts";
import { createAudit } from "./storage/audit.ts";
import { createStorageClients } from "./storage/clients.ts";
import { createDocuments } from "./storage/documents.ts";
import { AUDIT_CONTAINER, STATE_CONTAINER } from "./storage/names.ts";
import { createQueues } from "./storage/queues.ts";

export type { Log, LogFields } from "./ports.ts";

const VERSION: string = packageJson.version;

/** The world as the settings name it. Connects to nothing yet. */
function connect(config: Config): World {
  const credential = new ManagedIdentityCredential(
    config.identityClientId === undefined ? {} : { clientId: config.identityClientId },
  );
  const clock: Clock = { now: () => Date.now() };
  const chance: Chance = { random: () => Math.random(), uuid: () => randomUUID() };
  const { storage } = config;
  const clients = createStorageClients(storage.kind === "identity" ? { ...storage, credential } : storage);
  const userAgent = `poolkeeper/${VERSION}`;
  const vaults = { endpoint: config.keyVaultEndpoint, credential, userAgent, clock };
  const signingKey = config.auditSigningKey;
  return {
    clock,
    chance,
    signatures: createSignatures(config.webhookSecrets),
    repositories: createRepositories({
      baseUrl: config.github.apiUrl,
      auth: config.github.auth,
      userAgent,
      clock,
    }),
    pools: createPoolResources({ endpoint: config.armEndpoint, credential, userAgent, clock, chance }),
    secrets: createSecrets(vaults),
    documents: createDocuments(clients.container(STATE_CONTAINER)),
    queues: createQueues(clients),
    audit: createAudit(clients.container(AUDIT_CONTAINER)),
    ...(signingKey !== undefined && { signer: createSigner({ key: signingKey, ...vaults }) }),
    version: VERSION,
    settings: {
      ARM_ENDPOINT: config.armEndpoint,
      GITHUB_API_URL: config.github.apiUrl,
      ...(signingKey !== undefined && { AUDIT_SIGNING_KEY: signingKey }),
    },
  };
}

let started: Poolkeeper | undefined;

/** The app of this process. Throws a ConfigError that names every problem of the settings. */
export function poolkeeper(environment: Environment = process.env): Poolkeeper {
  if (!started) {
    const config = readConfig(environment);
    started = createPoolkeeper(config.sources, connect(config));
  }
  return started;
}
