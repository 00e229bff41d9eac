import { randomUUID } from "node:crypto";
import { QueueServiceClient } from "@azure/storage-queue";
import { createQueues } from "../../src/storage/queues.ts";
import { hintOf, readPush } from "../../src/webhook/push.ts";
import type { CloudAddresses } from "../local/addresses.ts";
import type { Delivery } from "../local/github/delivery.ts";

/** What is measured side by side. Each does its thing once, and rejects if that did not work. */
export interface Contenders {
  /** A signed push to the app: verified, stored in the queue of syncs, answered. */
  readonly webhook: Contender;
  /** The same delivery to the same app, of an event that is of no interest: verified, not stored. */
  readonly unstored: Contender;
  /** The same request to an app that does nothing, on the same host code. */
  readonly empty: Contender;
  /** The same message by the same SDK, straight into a queue that nobody reads. */
  readonly send: Contender;
}

type Contender = () => Promise<void>;

const ANSWER_DEADLINE_MS = 30_000;

/** Signatures are over the body alone, so each delivery can have an id of its own. */
export async function enter(
  { storage, webhookUrl }: CloudAddresses,
  { request }: Delivery,
  emptyUrl: string,
): Promise<Contenders> {
  const body = JSON.stringify(request.payload);
  const deliver = (url: string, message: string, others: { readonly [name: string]: string } = {}) =>
    post(url, { ...request.headers, "x-github-delivery": randomUUID(), ...others }, body, message);
  const queue = QueueServiceClient.fromConnectionString(storage).getQueueClient("bench");
  await queue.create();
  const queues = createQueues({ queue: () => queue });
  const push = readPush(request.payload);
  if (push === undefined) throw new Error("the stand-in's payload is no push");
  const errand = { source: "bench", reason: "push", attempt: 0, firstAt: new Date().toISOString() } as const;
  return {
    webhook: () => deliver(webhookUrl, "accepted"),
    unstored: () => deliver(webhookUrl, "ignored: ", { "x-github-event": "watch" }),
    empty: () => deliver(emptyUrl, "accepted"),
    send: () => queues.send("syncs", { ...errand, push: hintOf(push, randomUUID()) }),
  };
}

/** As GitHub does, on a connection of its own. */
async function post(
  url: string,
  headers: { readonly [name: string]: string },
  body: string,
  message: string,
): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { ...headers, connection: "close" },
    body,
    signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
  });
  const text = await response.text();
  if (response.status !== 202 || !text.includes(`"${message}`))
    throw new Error(`${url} answered ${response.status} ${text}`);
}
