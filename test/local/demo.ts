import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BlobServiceClient } from "@azure/storage-blob";
import { build } from "../../scripts/build.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { createAudit } from "../../src/storage/audit.ts";
import { AUDIT_CONTAINER } from "../../src/storage/names.ts";
import { KEY_VAULT, NEVER, SIGNING_KEY } from "./app-settings.ts";
import type { RequestRecord } from "./arm/request-log.ts";
import { endOf, plainEnvironment, startChild } from "./child.ts";
import { type Clone, cloneRepository } from "./clone.ts";
import { type Cloud, startCloud } from "./cloud.ts";
import { createNarrator } from "./demo/narrator.ts";
import { type Observer, observe } from "./demo/observer.ts";
import { CUSTOM_CONTAINER, interpreter } from "./demo/specs.ts";
import { until } from "./until.ts";

const startedMs = Date.now();
const { chapter, saw } = createNarrator(console.log, startedMs);

interface Stage {
  readonly cloud: Cloud;
  readonly clone: Clone;
  readonly directory: string;
  readonly seen: Observer;
}

async function demo(): Promise<void> {
  chapter("poolkeeper: a git push deploys Azure Container Apps session pools");
  await build();
  const cloud = await startCloud({ settings: { SNAPSHOT_SCHEDULE: NEVER } }); // it counts those that it asks for
  const directory = await mkdtemp(join(tmpdir(), "poolkeeper-demo-"));
  try {
    saw("cloud", "ARM, GitHub, storage, a managed identity and the Functions host run on this machine");
    const clone = await cloneRepository(cloud.addresses.gitUrl, join(directory, "session-pools"));
    const stage = { cloud, clone, directory, seen: observe(cloud) };
    await deployTwoPools(stage);
    await changeOneProperty(stage);
    await makeAMistake(stage);
    await takeSnapshot(stage);
    await readTheRecord(stage);
  } finally {
    await rm(directory, { recursive: true, force: true });
    await cloud.close();
  }
}

async function deployTwoPools({ cloud, clone, seen }: Stage): Promise<void> {
  chapter("1. Two pools are pushed: a code interpreter and a custom container");
  const commit = await push(clone, "Two pools", {
    "pools/interpreter.yaml": interpreter(100),
    "pools/testsessionpool.yaml": CUSTOM_CONTAINER,
  });
  await heard(commit, seen);
  const [quick, slow] = await Promise.all([seen.put("interpreter", 0), seen.put("testsessionpool", 0)]);
  sawPut(quick, "made at once");
  sawPut(slow, "a long-running operation has begun");
  assert.ok(quick.authorized && slow.authorized, "every PUT carries a token of the managed identity");
  assert.equal(propertiesOf(slow).customContainerTemplate.registryCredentials.server, "test.azurecr.io");
  const begunMs = Date.parse(slow.time);
  await seen.provisioned("testsessionpool", "Succeeded");
  saw("ARM", `testsessionpool Succeeded, ${seconds(Date.now() - begunMs)} after its PUT`);
  const { description } = await answered(commit, "success", seen);
  assert.match(description ?? "", /^2 applied in \d+ (s|min)\b/);
  assert.ok(seen.operationReads() > 0, "the operation was followed to its end by its own URL");
  assert.equal(cloud.arm.pools().length, 2);
}

async function changeOneProperty({ cloud, clone, seen }: Stage): Promise<void> {
  chapter("2. One property is changed");
  const commit = await push(clone, "Half the sessions", { "pools/interpreter.yaml": interpreter(50) });
  await heard(commit, seen);
  const put = await seen.put("interpreter", 1);
  sawPut(put, `maxConcurrentSessions is ${propertiesOf(put).scaleConfiguration.maxConcurrentSessions}`);
  assert.equal(propertiesOf(put).scaleConfiguration.maxConcurrentSessions, 50);
  const { description } = await answered(commit, "success", seen);
  assert.match(description ?? "", /^1 applied, 1 unchanged in \d+ (s|min)\b/);
  const pool = cloud.arm.pools().find(({ id }) => id.name === "interpreter");
  assert.match(JSON.stringify(pool?.resource), /"maxConcurrentSessions":50\b/);
}

async function makeAMistake({ clone, seen }: Stage): Promise<void> {
  chapter("3. A mistake is pushed, beside a change that is right");
  const before = seen.puts().length;
  const commit = await push(clone, "Plenty of sessions", {
    "pools/interpreter.yaml": interpreter("plenty"),
    "pools/testsessionpool.yaml": CUSTOM_CONTAINER.replace("testcontainer:v4", "testcontainer:v5"),
  });
  await heard(commit, seen);
  const { description } = await answered(commit, "failure", seen);
  assert.match(
    description ?? "",
    /^1 mistake, nothing deployed\. pools\/interpreter\.yaml:9:5 spec\/type maxConcurrentSessions /,
  );
  assert.equal(seen.puts().length, before, "a commit with a mistake deploys nothing");
  saw("ARM", "received no PUT: all of a commit or nothing");
}

