import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "../../src/audit/verify.ts";
import { readKeys } from "../../src/cli/keys.ts";
import { createAudit } from "../../src/storage/audit.ts";
import { AUDIT_CONTAINER } from "../../src/storage/names.ts";
import { KEY_VAULT, SIGNING_KEY } from "../local/app-settings.ts";
import { until } from "../local/until.ts";
import { container, interpreter, type Stage, setStage } from "./stage.ts";

/** A worker that died may hold its pool for a lease, and its message counts as lost some time after that. */
const RECOVERY_MS = 240_000;

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(async () => {
  await stage.close();
});

const putsOf = (pool: string) => stage.seen.puts().filter(({ path }) => path.endsWith(`/${pool}`));

describe("what is lost", () => {
  it("a webhook that never comes is made up for by the poll", async () => {
    stage.cloud.github.configure({ webhooks: "drop" });
    const commit = await stage.push({ "pools/dropped.yaml": interpreter("dropped") });
    await stage.seen.delivered(commit);
    stage.cloud.github.configure({ webhooks: "deliver" });

    await stage.fire("pollSources");

    expect(await stage.seen.status(commit, "final")).toMatchObject({ state: "success" });
    expect(putsOf("dropped")).toHaveLength(1);
  });

  it("a webhook that comes ten times makes one PUT", async () => {
    const commit = await stage.push({ "pools/often.yaml": interpreter("often") });
    const { guid } = await stage.seen.delivered(commit);

    for (let times = 1; times < 10; times += 1) await stage.cloud.github.redeliver(guid);

    expect(await stage.seen.status(commit, "final")).toMatchObject({ state: "success" });
    await until("the queue of syncs to be empty", noSyncsWait);
    expect(putsOf("often")).toHaveLength(1);
  });

  it("a message that the host gives again has the commit told its end again, as it was told", async () => {
    const commit = await stage.push({ "pools/again.yaml": interpreter("again") });
    const { description } = await stage.seen.status(commit, "final");

    await giveAgain({ source: "session-pools", commit, attempt: 0, firstAt: new Date().toISOString() });

    const ends = () => stage.cloud.github.statuses(commit).filter(({ state }) => state === "success");
    await until("the end to be told again", () => ends()[1]);
    expect(ends()[1]?.description).toBe(description);
  });

  it("an answer of ARM that never comes is looked for before any second PUT", async () => {
    stage.cloud.arm.configure({ faults: [{ method: "PUT", path: "/lost", times: 1, dropAnswer: true }] });

    const commit = await stage.push({ "pools/lost.yaml": container("lost") });

    expect(await stage.seen.status(commit, "final")).toMatchObject({ state: "success" });
    expect(putsOf("lost")).toHaveLength(1);
  });
});

/** A message to a rollout that somebody takes, and does not delete. */
async function giveAgain(message: object): Promise<void> {
  const queues = QueueServiceClient.fromConnectionString(stage.cloud.addresses.storage);
  const rollouts = queues.getQueueClient("rollouts");
  await until("a message to be taken before the host takes it", async () => {
    const text = Buffer.from(JSON.stringify(message)).toString("base64");
    const { messageId } = await rollouts.sendMessage(text);
    const { receivedMessageItems: taken } = await rollouts.receiveMessages({ visibilityTimeout: 1 });
    return taken.find((item) => item.messageId === messageId);
  });
}

/** Nothing waits in the queue of syncs, seen or unseen. */
async function noSyncsWait(): Promise<true | undefined> {
  const queues = QueueServiceClient.fromConnectionString(stage.cloud.addresses.storage);
  const { approximateMessagesCount } = await queues.getQueueClient("syncs").getProperties();
  return approximateMessagesCount === 0 ? true : undefined;
}

