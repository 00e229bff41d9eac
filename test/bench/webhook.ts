import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QueueServiceClient } from "@azure/storage-queue";
import { poisonQueue, QUEUES } from "../../src/storage/names.ts";
import { interpreter, type Stage } from "../end-to-end/stage.ts";
import type { Delivery } from "../local/github/delivery.ts";
import { type HostProcess, startHostProcess } from "../local/host-process.ts";
import { until } from "../local/until.ts";
import { type Contenders, enter } from "./contenders.ts";
import { buildEmptyApp } from "./empty-bundle.ts";
import { onStage } from "./on-stage.ts";
import { percentile } from "./statistics.ts";
import { ms, table, times } from "./table.ts";

const DELIVERIES = 500;
const WARM_UP = 50;
const AT_ONCE = [1, 8];
const PATIENCE_MS = 180_000;

/** From a webhook's request to its 202, which is given once the message is stored. */
export async function benchWebhook(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-bench-"));
  try {
    const emptyHost = await startEmptyHost(directory);
    try {
      return await onStage((stage) => bench(stage, `${emptyHost.origin}/api/empty`));
    } finally {
      await emptyHost.stop();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function startEmptyHost(directory: string): Promise<HostProcess> {
  const { outfile: bundle } = await buildEmptyApp(directory);
  const hostJson = join(import.meta.dirname, "../../host.json");
  const onLog = (line: string) => console.error(line);
  return await startHostProcess({ bundle, hostJson, port: 0, settings: {}, directory, onLog });
}

async function bench(stage: Stage, emptyUrl: string): Promise<string> {
  const delivery = await deployOnce(stage);
  const contenders = await enter(stage.cloud.addresses, delivery, emptyUrl);
  const before = effects(stage);
  const reports: string[] = [];
  for (const atOnce of AT_ONCE) {
    await measure(contenders, WARM_UP, atOnce);
    reports.push(report(await measure(contenders, DELIVERIES, atOnce), atOnce));
    await until("every sync to be done", () => isDone(stage), PATIENCE_MS);
  }
  if (effects(stage) !== before) throw new Error(`before: ${before}; after: ${effects(stage)}`);
  const bytes = JSON.stringify(delivery.request.payload).length;
  return [
    `Webhook: signed pushes of ${bytes} bytes, from the request to 202, which means stored`,
    ...reports,
    "  (the app does the syncs that it is sent meanwhile, in the same process; the send has no HTTP function)",
  ].join("\n");
}

/** One real push, deployed to its end: whatever is told of its commit again asks for nothing. */
async function deployOnce({ cloud, push, seen }: Stage): Promise<Delivery> {
  const commit = await push({ "pools/bench.yaml": interpreter("bench") });
  await until(
    "the pool to be deployed",
    () => cloud.github.statuses(commit).find(({ state }) => state === "success"),
    PATIENCE_MS,
  );
  return await seen.delivered(commit);
}

type Measured = { readonly [contender in keyof Contenders]: number[] };

/**
 * Rounds of `atOnce` requests of each contender. A push gives the app a sync to do, which slows down whatever
 * comes next: so every other round goes backwards.
 */
async function measure(contenders: Contenders, count: number, atOnce: number): Promise<Measured> {
  const measured: Measured = { webhook: [], unstored: [], empty: [], send: [] };
  const names = Object.keys(measured) as (keyof Contenders)[];
  for (let round = 0; round * atOnce < count; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const timed = async () => {
        const begunMs = performance.now();
        await contenders[name]();
        measured[name].push(performance.now() - begunMs);
      };
      await Promise.all(Array.from({ length: atOnce }, timed));
    }
  }
  return measured;
}

/** No sync waits, seen or unseen, and the host gave up on nothing. */
async function isDone({ cloud }: Stage): Promise<true | undefined> {
  const service = QueueServiceClient.fromConnectionString(cloud.addresses.storage);
  const count = async (name: string) =>
    (await service.getQueueClient(name).getProperties()).approximateMessagesCount ?? 0;
  for (const name of QUEUES.map(poisonQueue))
    if ((await count(name)) > 0) throw new Error(`a message is in ${name}`);
  return (await count("syncs")) === 0 ? true : undefined;
}

/** What the app did to the world so far. */
function effects({ cloud, seen }: Stage): string {
  return `${seen.puts().length} PUTs, ${cloud.github.statuses().length} statuses`;
}

function report(measured: Measured, atOnce: number): string {
  const p50 = (name: keyof Contenders) => percentile(measured[name], 50);
  const row = (title: string, name: keyof Contenders) => [
    ...[title, times(p50(name) / p50("empty")), times(p50(name) / p50("send"))],
    ...[ms(p50(name)), ms(percentile(measured[name], 99))],
  ];
  const together = p50("webhook") / (p50("empty") + p50("send"));
  return [
    table([
      [`${measured.webhook.length} of each, ${atOnce} at once`, "to empty", "to send", "p50", "p99"],
      row("webhook: verified and stored", "webhook"),
      row("webhook: verified, not stored", "unstored"),
      row("empty function, same request", "empty"),
      row("queue send, same message", "send"),
    ]),
    `  a stored webhook takes ${times(together)} as long as an empty function and a queue send together`,
  ].join("\n");
}
