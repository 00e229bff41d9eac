import { createRequire } from "node:module";
import { endOf, plainEnvironment, startChild, whenReady } from "./child.ts";

/** The account that every Azurite has, with the key that is printed in Azurite's own documentation. */
const ACCOUNT = "devstoreaccount1";
const ACCOUNT_KEY =
  "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

const START_DEADLINE_MS = 120_000; // usually half a second
const STOP_GRACE_MS = 5_000;

export interface AzuriteOptions {
  readonly certFile: string;
  readonly keyFile: string;
  /** Where it may write; it keeps its data in memory. */
  readonly directory: string;
  /** 0, the default, takes a free one. */
  readonly blobPort?: number;
  readonly queuePort?: number;
}

/** Azurite's blobs and queues over https, which take bearer tokens as Azure does. */
export interface Azurite {
  readonly pid: number;
  readonly blobEndpoint: string;
  readonly queueEndpoint: string;
  /** For onlookers: it has the account's key. The app itself uses its managed identity. */
  readonly connectionString: string;
  close(): Promise<void>;
}

/** Azurite chooses its ports itself and says which, so no port is lost to another program in between. */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  const { promise: listening, resolve } = Promise.withResolvers<Origins>();
  const child = startChild(createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js"), {
    args: azuriteArguments(options),
    env: plainEnvironment(),
    directory: options.directory,
    onOutput: originsReader(resolve),
  });
  const close = async () => {
    child.release(); // its data is in memory: nothing to save
    await endOf(child, STOP_GRACE_MS);
  };
  try {
    const origins = await whenReady(child, listening, START_DEADLINE_MS);
    const blobEndpoint = `${origins.blob}/${ACCOUNT}`;
    const queueEndpoint = `${origins.queue}/${ACCOUNT}`;
    return {
      pid: child.pid,
      blobEndpoint,
      queueEndpoint,
      connectionString: `DefaultEndpointsProtocol=https;AccountName=${ACCOUNT};AccountKey=${ACCOUNT_KEY};BlobEndpoint=${blobEndpoint};QueueEndpoint=${queueEndpoint};`,
      close,
    };
  } catch (error) {
    await close();
    throw new Error("Azurite did not start", { cause: error });
  }
}

function azuriteArguments({ certFile, keyFile, blobPort = 0, queuePort = 0 }: AzuriteOptions): string[] {
  return [
    ...["--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent"],
    ...["--oauth", "basic", "--cert", certFile, "--key", keyFile],
    // Tables are of no use here, but Azurite has no way to leave them out.
    ...["--blobPort", String(blobPort), "--queuePort", String(queuePort), "--tablePort", "0"],
  ];
}

interface Origins {
  readonly blob: string;
  readonly queue: string;
}

function originsReader(found: (origins: Origins) => void): (line: string) => void {
  const origins = new Map<string, string>();
  return (line) => {
    const [, service, origin] = /^Azurite (\w+) service is successfully listening at (\S+)$/.exec(line) ?? [];
    if (service === undefined || origin === undefined) return;
    origins.set(service, origin);
    const [blob, queue] = [origins.get("Blob"), origins.get("Queue")];
    if (blob !== undefined && queue !== undefined) found({ blob, queue });
  };
}