describe("a host that is killed", () => {
  it.each([
    ["as soon as ARM has the PUT", "PUT"],
    ["while ARM works on the pool", "operation"],
  ])(
    "%s, and started again, ends with the pool as pushed and the commit green",
    { timeout: 2 * RECOVERY_MS },
    async (_, moment) => {
      const pool = `killed${moment.toLowerCase()}`;
      stage.cloud.arm.configure({ operationSeconds: 6 });
      const commit = await stage.push({ [`pools/${pool}.yaml`]: container(pool) });
      await until(`PUT of ${pool}`, () => putsOf(pool)[0]);
      if (moment === "operation") await stage.seen.status(commit, "pending");

      await stage.cloud.host.kill();
      expect(stage.cloud.host.pid).toBeUndefined();
      await stage.cloud.host.start();

      await until(
        `a final status on ${commit}`,
        () => stage.cloud.github.statuses(commit).find(({ state }) => state === "success"),
        RECOVERY_MS,
      );
      expect(stage.cloud.arm.pools().find(({ id }) => id.name === pool)?.provisioningState).toBe("Succeeded");
      expect(putsOf(pool)).toHaveLength(1);
      stage.cloud.arm.configure({ operationSeconds: 2 });
    },
  );
});

describe("ARM's word", () => {
  it("of refusal turns the commit red, with ARM's own code and message", async () => {
    stage.cloud.arm.configure({
      faults: [
        {
          method: "PUT",
          path: "/refused",
          times: 1,
          status: 403,
          code: "RequestDisallowedByPolicy",
          message: "Policy says no.",
        },
      ],
    });

    const commit = await stage.push({ "pools/refused.yaml": interpreter("refused") });

    const { state, description } = await stage.seen.status(commit, "final");
    expect(state).toBe("failure");
    expect(description).toContain("refused: RequestDisallowedByPolicy: Policy says no.");
  });

  it("of patience is obeyed", async () => {
    stage.cloud.arm.configure({
      faults: [
        { method: "PUT", path: "/patient", times: 1, status: 429, code: "TooManyRequests", retryAfter: 5 },
      ],
    });

    const commit = await stage.push({ "pools/patient.yaml": interpreter("patient") });
    await stage.seen.status(commit, "final");

    const [first, second] = putsOf("patient").map(({ time }) => Date.parse(time));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(5_000);
  });

  it("carries the deployer's ids: one of its own per request, one for the rollout", async () => {
    const commit = await stage.push({
      "pools/ida.yaml": interpreter("ida"),
      "pools/idb.yaml": interpreter("idb"),
    });
    await stage.seen.status(commit, "final");

    const headers = ["ida", "idb"].flatMap(putsOf).map((put) => put.headers);

    expect(new Set(headers.map((header) => header["x-ms-client-request-id"])).size).toBe(2);
    expect(new Set(headers.map((header) => header["x-ms-correlation-request-id"])).size).toBe(1);
  });
});

describe("secrets", () => {
  it("stay out of everything that was logged", () => {
    const text = stage.log.join("\n");

    expect(stage.log.length).toBeGreaterThan(20);
    expect(text).not.toContain(stage.cloud.addresses.webhookSecret);
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/); // a token
    expect(text).not.toMatch(/[?&](sig|c|h)=/); // a signed URL
  });

  it("stay out of the record, which verifies, signatures and all", async () => {
    await stage.fire("takeSnapshot");
    const blobs = BlobServiceClient.fromConnectionString(stage.cloud.addresses.storage);
    const audit = createAudit(blobs.getContainerClient(AUDIT_CONTAINER));
    const key = Buffer.from(JSON.stringify(stage.cloud.keyVault.publicKey(KEY_VAULT, SIGNING_KEY)));
    const verified = await until("a whole record", async () => {
      const found = await verifyAudit(audit, { checkSignature: readKeys("key.json", key) });
      return found.kind === "whole" && found.manifests > 0 && found.events > 0 ? found : undefined;
    });

    const texts: string[] = [];
    for await (const name of audit.list("")) texts.push((await audit.read(name)) ?? "");
    const text = texts.join("\n");

    expect(verified.gaps).toEqual([]);
    expect(text).not.toContain(stage.cloud.addresses.webhookSecret);
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
    expect(text).not.toMatch(/[?&](sig|c|h)=/);
  });
});