async function takeSnapshot({ cloud }: Stage): Promise<void> {
  chapter("4. What is really there is recorded");
  const blobs = BlobServiceClient.fromConnectionString(cloud.addresses.storage);
  const audit = createAudit(blobs.getContainerClient(AUDIT_CONTAINER));
  for (const count of [1, 2]) {
    const response = await fetch(`${cloud.addresses.controlUrl}/timers/takeSnapshot`, { method: "POST" });
    assert.ok(response.ok, `the timer answered ${response.status}`);
    await until(`manifest ${count}`, async () => {
      const verified = await verifyAudit(audit);
      return verified.kind === "whole" && verified.manifests === count ? verified : undefined;
    });
    saw("snapshot", `manifest ${count} of the chain is stored`);
  }
}

/** As an auditor does it who has the container's blobs and the public key, and nothing else. */
async function readTheRecord({ cloud, directory }: Stage): Promise<void> {
  chapter("5. An auditor reads the record from a folder, and sees that it is whole");
  const record = join(directory, "record");
  const names = await download(cloud.addresses.storage, record);
  await writeFile(
    join(directory, "key.json"),
    JSON.stringify(cloud.keyVault.publicKey(KEY_VAULT, SIGNING_KEY)),
  );
  saw("download", `${names.length} blobs and the public key of the signatures`);
  const at = { directory };
  const log = await auditCommand(["log", "--pool", "interpreter", "--limit", "4"], at);
  for (const line of log.lines) saw("log", line.replace(/^(\S+ )/, ""));
  const blame = await auditCommand(["blame", "interpreter", "/properties/scaleConfiguration"], at);
  for (const line of blame.lines) saw("blame", line.trim());
  assert.match(blame.lines.join(), /maxConcurrentSessions: 50/);
  const whole = await auditCommand(["verify", "--key", "key.json"], at);
  for (const line of whole.lines) saw("verify", line.trim());
  assert.equal(whole.code, 0);
  assert.match(whole.lines.join(), /whole: 2 snapshots, .*signatures checked/);

  chapter("6. One byte of one event is altered");
  const altered = names.find((name) => name.includes("-result-")) ?? "";
  const bytes = await readFile(join(record, altered));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(join(record, altered), bytes);
  saw("somebody", `changes one bit of ${altered}`);
  const broken = await auditCommand(["verify"], at);
  for (const line of broken.lines) saw("verify", line.trim());
  assert.equal(broken.code, 1);
  assert.deepEqual(broken.lines[0], `broken: ${altered}`);
}

async function download(connectionString: string, folder: string): Promise<readonly string[]> {
  const container =
    BlobServiceClient.fromConnectionString(connectionString).getContainerClient(AUDIT_CONTAINER);
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await container.getBlobClient(name).downloadToFile(path);
    names.push(name);
  }
  return names;
}

/** Runs `poolkeeper audit …` as a person does. */
async function auditCommand(
  args: readonly string[],
  { directory }: { readonly directory: string },
): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const child = startChild(join(import.meta.dirname, "../../bin/poolkeeper.mjs"), {
    args: ["audit", ...args, "--folder", "record"],
    env: plainEnvironment(),
    directory,
    onOutput: (line) => lines.push(line),
  });
  const { code } = await endOf(child, COMMAND_DEADLINE_MS);
  return { code, lines };
}

const COMMAND_DEADLINE_MS = 60_000; // usually half a second

async function push(
  clone: Clone,
  message: string,
  files: { readonly [path: string]: string },
): Promise<string> {
  const commit = await clone.commit(message, files);
  await clone.push("origin", "HEAD:main");
  saw("git push", `${short(commit)} "${message}": ${Object.keys(files).join(", ")}`);
  return commit;
}

async function heard(commit: string, seen: Observer): Promise<void> {
  const { status_code: code, duration } = await seen.delivered(commit);
  saw("webhook", `push of ${short(commit)}, signed, answered ${code} in ${Math.round(duration * 1000)} ms`);
  assert.equal(code, 202);
  const { context, description } = await seen.status(commit, "pending");
  saw("status", `${short(commit)} ${context} is pending: ${description}`);
}

async function answered(commit: string, state: string, seen: Observer): ReturnType<Observer["status"]> {
  const status = await seen.status(commit, "final");
  saw("status", `${short(commit)} ${status.context} is ${status.state}: ${status.description}`);
  assert.equal(status.state, state);
  return status;
}

function sawPut({ path, status }: RequestRecord, what: string): void {
  saw("ARM", `PUT ${path.split("/").at(-1)} ${status}: ${what}`);
}

interface PutProperties {
  readonly scaleConfiguration: { readonly maxConcurrentSessions: number };
  readonly customContainerTemplate: { readonly registryCredentials: { readonly server: string } };
}

const propertiesOf = ({ body }: RequestRecord): PutProperties =>
  (body as { properties: PutProperties }).properties;

const short = (commit: string): string => commit.slice(0, 7);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

try {
  await demo();
  chapter(`All of it was seen from the outside, in ${seconds(Date.now() - startedMs)}.`);
  console.log("npm start runs the same cloud for you to push to.\n");
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
