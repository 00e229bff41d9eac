import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { isObject } from "../../../src/shared/json.ts";

/** The parts of host.json that this host obeys, with Azure's defaults. */
export interface HostSettings {
  /** Before every route; `""` for none. */
  readonly routePrefix: string;
  readonly functionTimeoutMs: number;
  readonly queues: QueueSettings;
}

export interface QueueSettings {
  /** Messages fetched at once. */
  readonly batchSize: number;
  /** The next batch is fetched when no more than so many messages are being worked on. */
  readonly newBatchThreshold: number;
  readonly maxPollingIntervalMs: number;
  /** How long a message is hidden after a failed invocation. */
  readonly visibilityTimeoutMs: number;
  /** After so many failures a message is poison. */
  readonly maxDequeueCount: number;
  readonly messageEncoding: "base64" | "none";
}

const BATCH_SIZE_MAX = 32; // what one receive request can fetch
const POLLING_INTERVAL_MIN_MS = 100;

export async function readHostJson(path: string): Promise<HostSettings> {
  try {
    return parseHostJson(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw new Error(`${path} can't be used`, { cause: error });
  }
}

export function parseHostJson(value: unknown): HostSettings {
  const extensions = section(section(value), "extensions");
  const queues = section(extensions, "queues");
  const batchSize = integer(queues, "batchSize", 16, [1, BATCH_SIZE_MAX]);
  const messageEncoding = setting(queues, "messageEncoding", "base64");
  if (messageEncoding !== "base64" && messageEncoding !== "none")
    throw new Error(`messageEncoding is base64 or none, not ${JSON.stringify(messageEncoding)}`);
  const maxPollingIntervalMs = timeSpan(queues, "maxPollingInterval", "00:01:00");
  if (maxPollingIntervalMs < POLLING_INTERVAL_MIN_MS)
    throw new Error("maxPollingInterval is 100 ms at least");
  return {
    routePrefix: String(setting(section(extensions, "http"), "routePrefix", "api")),
    functionTimeoutMs: timeSpan(section(value), "functionTimeout", "00:30:00"),
    queues: {
      batchSize,
      newBatchThreshold: integer(
        queues,
        "newBatchThreshold",
        Math.floor(batchSize / 2) * availableParallelism(),
        [0, Number.MAX_SAFE_INTEGER],
      ),
      maxPollingIntervalMs,
      visibilityTimeoutMs: timeSpan(queues, "visibilityTimeout", "00:00:00"),
      maxDequeueCount: integer(queues, "maxDequeueCount", 5, [1, Number.MAX_SAFE_INTEGER]),
      messageEncoding,
    },
  };
}

type Section = { readonly [name: string]: unknown };

function section(value: unknown, name?: string): Section {
  const found = name === undefined ? value : (value as Section)[name];
  if (found === undefined) return {};
  if (!isObject(found)) throw new Error(`${name ?? "host.json"} is not an object`);
  return found;
}

function setting(from: Section, name: string, otherwise: unknown): unknown {
  return from[name] ?? otherwise;
}

function integer(
  from: Section,
  name: string,
  otherwise: number,
  [min, max]: readonly [number, number],
): number {
  const value = setting(from, name, otherwise);
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max)
    throw new Error(`${name} is a whole number from ${min} to ${max}, not ${JSON.stringify(value)}`);
  return value;
}

/** `[days.]hours:minutes:seconds[.fraction]`, as .NET writes a duration. */
function timeSpan(from: Section, name: string, otherwise: string): number {
  const value = setting(from, name, otherwise);
  const match = /^(?:(\d+)\.)?(\d\d):([0-5]\d):([0-5]\d(?:\.\d{1,7})?)$/.exec(String(value));
  if (match === null || Number(match[2]) > 23)
    throw new Error(`${name} is a duration such as 00:00:10, not ${JSON.stringify(value)}`);
  const [, days = "0", hours, minutes, seconds] = match;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
