import { type QueueClient, RestError } from "@azure/storage-queue";
import { isObject } from "../../../src/shared/json.ts";
import { type AppSettings, resolveSettings } from "./app-settings.ts";
import { queuesOf } from "./connection.ts";
import type { QueueSettings } from "./host-json.ts";
import type { Binding, FunctionMetadata, InvocationResponse, TypedData } from "./rpc.ts";
import type { Worker } from "./worker.ts";

type Encoding = QueueSettings["messageEncoding"];

export interface OutputOptions {
  readonly encoding: Encoding;
  readonly settings: AppSettings;
}

/** An output that this host writes: one that a function sets beside what it returns. */
export const isQueueOutput = (name: string, { type, direction }: Binding): boolean =>
  type === "queue" && direction === "out" && name !== "$return";

/**
 * The same worker, whose invocations have ended only when what they put out is stored. As in Azure: nothing is written
 * for a function that failed, and one whose output can't be written has failed, whatever it returned
 * (WorkerFunctionInvoker.InvokeCore of azure-functions-host awaits the outputs, and then gives the result).
 */
export function withQueueOutputs(worker: Worker, options: OutputOptions): Worker {
  const write = queueOutputs(worker.functions(), options);
  let writing = 0;
  return {
    functions: () => worker.functions(),
    running: () => worker.running() + writing,
    terminate: () => worker.terminate(),
    invoke: async (name, request) => {
      const response = await worker.invoke(name, request);
      writing += 1;
      try {
        await write(name, response);
      } finally {
        writing -= 1;
      }
      return response;
    },
  };
}

/** Writes what an invocation of the function of that name puts out: each output by itself, all at the same time. */
export function queueOutputs(
  functions: readonly FunctionMetadata[],
  { encoding, settings }: OutputOptions,
): (name: string, response: InvocationResponse) => Promise<void> {
  const all = new Map(functions.map((each) => [each.name, writersOf(each, encoding, settings)] as const));
  return async (name, { outputData = [] }) => {
    const writers = all.get(name);
    await Promise.all(outputData.map(async (output) => await writers?.get(output.name)?.(output.data)));
  };
}

type Writers = ReadonlyMap<string, (data: TypedData) => Promise<void>>;

function writersOf({ bindings }: FunctionMetadata, encoding: Encoding, settings: AppSettings): Writers {
  const outputs = Object.entries(bindings).filter(([name, binding]) => isQueueOutput(name, binding));
  return new Map(
    outputs.map(([name, { connection, queueName }]) => {
      const service = queuesOf(String(connection), settings);
      const queue = service.getQueueClient(resolveSettings(String(queueName), settings));
      return [name, (data) => sendAll(queue, messagesIn(data), encoding)];
    }),
  );
}

/** One after the other: when one can't be stored, those before it are. */
async function sendAll(queue: QueueClient, messages: readonly Uint8Array[], encoding: Encoding) {
  for (const message of messages) {
    const text = Buffer.from(message).toString(encoding === "base64" ? "base64" : "utf8");
    await sendAndCreate(queue, text);
  }
}

async function sendAndCreate(queue: QueueClient, text: string): Promise<void> {
  try {
    await queue.sendMessage(text);
  } catch (error) {
    if (!(error instanceof RestError && error.code === "QueueNotFound")) throw error;
    await queue.create();
    await queue.sendMessage(text);
  }
}

/**
 * The messages that an output's value becomes. A list is one message each, also a text that is JSON and reads as a list;
 * what is JSON is written anew, with spaces (FunctionBinding.ReadAsEnumerable and JToken.ToString).
 */
export function messagesIn({ json, string, bytes }: TypedData): readonly Uint8Array[] {
  if (bytes !== undefined) return [bytes];
  if (string !== undefined && !looksLikeJson(string)) return [Buffer.from(string)];
  const value: unknown = JSON.parse(json ?? string ?? "null");
  return (Array.isArray(value) ? value : [value]).map((each) => Buffer.from(printed(each)));
}

const looksLikeJson = (text: string): boolean => /^\s*(\{.*\}|\[.*\])\s*$/s.test(text);

function printed(value: unknown): string {
  if (typeof value === "string") return value;
  if (isObject(value) || Array.isArray(value)) return JSON.stringify(value, null, 2);
  // .NET has its own words for the rest, and nobody here needs them.
  throw new Error(`an output of ${JSON.stringify(value)}: this host writes texts, bytes and objects`);
}
