import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { type CloudAddresses, type PORTS, portOf } from "./addresses.ts";
import {
  appSettings,
  BRANCH,
  CLIENT_ID,
  DIRECTORY,
  REPOSITORY,
  RESOURCE_GROUP,
  SUBSCRIPTION_ID,
} from "./app-settings.ts";
import type { ArmService } from "./arm/service.ts";
import { type Arm, startArm } from "./arm/start.ts";
import { type Azurite, startAzurite } from "./azurite.ts";
import { type CertificateFiles, createCertificate } from "./certificate.ts";
import { startControl } from "./control.ts";
import { type RunningGitHub, startGitHub } from "./github/start.ts";
import type { HostProcessOptions } from "./host-process.ts";
import { type Identity, startIdentity } from "./identity/endpoint.ts";
import { KeptHost } from "./kept-host.ts";
import type { KeyVaultService } from "./keyvault/service.ts";
import { type KeyVault, startKeyVault } from "./keyvault/start.ts";
import { createStorage } from "./storage-layout.ts";
import { trust } from "./trust.ts";

const ROOT = join(import.meta.dirname, "../..");

export interface CloudOptions {
  /** The built bundle; the app's own, if left out. */
  readonly bundle?: string;
  /** The webhook's port; the others follow it (`addresses.ts`). Without it, all are free ones. */
  readonly port?: number;
  /** How long a queue message is hidden while it is worked on; as in Azure, ten minutes, if left out. */
  readonly leaseSeconds?: number;
  /** Settings of the app to add to its own, or to replace. */
  readonly settings?: { readonly [name: string]: string };
  /** Gets every line that the app logs; they also go to the file `hostLog`. */
  readonly onLog?: (line: string) => void;
}

/** Azure and GitHub as far as the app sees them, and the app in them. */
export interface Cloud {
  readonly addresses: CloudAddresses;
  readonly arm: ArmService;
  readonly keyVault: KeyVaultService;
  readonly github: RunningGitHub;
  readonly identity: Identity;
  readonly azurite: Azurite;
  readonly host: KeptHost;
  /** The file with all that the app logged. */
  readonly hostLog: string;
  /** Stops everything, and removes what it wrote. */
  close(): Promise<void>;
}

type Closer = () => Promise<unknown>;

/** Starts the whole cloud. From then on, this process trusts its certificate. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const closers: Closer[] = [];
  const close = async () => {
    // What was started last needs what was started before it.
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const starting: Starting = {
    ...options,
    port: (of) => portOf(of, options.port),
    atClose: (closer) => closers.push(closer),
  };
  try {
    const surroundings = await startSurroundings(starting);
    return { ...(await startApp(starting, surroundings)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Starting extends Omit<CloudOptions, "port"> {
  readonly port: (of: (typeof PORTS)[number]) => number;
  readonly atClose: (closer: Closer) => void;
}

interface Surroundings {
  readonly directory: string;
  readonly certificate: CertificateFiles;
  readonly identity: Identity;
  readonly arm: Arm;
  readonly keyVault: KeyVault;
  readonly azurite: Azurite;
}

async function startSurroundings({ port, atClose }: Starting): Promise<Surroundings> {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-cloud-"));
  atClose(() => rm(directory, { recursive: true, force: true }));
  const certificate = await createCertificate(directory);
  trust(certificate.caFile);
  const identity = await startIdentity({ clock: Date, port: port("identity"), clientIds: [CLIENT_ID] });
  atClose(identity.close);
  const known = { clock: Date, tls: certificate, tokens: identity.tokens };
  const arm = await startArm({ ...known, port: port("arm") });
  atClose(arm.close);
  const keyVault = await startKeyVault({ ...known, port: port("keyvault") });
  atClose(keyVault.close);
  const azuritePorts = { blobPort: port("blobs"), queuePort: port("queues") };
  const azurite = await startAzurite({ ...certificate, ...azuritePorts, directory });
  atClose(azurite.close);
  await createStorage(azurite.connectionString);
  return { directory, certificate, identity, arm, keyVault, azurite };
}

async function startApp(options: Starting, around: Surroundings): Promise<Omit<Cloud, "close">> {
  const { port, atClose } = options;
  const { directory, certificate, identity, arm, keyVault, azurite } = around;
  const secrets = { token: randomBytes(20).toString("hex"), webhook: randomBytes(20).toString("hex") };
  const webhookUrl = () => `${host.origin}/api/github/webhook`;
  const github = await startGitHub({
    ...{ clock: Date, directory, port: port("github"), repository: REPOSITORY, branch: BRANCH },
    ...{ token: secrets.token, webhook: { url: webhookUrl, secret: secrets.webhook } },
  });
  atClose(github.close);

  const settings = appSettings({ ...around, github, secrets, caFile: certificate.caFile });
  const hostLog = join(directory, "host.log");
  const host = new KeptHost({
    ...hostOptions(options, { directory, hostLog }),
    settings: { ...settings, ...options.settings },
  });
  atClose(() => host.stop());
  await host.start();
  const services = { arm: arm.service, keyVault: keyVault.service, github, identity };
  const control = await startControl({ ...services, host, port: port("control") });
  atClose(control.close);

  const addresses = {
    webhookUrl: webhookUrl(),
    gitUrl: github.gitUrl,
    githubApiUrl: github.apiUrl,
    armEndpoint: arm.endpoint,
    keyVaultEndpoint: keyVault.endpoint,
    identityEndpoint: identity.endpoint,
    storage: azurite.connectionString,
    caFile: certificate.caFile,
    webhookSecret: secrets.webhook,
    controlUrl: control.origin,
    subscriptionId: SUBSCRIPTION_ID,
    resourceGroup: RESOURCE_GROUP,
    repository: `${REPOSITORY.owner}/${REPOSITORY.name}`,
    branch: BRANCH,
    directory: DIRECTORY,
  };
  return { addresses, ...services, azurite, host, hostLog };
}

function hostOptions(
  { bundle = join(ROOT, "dist/main.mjs"), leaseSeconds, onLog, port, atClose }: Starting,
  { directory, hostLog }: { readonly directory: string; readonly hostLog: string },
): Omit<HostProcessOptions, "settings"> {
  const log = createWriteStream(hostLog);
  atClose(() => finished(log.end()));
  return {
    bundle,
    hostJson: join(ROOT, "host.json"),
    port: port("webhook"),
    directory,
    onLog: (line) => {
      log.write(`${line}\n`);
      onLog?.(line);
    },
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
  };
}
