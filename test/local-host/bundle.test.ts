import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { FunctionMetadata } from "../local/functions-host/rpc.ts";
import { indexed, SETTINGS } from "./indexed.ts";

const ROOT = join(import.meta.dirname, "../..");

const index = (settings: { readonly [name: string]: string }) => indexed(ROOT, "dist/main.mjs", settings);

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
      // What a delivery asks for: stored by the host, before it answers.
      { type: "queue", connection: "PoolkeeperStorage", queueName: "syncs" },
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
