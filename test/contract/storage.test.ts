import { randomUUID } from "node:crypto";
import type { QueueClient } from "@azure/storage-queue";
import { afterAll, beforeAll } from "vitest";
import type { QueueName } from "../../src/shared/messages.ts";
import { createAudit } from "../../src/storage/audit.ts";
import { createDocuments } from "../../src/storage/documents.ts";
import { createQueues } from "../../src/storage/queues.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { auditContract } from "./audit-contract.ts";
import { startTestStorage, type TestStorage } from "./azurite.ts";
import { type DocumentsSubject, documentsContract } from "./documents-contract.ts";
import { type QueuesSubject, queuesContract } from "./queues-contract.ts";

let storage: TestStorage;
beforeAll(async () => {
  storage = await startTestStorage();
});
afterAll(() => storage.close());

documentsContract("in memory", async () => {
  const documents = createMemoryDocuments();
  return { documents, loseHold: async (name) => documents.loseHold(name) };
});
documentsContract("Azure storage", async (): Promise<DocumentsSubject> => {
  const container = await storage.container();
  return {
    documents: createDocuments(container),
    loseHold: async (name) => {
      await container.getBlobClient(name).getBlobLeaseClient().breakLease(0);
    },
  };
});

auditContract("in memory", async () => createMemoryAudit());
auditContract("Azure storage", async () => createAudit(await storage.container()));
auditContract("Azure storage, for a writer that may create blobs alone", async () =>
  createAudit(await storage.asCreator(await storage.container())),
);

queuesContract("in memory", async () => {
  const clock = createFixedClock();
  const queues = createMemoryQueues(clock);
  return {
    queues,
    waiting: async (queue) =>
      queues.waiting
        .filter((queued) => queued.queue === queue)
        .map(({ message, dueAt }) => ({ message, hiddenForMs: dueAt - clock.now() })),
  };
});
queuesContract("Azure storage", realQueues);

type Sent = Awaited<ReturnType<QueueClient["sendMessage"]>>;

async function realQueues(): Promise<QueuesSubject> {
  const sent: { readonly client: QueueClient; readonly receipt: Sent }[] = [];
  const clients = new Map<string, QueueClient>();
  for (const name of ["syncs", "reconciles", "rollouts"]) {
    const client = storage.clients.queue(`${name}-${randomUUID()}`);
    await client.create();
    clients.set(name, client);
  }

  /** The client itself; what the service says of when a message is seen is kept. */
  function queue(name: string): QueueClient {
    const client = clients.get(name) as QueueClient;
    return Object.create(client, {
      sendMessage: {
        value: async (...message: Parameters<QueueClient["sendMessage"]>) => {
          const receipt = await client.sendMessage(...message);
          sent.push({ client, receipt });
          return receipt;
        },
      },
    });
  }

  async function waiting(name: QueueName) {
    const found = [];
    for (const { client, receipt } of sent) {
      if (client !== clients.get(name)) continue;
      const { messageId, popReceipt, insertedOn, nextVisibleOn } = receipt;
      await client.updateMessage(messageId, popReceipt, undefined, 0);
      const { receivedMessageItems } = await client.receiveMessages({ numberOfMessages: 1 });
      const text = Buffer.from(receivedMessageItems[0]?.messageText ?? "", "base64").toString("utf8");
      found.push({ message: JSON.parse(text), hiddenForMs: Number(nextVisibleOn) - Number(insertedOn) });
    }
    return found;
  }

  return { queues: createQueues({ queue }), waiting };
}
