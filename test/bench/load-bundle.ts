import { createHmac } from "node:crypto";
import type { FunctionMetadata, InvocationRequest, InvocationResponse } from "../local/functions-host/rpc.ts";
import { loadBundle, triggerOf, type Worker } from "../local/functions-host/worker.ts";

/*
 * A fresh process that loads the bundle named on its command line as the worker does, hands its first HTTP function a
 * push that is signed with the app's webhook secret, says in one line of JSON what that took, and ends. What the function
 * puts out is said too: storing it is the host's part, which is a process of its own.
 */

/** What loading a bundle and handling its first webhook took in one process. */
export interface Loaded {
  readonly loadMs: number;
  /** From the begin of loading to the response to the first webhook. */
  readonly answeredMs: number;
  /** From the start of the process, Node's own part included, to loaded and to the response. */
  readonly startMs: number;
  readonly startToAnsweredMs: number;
  /** Resident memory after loading, and after the response. */
  readonly residentBytes: number;
  readonly answeredBytes: number;
  readonly functions: readonly FunctionMetadata[];
  readonly response: InvocationResponse;
}

async function load(bundle: string): Promise<Loaded> {
  const begunMs = performance.now();
  const worker = await loadBundle(bundle, { functionTimeoutMs: 60_000, onTimeout: () => process.exit(1) });
  const startMs = performance.now();
  const residentBytes = process.memoryUsage.rss();
  const response = await handleWebhook(worker);
  const answeredAtMs = performance.now();
  return {
    loadMs: startMs - begunMs,
    answeredMs: answeredAtMs - begunMs,
    startMs,
    startToAnsweredMs: answeredAtMs,
    residentBytes,
    answeredBytes: process.memoryUsage.rss(),
    functions: worker.functions(),
    response,
  };
}

async function handleWebhook(worker: Worker): Promise<InvocationResponse> {
  const [webhook] = worker.functions();
  if (webhook === undefined) throw new Error("the bundle has no function");
  const trigger = triggerOf(webhook).name;
  const inputData = [{ name: trigger, data: { http: signedPush() } }];
  const response = await worker.invoke(webhook.name, { inputData, triggerMetadata: {} });
  if (Number(response.returnValue?.http?.statusCode) !== 202)
    throw new Error(`the webhook was answered with ${JSON.stringify(response.returnValue)}`);
  return response;
}

type Http = NonNullable<NonNullable<InvocationRequest["inputData"]>[number]["data"]>["http"];

function signedPush(): NonNullable<Http> {
  const bytes = Buffer.from(
    JSON.stringify({
      ...{ ref: "refs/heads/main", before: "0".repeat(40), after: "c".repeat(40) },
      ...{ deleted: false, forced: false, pusher: { name: "ada" } },
      repository: { full_name: "contoso/session-pools" },
    }),
  );
  const secret = process.env.GITHUB_WEBHOOK_SECRET ?? "none";
  const headers = {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": "0d6ba3f0-e8ad-11f0-8e2c-0242ac120002",
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`,
  };
  const nullableHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, { value }]),
  );
  return {
    ...{ url: "http://127.0.0.1/api/github/webhook", method: "POST", nullableHeaders },
    ...{ nullableQuery: {}, nullableParams: {}, body: { bytes } },
  };
}

const [bundle] = process.argv.slice(2);
if (bundle === undefined) throw new Error("the bundle to load is missing");
process.stdout.write(`${JSON.stringify(await load(bundle))}\n`, () => process.exit(0));
