import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { appSettings } from "../local/app-settings.ts";
import type { FunctionMetadata } from "../local/functions-host/rpc.ts";

/** The bundle reads its settings while it loads; it asks nobody at the addresses in them. */
export const SETTINGS = appSettings({
  azurite: { blobEndpoint: "https://127.0.0.1:1/blobs", queueEndpoint: "https://127.0.0.1:1/queues" },
  identity: { endpoint: "http://127.0.0.1:1/msi/token", header: "nobody" },
  arm: { endpoint: "https://127.0.0.1:1" },
  keyVault: { endpoint: "https://127.0.0.1:1/{vault}" },
  github: { apiUrl: "http://127.0.0.1:1/api/v3" },
  secrets: { token: "token", webhook: "a secret" },
  caFile: "",
});

/** What the worker would index in an app's bundle, started in its folder; rejects if it would index nothing. */
export async function indexed(
  folder: string,
  bundle: string,
  settings: { readonly [name: string]: string },
): Promise<readonly FunctionMetadata[]> {
  const list = new URL("../local/functions-host/list.ts", import.meta.url);
  const args = [fileURLToPath(list), join(folder, bundle)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, env: settings });
  return JSON.parse(stdout) as FunctionMetadata[];
}
