import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { appSettings } from "../local/app-settings.ts";
import type { FunctionMetadata } from "../local/functions-host/rpc.ts";

const ROOT = join(import.meta.dirname, "../..");

/** The bundle reads its settings while it loads; it asks nobody at the addresses in them. */
const SETTINGS = appSettings({
  azurite: { blobEndpoint: "https://127.0.0.1:1/blobs", queueEndpoint: "https://127.0.0.1:1/queues" },
  identity: { endpoint: "http://127.0.0.1:1/msi/token", header: "nobody" },
  arm: { endpoint: "https://127.0.0.1:1" },
  keyVault: { endpoint: "https://127.0.0.1:1/{vault}" },
  github: { apiUrl: "http://127.0.0.1:1/api/v3" },
  secrets: { token: "token", webhook: "a secret" },
  caFile: "",
});

/** What the worker would index in the built bundle; rejects if it would index nothing. */
async function index(settings: { readonly [name: string]: string }): Promise<readonly FunctionMetadata[]> {
  const list = new URL("../local/functions-host/list.ts", import.meta.url);
  const args = [fileURLToPath(list), join(ROOT, "dist/main.mjs")];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: settings });
  return JSON.parse(stdout) as FunctionMetadata[];
}

const NEEDED = [
  ...["POOLKEEPER_SOURCES", "GITHUB_WEBHOOK_SECRET", "GITHUB_TOKEN"],
  ...["PoolkeeperStorage__blobServiceUri", "POLL_SCHEDULE", "SNAPSHOT_SCHEDULE"],
];

let functions: readonly FunctionMetadata[];
beforeAll(async () => {
  functions = await index(SETTINGS);
});

/** Without what is the same for every binding, and the names, which are hashes. */
function bindingsOf({ bindings }: FunctionMetadata): readonly object[] {
  return Object.values(bindings).map(({ name: _, direction: __, properties: ___, ...binding }) => binding);
}

const http = { type: "http" };
const queue = (queueName: string) => [{ type: "queueTrigger", connection: "PoolkeeperStorage", queueName }];

test("the built bundle has exactly these functions, with these bindings", () => {
  expect(Object.fromEntries(functions.map((each) => [each.name, bindingsOf(each)]))).toEqual({
    githubWebhook: [
      { type: "httpTrigger", authLevel: "anonymous", methods: ["POST"], route: "github/webhook" },
      http,
    ],
    syncSource: queue("syncs"),
    reconcilePool: queue("reconciles"),
    followRollout: queue("rollouts"),
    pollSources: [{ type: "timerTrigger", schedule: "%POLL_SCHEDULE%" }],
    takeSnapshot: [{ type: "timerTrigger", schedule: "%SNAPSHOT_SCHEDULE%" }],
    abandonedSync: queue("syncs-poison"),
    abandonedReconcile: queue("reconciles-poison"),
    abandonedRollout: queue("rollouts-poison"),
    health: [{ type: "httpTrigger", authLevel: "anonymous", methods: ["GET"], route: "health" }, http],
    status: [{ type: "httpTrigger", authLevel: "function", methods: ["GET"], route: "status" }, http],
    requestSync: [{ type: "httpTrigger", authLevel: "function", methods: ["POST"], route: "sync" }, http],
  });
});

test("no function is retried in the process, where a restart would lose the retry", () => {
  expect(functions.filter((each) => "retryOptions" in each)).toEqual([]);
});

test("without its settings the bundle does not load, and names every one that is missing", async () => {
  const { code, stderr } = await index({}).then(
    () => ({ code: 0, stderr: "" }),
    (error: { readonly code: number; readonly stderr: string }) => error,
  );

  expect(code).toBe(1);
  for (const name of NEEDED) expect(stderr).toContain(name);
});
