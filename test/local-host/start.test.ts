import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { CloudAddresses } from "../local/addresses.ts";
import { isFree } from "../local/ports.ts";
import { PATIENCE } from "../patience.ts";
import { descendantsOf, isAlive } from "./processes.ts";

const START = join(import.meta.dirname, "../local/start.ts");

interface Started {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  readonly output: () => string;
  readonly errors: () => string;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const each of running.splice(0)) each.kill("SIGKILL");
});

function start(...args: string[]): Started {
  const child = spawn(process.execPath, [START, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  let output = "";
  let errors = "";
  child.stdout.on("data", (data: Buffer) => {
    output += data;
  });
  child.stderr.on("data", (data: Buffer) => {
    errors += data;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { pid: child.pid ?? 0, process: child, ended, output: () => output, errors: () => errors };
}

async function addressesOf(started: Started): Promise<CloudAddresses> {
  await vi.waitFor(() => expect(started.output()).toContain("\n"), PATIENCE);
  return JSON.parse(started.output()) as CloudAddresses;
}

const gone = (pids: readonly number[]) =>
  vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), PATIENCE);

describe("npm start -- --json", () => {
  test("prints one line that tells where everything is, and stops everything at SIGTERM", async () => {
    const started = start("--json");
    const addresses = await addressesOf(started);
    const pids = await descendantsOf(started.pid);
    const health = await fetch(new URL("/api/health", addresses.webhookUrl));

    started.process.kill("SIGTERM");
    const code = await started.ended;

    const url = expect.stringMatching(/^https?:\/\/127\.0\.0\.1:\d+/);
    expect(addresses).toEqual({
      webhookUrl: expect.stringMatching(/^http:.*\/api\/github\/webhook$/),
      gitUrl: expect.stringMatching(/\/contoso\/session-pools\.git$/),
      githubApiUrl: url,
      armEndpoint: expect.stringMatching(/^https:/),
      keyVaultEndpoint: expect.stringMatching(/^https:.*\/\{vault\}$/),
      identityEndpoint: url,
      storage: expect.stringContaining("BlobEndpoint=https://127.0.0.1:"),
      caFile: expect.stringMatching(/ca\.pem$/),
      webhookSecret: expect.stringMatching(/^.{20,}$/),
      controlUrl: url,
      subscriptionId: "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345",
      resourceGroup: "rg",
      repository: "contoso/session-pools",
      branch: "main",
      directory: "pools",
    });
    expect(health.status).toBe(200);
    expect(code).toBe(0);
    expect(started.output().trimEnd().split("\n")).toHaveLength(1);
    expect(started.errors()).toBe("");
    expect(pids.length).toBeGreaterThanOrEqual(2);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(addresses.caFile)).toBe(false);
  });

  test("leaves nothing running when it is killed itself", async () => {
    const started = start("--json");
    const addresses = await addressesOf(started);
    const pids = await descendantsOf(started.pid);

    started.process.kill("SIGKILL");
    await started.ended;

    expect(pids.length).toBeGreaterThanOrEqual(2);
    await gone(pids);
    await rm(join(addresses.caFile, ".."), { recursive: true }); // nobody was left to do it
  });

  test("stops everything when it is told to while it starts", async () => {
    const started = start("--json");
    await vi.waitFor(async () => expect(await descendantsOf(started.pid)).not.toEqual([]), PATIENCE);
    const pids = await descendantsOf(started.pid);

    started.process.kill("SIGINT");

    expect(await started.ended).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test("takes the ports that follow the one it is given", async () => {
    const port = await freePorts(7);
    const started = start("--json", "--port", String(port));

    const { webhookUrl, controlUrl, armEndpoint, identityEndpoint, githubApiUrl, storage } =
      await addressesOf(started);
    started.process.kill("SIGTERM");
    await started.ended;

    const urls = [webhookUrl, controlUrl, armEndpoint, identityEndpoint, githubApiUrl];
    const ports = urls.map((url) => Number(new URL(url).port));
    expect(ports).toEqual([0, 1, 2, 3, 4].map((index) => port + index));
    expect(storage).toContain(`BlobEndpoint=https://127.0.0.1:${port + 5}/`);
    expect(storage).toContain(`QueueEndpoint=https://127.0.0.1:${port + 6}/`);
  });
});

describe("npm start", () => {
  test("shows how to deploy a pool, what then happens, and stops at Ctrl-C", async () => {
    const started = start();
    await vi.waitFor(() => expect(started.output()).toContain("This is what happens"), PATIENCE);
    const directory = await mkdtemp(join(tmpdir(), "by-hand-"));

    await followTheGreeting(started.output(), directory);
    for (const line of [
      /push {4}main is [0-9a-f]{7}; the webhook answered 202/,
      /status {2}[0-9a-f]{7} poolkeeper\/session-pools is pending/,
      /ARM {5}PUT interpreter: 20/,
      /status {2}[0-9a-f]{7} poolkeeper\/session-pools is success: 1 applied/,
    ])
      await vi.waitFor(() => expect(started.output()).toMatch(line), PATIENCE);
    started.process.kill("SIGINT");
    const code = await started.ended;
    await rm(directory, { recursive: true });

    expect(started.output()).toMatch(/Stopping\.\n$/);
    expect(code).toBe(0);
  });

  test("prints its help", async () => {
    const { ended, output } = start("--help");

    expect(await ended).toBe(0);
    expect(output()).toContain("--port N");
  });

  test("refuses what it does not know, in a line or two", async () => {
    const { ended, output, errors } = start("--jsn");

    expect(await ended).toBe(2);
    expect(output()).toBe("");
    expect(errors()).toMatch(/^.*--jsn.*\nnpm start -- --help says what there is\.\n$/);
  });
});

/** Does what it says there, as a person would who copies it into a shell. */
async function followTheGreeting(greeting: string, directory: string): Promise<void> {
  const from = greeting.indexOf("git clone");
  const lines = greeting.slice(from, greeting.indexOf("\n\nThen")).split("\n");
  await writeFile(join(directory, "try.sh"), lines.join("\n"));
  const me = { GIT_AUTHOR_NAME: "Mona", GIT_AUTHOR_EMAIL: "mona@example.com" };
  const env = { ...process.env, ...me, GIT_COMMITTER_NAME: "Mona", GIT_COMMITTER_EMAIL: "mona@example.com" };
  await promisify(execFile)("sh", ["-e", "try.sh"], { cwd: directory, env });
}

/** The first of so many ports in a row that nobody listens on now. */
async function freePorts(count: number): Promise<number> {
  for (let first = 20_000 + (process.pid % 10_000); ; first += count) {
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
}
