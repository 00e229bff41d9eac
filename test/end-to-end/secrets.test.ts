import type { Readable } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { BlobServiceClient } from "@azure/storage-blob";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { poolDocument } from "../../src/documents/names.ts";
import { KEY_VAULT, RESOURCE_GROUP, SUBSCRIPTION_ID } from "../local/app-settings.ts";
import { until } from "../local/until.ts";
import { container, type Stage, setStage } from "./stage.ts";

const VALUE = "a-first-value-s3cr3t";
const ROTATED = "a-second-value-s3cr3t";
const SPEC = `${container("worker")}  secrets:
    - { name: key, keyVaultSecret: https://${KEY_VAULT}.vault.azure.net/secrets/api-key }
`;
const POOL = { subscriptionId: SUBSCRIPTION_ID, resourceGroup: RESOURCE_GROUP, name: "worker" };

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(async () => {
  await stage.close();
});

async function store(value: string): Promise<string> {
  const response = await fetch(`${stage.cloud.addresses.controlUrl}/keyvault/secrets`, {
    method: "POST",
    body: JSON.stringify({ vault: KEY_VAULT, name: "api-key", value }),
  });
  const { version } = (await response.json()) as { readonly version: string };
  return version;
}

const sent = () => stage.seen.puts().map(({ body }) => secretsOf(body));

const secretsOf = (body: unknown) => (body as { properties: { secrets?: unknown } }).properties.secrets;

const requestsOfSecrets = () =>
  stage.cloud.keyVault.requests().filter(({ path }) => path.includes("/secrets/"));

const readsOfSecrets = () => requestsOfSecrets().filter(({ status }) => status === 200).length;

/** Every blob of every container, by its name. */
async function blobs(): Promise<ReadonlyMap<string, string>> {
  const service = BlobServiceClient.fromConnectionString(stage.cloud.addresses.storage);
  const found = new Map<string, string>();
  for await (const { name: container } of service.listContainers()) {
    const client = service.getContainerClient(container);
    for await (const { name } of client.listBlobsFlat()) {
      // In one request: `downloadToBuffer` asks for the length first, and the blob may be replaced before it reads.
      const { readableStreamBody } = await client.getBlobClient(name).download();
      found.set(`${container}/${name}`, await textOf(readableStreamBody as Readable));
    }
  }
  return found;
}

/** What the pool's document says of its secrets, once it has settled. */
async function recorded(version: string): Promise<unknown> {
  return await until(`version ${version} on record`, async () => {
    const text = (await blobs()).get(`state/${poolDocument(POOL)}`) ?? "";
    const { secrets, settled } = JSON.parse(text || "{}") as { secrets?: unknown; settled?: unknown };
    return settled !== undefined && JSON.stringify(secrets)?.includes(version) ? secrets : undefined;
  });
}

async function hourlyPass(): Promise<void> {
  const before = stage.log.filter((line) => line.includes("pools to recheck")).length;
  await stage.fire("takeSnapshot");
  await until("the hourly pass", () =>
    stage.log.filter((line) => line.includes("pools to recheck")).length > before ? true : undefined,
  );
}

describe("a secret from a key vault", () => {
  let first: string;

  it("reaches ARM with the pool, and its version is on record", async () => {
    first = await store(VALUE);

    const commit = await stage.push({ "pools/worker.yaml": SPEC });

    expect(await stage.seen.status(commit, "final")).toMatchObject({ state: "success" });
    expect(sent()).toEqual([[{ name: "key", value: VALUE }]]);
    expect(await recorded(first)).toEqual([{ name: "key", version: first }]);
  });

  it("that has no new version is asked for by the hourly pass, and nothing else happens", async () => {
    const reads = readsOfSecrets();

    await hourlyPass();
    await until("the secret to be asked for", () => (readsOfSecrets() > reads ? true : undefined));
    await until("the pool to be left alone", () =>
      stage.log.find((line) => line.includes("it has the newest secrets")),
    );

    expect(sent()).toHaveLength(1);
  });

  it("that was rotated reaches ARM with the hourly pass", async () => {
    const second = await store(ROTATED);

    await hourlyPass();
    await stage.seen.put("worker", 1);

    expect(sent().at(-1)).toEqual([{ name: "key", value: ROTATED }]);
    expect(await recorded(second)).toEqual([{ name: "key", version: second }]);
    expect(stage.cloud.arm.pools()[0]?.secrets).toEqual({ key: ROTATED });
  });

  it("was read without the client's own haste: each time once, with a token that Key Vault asked for", () => {
    const statuses = requestsOfSecrets().map(({ status }) => status);

    expect(statuses[0]).toBe(401);
    expect(statuses.filter((status) => status === 401)).toHaveLength(1);
    expect(new Set(statuses)).toEqual(new Set([401, 200]));
  });

  it("stands in no blob, no line of the log and no status, but its versions do", async () => {
    await stage.fire("takeSnapshot");
    const manifests = await until("a snapshot with the secret's version", async () => {
      const texts = [...(await blobs())].filter(([name]) => name.startsWith("audit/snapshots/"));
      return texts.length >= 3 ? texts : undefined;
    });

    const written = JSON.stringify([...(await blobs())]);
    const said = JSON.stringify([stage.log, stage.cloud.github.statuses()]);

    for (const value of [VALUE, ROTATED]) {
      expect(written).not.toContain(value);
      expect(said).not.toContain(value);
    }
    expect(manifests.map(([, text]) => text).join()).toContain(first);
    expect(said).toContain(`key@${first}`);
  });
});
