import { randomUUID } from "node:crypto";
import type { TokenCredential } from "@azure/identity";
import packageJson from "../package.json" with { type: "json" };
import { type Config, type Environment, readConfig } from "./config.ts";
import type { Source } from "./documents/source.ts";
import { checkAuth } from "./github/auth.ts";
import type { Poolkeeper, World } from "./poolkeeper.ts";
import type {
  Audit,
  Chance,
  Clock,
  Documents,
  PoolResources,
  Queues,
  Repositories,
  Secrets,
  Signatures,
  Signer,
} from "./ports.ts";
import { lazily, once } from "./shared/lazy.ts";
import { AUDIT_CONTAINER, STATE_CONTAINER } from "./storage/names.ts";
import { traced } from "./trace/traced.ts";
import { createReceiver } from "./webhook/receiver.ts";

export type { Log, LogFields } from "./ports.ts";

const VERSION: string = packageJson.version;

/*
 * What users feel of a cold start is how much is loaded before the first answer. So every adapter, with its packages, is
 * loaded by the first call of its port, and of the use cases only the webhook's is there at once.
 */

/** The world as the settings name it. Connects to nothing and loads no package yet. */
function connect(config: Config): World {
  const clock: Clock = { now: () => Date.now() };
  const chance: Chance = { random: () => Math.random(), uuid: () => randomUUID() };
  const common = { credential: managedIdentity(config), userAgent: `poolkeeper/${VERSION}`, clock, chance };
  const { github, webhookSecrets, auditSigningKey } = config;
  checkAuth(github.auth);
  return {
    ...{ clock, chance, tracing: chance },
    signatures: lazily<Signatures>(
      async () => (await import("./github/signatures.ts")).createSignatures(webhookSecrets),
      { verify: "call" },
    ),
    repositories: lazily<Repositories>(
      async () => {
        const { createRepositories } = await import("./github/repositories.ts");
        return createRepositories({ baseUrl: github.apiUrl, auth: github.auth, ...common });
      },
      {
        id: "call",
        head: "call",
        isAncestor: "call",
        tree: "call",
        blob: "call",
        report: "call",
        describe: "call",
      },
    ),
    pools: lazily<PoolResources>(
      async () => {
        const { createPoolResources } = await import("./arm/pools.ts");
        return createPoolResources({ endpoint: config.armEndpoint, ...common });
      },
      { get: "call", put: "call", remove: "call", list: "stream", operation: "call", callers: "call" },
    ),
    ...connectVaults(config, common),
    ...connectStorage(config, common.credential),
    version: VERSION,
    settings: {
      ARM_ENDPOINT: config.armEndpoint,
      GITHUB_API_URL: github.apiUrl,
      ...(auditSigningKey !== undefined && { AUDIT_SIGNING_KEY: auditSigningKey }),
    },
  };
}

/** As a connection by a connection string needs no token, it never loads what gets one. */
function managedIdentity({ identityClientId: clientId }: Config): TokenCredential {
  const credential = once(async () => {
    const { createManagedIdentity } = await import("./identity/managed.ts");
    return createManagedIdentity(clientId);
  });
  return { getToken: async (scopes, options) => await (await credential()).getToken(scopes, options) };
}

interface Common {
  readonly credential: TokenCredential;
  readonly userAgent: string;
  readonly clock: Clock;
}

function connectVaults(config: Config, common: Common): Pick<World, "secrets" | "signer"> {
  const vaults = { endpoint: config.keyVaultEndpoint, ...common };
  const key = config.auditSigningKey;
  const secrets = lazily<Secrets>(async () => (await import("./keyvault/secrets.ts")).createSecrets(vaults), {
    read: "call",
  });
  if (key === undefined) return { secrets };
  const { sign } = lazily<Pick<Signer, "sign">>(
    async () => (await import("./keyvault/signer.ts")).createSigner({ key, ...vaults }),
    { sign: "call" },
  );
  return { secrets, signer: { key, sign } };
}

function connectStorage(
  { storage }: Config,
  credential: TokenCredential,
): Pick<World, "documents" | "queues" | "audit"> {
  const account = storage.kind === "identity" ? { ...storage, credential } : storage;
  const containers = once(async () => (await import("./storage/containers.ts")).createContainers(account));
  return {
    documents: lazily<Documents>(
      async () => {
        const { createDocuments } = await import("./storage/documents.ts");
        return createDocuments((await containers())(STATE_CONTAINER));
      },
      { read: "call", create: "call", replace: "call", list: "stream", hold: "call" },
    ),
    audit: lazily<Audit>(
      async () => {
        const { createAudit } = await import("./storage/audit.ts");
        return createAudit((await containers())(AUDIT_CONTAINER));
      },
      { create: "call", read: "call", list: "stream" },
    ),
    queues: lazily<Queues>(
      async () => {
        const { createQueueClients } = await import("./storage/queue-clients.ts");
        const { createQueues } = await import("./storage/queues.ts");
        return createQueues({ queue: createQueueClients(account) });
      },
      { send: "call" },
    ),
  };
}

/** The webhook's use case at once, all others by the first trigger that needs one. */
function assemble(sources: readonly Source[], world: World): Poolkeeper {
  const others = lazily<Omit<Poolkeeper, "receive">>(
    async () => (await import("./poolkeeper.ts")).createPoolkeeper(sources, world),
    {
      ...{ sync: "call", reconcile: "call", follow: "call", poll: "call", snapshot: "call" },
      ...{ abandon: "call", health: "call", askForSync: "call", status: "call" },
    },
  );
  return {
    ...others,
    receive: createReceiver(sources, (log, carried) => traced({ ...world, log }, carried)),
  };
}

let started: Poolkeeper | undefined;

/** The app of this process. Throws a ConfigError that names every problem of the settings. */
export function poolkeeper(environment: Environment = process.env): Poolkeeper {
  if (!started) {
    const config = readConfig(environment);
    started = assemble(config.sources, connect(config));
  }
  return started;
}
