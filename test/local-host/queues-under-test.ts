import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { expect, vi } from "vitest";
import { startAzurite } from "../local/azurite.ts";
import { createCertificate } from "../local/certificate.ts";
import { startIdentity } from "../local/identity/endpoint.ts";
import { trust } from "../local/trust.ts";
import { PATIENCE } from "../patience.ts";
import { type HostUnderTest, startHostUnderTest } from "./host-under-test.ts";

/** Storage as the cloud on a laptop has it: Azurite over https, and tokens for it. */
export interface Storage {
  readonly connectionString: string;
  /** The settings of an app that comes to its queues by managed identity. */
  readonly settings: { readonly [name: string]: string };
  close(): Promise<void>;
}

export async function startStorage(): Promise<Storage> {
  const directory = await mkdtemp(join(tmpdir(), "storage-"));
  const certificate = await createCertificate(directory);
  trust(certificate.caFile);
  const identity = await startIdentity({ clock: Date });
  const azurite = await startAzurite({ ...certificate, directory });
  return {
    connectionString: azurite.connectionString,
    settings: {
      NODE_EXTRA_CA_CERTS: certificate.caFile,
      IDENTITY_ENDPOINT: identity.endpoint,
      IDENTITY_HEADER: identity.header,
      Storage__queueServiceUri: azurite.queueEndpoint,
      Storage__credential: "managedidentity",
      Storage__clientId: "2b1f1f0a-5b0e-4f66-9e7d-3f1c9d0b7a55",
    },
    close: async () => {
      await azurite.close();
      await identity.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** A message's text, as the app `queues` understands it. */
export interface Order {
  readonly name: string;
  readonly does?: "fail" | "crash" | "wait";
}

/** Ends the function that waits with the message of that name. */
export async function endWork(host: HostUnderTest, name: string): Promise<void> {
  const { status } = await fetch(`${host.origin}/api/end/${name}`, { method: "POST" });
  if (status !== 204) throw new Error(`no function waits with ${name}: ${status}`);
}

/** A queue of its own for each test, with a host that works on it. */
export class QueueUnderTest {
  readonly queue: QueueClient;
  readonly poisonQueue: QueueClient;
  readonly #storage: Storage;
  readonly #hosts: HostUnderTest[] = [];

  constructor(storage: Storage, name: string) {
    const service = QueueServiceClient.fromConnectionString(storage.connectionString);
    this.#storage = storage;
    this.queue = service.getQueueClient(name);
    this.poisonQueue = service.getQueueClient(`${name}-poison`);
  }

  async startHost(queues: object, leaseSeconds: number): Promise<HostUnderTest> {
    await this.queue.createIfNotExists();
    const host = await startHostUnderTest("queues", {
      settings: { ...this.#storage.settings, WORK_QUEUE: this.queue.name },
      hostJson: { extensions: { queues: { maxPollingInterval: "00:00:00.2000000", ...queues } } },
      leaseSeconds,
    });
    this.#hosts.push(host);
    return host;
  }

  async send(order: Order | string): Promise<void> {
    const text = typeof order === "string" ? order : JSON.stringify(order);
    await this.queue.sendMessage(Buffer.from(text).toString("base64"));
  }

  /** Waits until nothing is left in the queue, hidden or not, and the host has gone: only then all is heard that it said. */
  async emptiedBy(host: HostUnderTest): Promise<void> {
    await vi.waitFor(
      async () => expect((await this.queue.getProperties()).approximateMessagesCount).toBe(0),
      PATIENCE,
    );
    await host.stop();
  }

  async poison(): Promise<readonly string[]> {
    const { peekedMessageItems } = await this.poisonQueue.peekMessages({ numberOfMessages: 32 });
    return peekedMessageItems.map(({ messageText }) => messageText);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.stop()));
  }
}
