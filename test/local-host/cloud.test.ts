import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { NEVER } from "../local/app-settings.ts";
import { startCloud } from "../local/cloud.ts";
import { PATIENCE } from "../patience.ts";
import { type CloudUnderTest, startCloudUnderTest } from "./cloud-under-test.ts";
import { descendantsOf, isAlive } from "./processes.ts";

let cloud: CloudUnderTest;
beforeAll(async () => {
  cloud = await startCloudUnderTest({ SNAPSHOT_SCHEDULE: NEVER, EXTRA: "yes" });
});
afterAll(() => cloud.close());

describe("the app in the cloud on a laptop", () => {
  test("has the settings that it has in Azure, and nothing of the machine's", async () => {
    const settings = (await (await fetch(cloud.appUrl("/api/settings"))).json()) as Record<string, string>;

    const machine = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "NODE_CHANNEL_FD"];
    const names = Object.keys(settings).filter((name) => !machine.includes(name));
    expect(names.toSorted()).toEqual(
      [
        ...[
          "ARM_ENDPOINT",
          "AUDIT_SIGNING_KEY",
          "AZURE_CLIENT_ID",
          "EXTRA",
          "GITHUB_API_URL",
          "GITHUB_TOKEN",
          "GITHUB_WEBHOOK_SECRET",
        ],
        ...[
          "IDENTITY_ENDPOINT",
          "IDENTITY_HEADER",
          "KEY_VAULT_ENDPOINT",
          "NODE_EXTRA_CA_CERTS",
          "POLL_SCHEDULE",
          "POOLKEEPER_SOURCES",
        ],
        ...[
          "PoolkeeperStorage__blobServiceUri",
          "PoolkeeperStorage__clientId",
          "PoolkeeperStorage__credential",
        ],
        ...["PoolkeeperStorage__queueServiceUri", "SNAPSHOT_SCHEDULE"],
      ].toSorted(),
    );
    expect(JSON.stringify(settings)).not.toContain("AccountKey");
    expect(settings.SNAPSHOT_SCHEDULE).toBe(NEVER);
    expect(JSON.parse(settings.POOLKEEPER_SOURCES ?? "")).toMatchObject([
      { repository: "contoso/session-pools" },
    ]);
  });

  test("finds the containers and queues that the deployment makes", async () => {
    const blobs = BlobServiceClient.fromConnectionString(cloud.addresses.storage);
    const queues = QueueServiceClient.fromConnectionString(cloud.addresses.storage);

    const containers: string[] = [];
    for await (const { name } of blobs.listContainers()) containers.push(name);
    const names: string[] = [];
    for await (const { name } of queues.listQueues()) names.push(name);

    expect(containers).toEqual(["audit", "state"]);
    expect(names.toSorted()).toEqual(
      ["reconciles", "rollouts", "syncs"].flatMap((name) => [name, `${name}-poison`]),
    );
  });

  test("comes to its queues by its managed identity, and what it logs is kept", async () => {
    const queue = QueueServiceClient.fromConnectionString(cloud.addresses.storage).getQueueClient("syncs");

    await queue.sendMessage(Buffer.from(`{"name":"by identity"}`).toString("base64"));
    await cloud.logged("by identity");

    const kept = async () => expect(await readFile(cloud.hostLog, "utf8")).toContain("by identity");
    await vi.waitFor(kept, PATIENCE);
  });

  test("hears of a push", async () => {
    await cloud.push("first");

    await cloud.logged('"ref":"refs/heads/main"');
    // The app says what it heard before GitHub hears its answer.
    await vi.waitFor(async () => {
      const { body } = await cloud.control("GET", "/github/deliveries");
      expect(body).toMatchObject([{ event: "push", status_code: 202 }]);
    }, PATIENCE);
  });

  test("runs its timers when it is told to", async () => {
    const answers = [
      await cloud.control("POST", "/timers/takeSnapshot"),
      await cloud.control("POST", "/timers/pollSources"),
      await cloud.control("POST", "/timers/nothing"),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
    await cloud.logged('"function":"takeSnapshot"');
    await cloud.logged('"function":"pollSources"');
  });
});

describe("the Functions host", () => {
  test("is started again when it dies by itself, where it was", async () => {
    const { body: before } = await cloud.control("GET", "/host");

    await fetch(cloud.appUrl("/api/crash"), { method: "POST" }).catch(() => undefined);
    await cloud.logged("ended by itself (exit code 7)");
    await vi.waitFor(async () => {
      expect((await cloud.control("GET", "/host")).body).toEqual({
        running: true,
        pid: expect.any(Number),
        starts: 2,
      });
    }, PATIENCE);

    expect(before).toMatchObject({ running: true, starts: 1 });
    expect((await fetch(cloud.appUrl("/api/settings"))).status).toBe(200);
  });

  test("stays down when it was killed, until it is started", async () => {
    const { pid } = cloud.host;
    const killed = await cloud.control("POST", "/host/kill");
    const timer = await cloud.control("POST", "/timers/pollSources");
    const wasAlive = isAlive(pid ?? 0);

    const started = await cloud.control("POST", "/host/start");
    const again = await cloud.control("POST", "/host/start");

    expect(killed).toEqual({ status: 200, body: { running: false, pid: null, starts: 2 } });
    expect(timer.status).toBe(503);
    expect(wasAlive).toBe(false);
    expect(started.body).toEqual({ running: true, pid: cloud.host.pid, starts: 3 });
    expect(again).toEqual(started);
    expect((await fetch(cloud.appUrl("/api/settings"))).status).toBe(200);
  });
});

test("a cloud whose app does not start says why, and leaves nothing running", async () => {
  const before = await descendantsOf(process.pid);

  const failed: unknown = await startCloud({
    bundle: join(import.meta.dirname, "fixtures/cloud.mjs"),
    settings: { POLL_SCHEDULE: "never" },
  }).catch((error: unknown) => error);

  expect(String((failed as Error).cause)).toContain('"never" is no schedule');
  expect(await descendantsOf(process.pid)).toEqual(before);
});
