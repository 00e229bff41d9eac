import { parseArgs } from "node:util";
import { startHost } from "./host.ts";
import { readHostJson } from "./host-json.ts";
import { hostLog } from "./log.ts";
import { loadBundle } from "./worker.ts";

/*
 * A Functions host for a built bundle:
 *
 *   node test/local/functions-host/main.ts --bundle dist/main.mjs --host-json host.json [--port N] [--lease-seconds N]
 *
 * The app's settings are the environment. One line of JSON on standard output tells that it serves; what the
 * functions log goes to standard error.
 */

const LEASE_SECONDS = 600; // Azure's own

interface Arguments {
  readonly bundle: string;
  readonly hostJson: string;
  readonly port: number;
  readonly leaseMs: number;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      bundle: { type: "string" },
      "host-json": { type: "string" },
      port: { type: "string", default: "0" },
      "lease-seconds": { type: "string", default: String(LEASE_SECONDS) },
    },
  });
  const { bundle, "host-json": hostJson } = values;
  if (bundle === undefined || hostJson === undefined) throw new Error("--bundle and --host-json are needed");
  return { bundle, hostJson, port: Number(values.port), leaseMs: Number(values["lease-seconds"]) * 1000 };
}

async function run({ bundle, hostJson, port, leaseMs }: Arguments): Promise<void> {
  const settings = process.env;
  const host = await readHostJson(hostJson);
  const worker = await loadBundle(bundle, {
    functionTimeoutMs: host.functionTimeoutMs,
    // Azure ends the worker, and everything that runs in it.
    onTimeout: () => process.exit(1),
  });
  const { origin, stop } = await startHost({ worker, host, settings, port, leaseMs });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void leave(stop));
  const functions = worker.functions().map(({ name }) => name);
  process.stdout.write(`${JSON.stringify({ ready: true, origin, functions })}\n`);
}

async function leave(stop: () => Promise<void>): Promise<void> {
  await stop();
  process.exit(0);
}

let given: Arguments;
try {
  given = readArguments();
} catch (error) {
  hostLog((error as Error).message);
  process.exit(2);
}
try {
  await run(given);
} catch (error) {
  hostLog("the app does not start", error);
  process.exit(1);
}
