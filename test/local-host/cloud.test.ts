import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Cloud, startCloud } from "../local/cloud.ts";
import { isAlive } from "./processes.ts";

const PATIENCE = { timeout: 15_000, interval: 50 };

const lines: string[] = [];
let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({
    bundle: join(import.meta.dirname, "fixtures/cloud.mjs"),
    onLog: (line) => lines.push(line),
  });
});
afterAll(() => cloud.close());

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

async function control(method: string, path: string, body?: unknown): Promise<Answered> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(cloud.addresses.controlUrl + path, { method, ...(body === undefined ? {} : { body: text }) });
  return { status: answer.status, body: await answer.json() };
}

const appUrl = (path: string) => new URL(path, cloud.addresses.webhookUrl).href;

/** The whole of what a person does; gives the commit. */
async function push(file: string, text: string): Promise<string> {
  const directory = join(dirname(cloud.hostLog), `clone-${file}`);
  const run = promisify(execFile);
  await run("git", ["clone", "--quiet", cloud.addresses.gitUrl, directory]);
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=Mona", "-c", "user.email=mona@example.com", ...args], { cwd: directory });
  await promisify(execFile)(process.execPath, ["-e", `require("fs").writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(text)})`], { cwd: directory });
  await git("add", ".");
  await git("commit", "--quiet", "--message", file);
  await git("push", "--quiet", "origin", "HEAD:main");
  return (await git("rev-parse", "HEAD")).stdout.trim();
}
