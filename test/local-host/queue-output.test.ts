import { type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { messagesIn } from "../local/functions-host/queue-output.ts";
import { type HostUnderTest, startHostUnderTest } from "./host-under-test.ts";
import { type Storage, startStorage } from "./queues-under-test.ts";

const PATIENCE = { timeout: 15_000, interval: 50 };
/** More than a queue takes, once it is base64. */
const BYTES_TOO_MANY = 50 * 1024;

let storage: Storage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.close());

let tests = 0;
const hosts: HostUnderTest[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

/** A host with queues of its own; the one that is put out to does not exist yet. */
async function startOutputs(queues: object = {}) {
  tests += 1;
  const service = QueueServiceClient.fromConnectionString(storage.connectionString);
  const [input, out] = [service.getQueueClient(`in-${tests}`), service.getQueueClient(`out-${tests}`)];
  await input.create();
  const host = await startHostUnderTest("outputs", {
    settings: { ...storage.settings, IN_QUEUE: input.name, OUT_QUEUE: out.name },
    hostJson: { extensions: { queues: { maxPollingInterval: "00:00:00.2000000", ...queues } } },
    leaseSeconds: 60,
  });
  hosts.push(host);
  const put = async (order: object) =>
    await fetch(`${host.origin}/api/put`, { method: "POST", body: JSON.stringify(order) });
  return { host, input, out, put };
}

async function textsOf(queue: QueueClient): Promise<readonly string[]> {
  const { peekedMessageItems } = await queue.peekMessages({ numberOfMessages: 32 });
  return peekedMessageItems.map(({ messageText }) => messageText);
}

const decoded = (texts: readonly string[]) =>
  texts.map((text) => JSON.parse(Buffer.from(text, "base64").toString("utf8")) as unknown);

describe("what a function puts out to a queue", () => {
  test("is stored before the answer is given, one message for each of a list", async () => {
    const { put, out } = await startOutputs();
    const puts = [{ name: "ä", firstAt: "2026-01-05T09:00:00.000Z" }, { name: "b" }];

    const answer = await put({ puts });
    const texts = await textsOf(out);

    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ message: "accepted" });
    expect(decoded(texts)).toEqual(puts);
  });

  test("is stored as it is where host.json says so", async () => {
    const { put, out } = await startOutputs({ messageEncoding: "none" });

    await put({ puts: "a text" });

    expect(await textsOf(out)).toEqual(["a text"]);
  });

  test("may be nothing", async () => {
    const { put, out } = await startOutputs();
    await out.create();

    const answers = [await put({ puts: [] }), await put({})];

    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await textsOf(out)).toEqual([]);
  });

  test("is not stored if it fails", async () => {
    const { put, out } = await startOutputs();
    await out.create();

    const answer = await put({ puts: [{ name: "a" }], fails: true });

    expect(answer.status).toBe(500);
    expect(await textsOf(out)).toEqual([]);
  });

  test("and can't be stored makes it fail: it is answered by 500 without a word, and what came before is stored", async () => {
    const { host, put, out } = await startOutputs();

    const answer = await put({ puts: [{ name: "a" }, { name: "x".repeat(BYTES_TOO_MANY) }, { name: "c" }] });

    expect(answer.status).toBe(500);
    expect(await answer.text()).toBe("");
    expect(decoded(await textsOf(out))).toEqual([{ name: "a" }]);
    expect(host.lines.join("\n")).toContain("put failed");
  });

  test("and can't be stored has the message that set it off come again", async () => {
    const { host, input } = await startOutputs({ maxDequeueCount: 2 });

    await input.sendMessage(Buffer.from(JSON.stringify({ bytes: BYTES_TOO_MANY })).toString("base64"));

    await vi.waitFor(() => expect(host.facts("forward")).toHaveLength(2), PATIENCE);
    expect(host.facts("forward").map((fact) => fact.triggerMetadata.dequeueCount)).toEqual([1, 2]);
  });
});

describe("a value that is put out becomes", () => {
  const texts = (data: Parameters<typeof messagesIn>[0]) =>
    messagesIn(data).map((message) => Buffer.from(message).toString("utf8"));

  test.each([
    ["an object one message, as .NET prints it", { json: '{"a":1}' }, ['{\n  "a": 1\n}']],
    ["a list one message for each", { json: '[{"a":1},"b"]' }, ['{\n  "a": 1\n}', "b"]],
    ["an empty list none", { json: "[]" }, []],
    ["a text one message", { string: "a [text]" }, ["a [text]"]],
    [
      "a text that reads as a list one message for each, wanted or not",
      { string: ' ["a","b"]\n' },
      ["a", "b"],
    ],
    ["a text that is an object the same, printed anew", { string: '{"a":1}' }, ['{\n  "a": 1\n}']],
    ["bytes one message, to the byte", { bytes: Buffer.from('["a"]') }, ['["a"]']],
  ])("%s", (_, data, expected) => {
    expect(texts(data)).toEqual(expected);
  });

  test.each([[{ string: "{a}" }], [{ json: "[1]" }]])("an error, where it is none of these: %j", (data) => {
    expect(() => messagesIn(data)).toThrow();
  });
});
