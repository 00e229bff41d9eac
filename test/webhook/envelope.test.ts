import { describe, expect, it } from "vitest";
import { BODY_BYTES_MAX } from "../../src/webhook/delivery.ts";
import { aDelivery, aForm, aPush, createReceiver, sign } from "./receiver.ts";

const BODY = JSON.stringify(aPush());

describe("a body", () => {
  it("as a form is read like one as JSON", async () => {
    const { post, queues } = createReceiver();

    const answers = [await post(aDelivery(BODY)), await post(aForm(aPush()))];

    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(queues.messages("syncs")[0]).toEqual(queues.messages("syncs")[1]);
  });

  it("as a form without a payload is refused", async () => {
    const form = aDelivery("data=%7B%7D", { "content-type": "application/x-www-form-urlencoded" });

    expect(await createReceiver().post(form)).toEqual({
      status: 400,
      body: { message: "the form has no field named payload" },
    });
  });

  it.each([
    ["text/plain", 415],
    ["multipart/form-data", 415],
    ["application/jsonp", 415],
    [undefined, 415],
    ["application/json; charset=utf-8", 202],
    ["Application/JSON", 202],
  ])("of the type %s is answered with %i", async (type, status) => {
    expect((await createReceiver().post(aDelivery(BODY, { "content-type": type }))).status).toBe(status);
  });

  it("that is compressed is refused unread", async () => {
    const delivery = aDelivery(BODY, { "content-encoding": "gzip" });

    expect((await createReceiver().post(delivery)).status).toBe(415);
    expect(delivery.reads).toBe(0);
  });

  it("that says it is larger than GitHub's limit is refused unread", async () => {
    const delivery = aDelivery(BODY, { "content-length": String(BODY_BYTES_MAX + 1) });

    expect((await createReceiver().post(delivery)).status).toBe(413);
    expect(delivery.reads).toBe(0);
  });

  it.each([
    ["that it is small", "2"],
    ["nothing", undefined],
    ["nonsense", "much"],
  ])("that is larger and says %s is refused as well", async (_, length) => {
    const large = Buffer.alloc(BODY_BYTES_MAX + 1, " ");
    const headers = { "content-length": length, "x-hub-signature-256": `sha256=${"a".repeat(64)}` };

    expect((await createReceiver().post(aDelivery(large, headers))).status).toBe(413);
  });

  it.each<[string, string | Uint8Array, string]>([
    ["is empty", "", "the body is empty"],
    ["is not UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), "the body is not UTF-8"],
    ["begins with a byte order mark", `\uFEFF${BODY}`, "the payload is not JSON"],
    ["is half of one", BODY.slice(0, -1), "the payload is not JSON"],
    ["is null", "null", "the payload is not a JSON object"],
    ["is a list", "[]", "the payload is not a JSON object"],
    ["is a text", '"push"', "the payload is not a JSON object"],
    ["is a number", "0", "the payload is not a JSON object"],
    ["is a truth", "true", "the payload is not a JSON object"],
    [
      "is a list of lists without end",
      "[".repeat(100_000) + "]".repeat(100_000),
      "the payload is not a JSON object",
    ],
    ["is an object and no push", "{}", "the payload is not that of a push"],
    ["sets the prototype", `{"__proto__":${BODY}}`, "the payload is not that of a push"],
    ["has a prototype's names", '{"constructor":{"prototype":{}}}', "the payload is not that of a push"],
  ])("that %s is refused, although it is signed", async (_, body, message) => {
    const { post, queues } = createReceiver();

    expect(await post(aDelivery(body))).toEqual({ status: 400, body: { message } });
    expect(queues.waiting).toEqual([]);
  });

  it("with deep values, many names and the same name twice is read; the last of them counts", async () => {
    const { post, queues } = createReceiver();
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    const many = Array.from({ length: 50_000 }, (_, index) => `"n${index}":${index}`).join(",");
    const body = `{"ref":"refs/heads/other","deep":${deep},${many},"huge":1e999,${BODY.slice(1)}`;

    expect((await post(aDelivery(body))).body.message).toBe("accepted");
    expect(queues.messages("syncs")).toHaveLength(1);
  });
});

describe("the headers", () => {
  it.each([
    ["event", "x-github-event", undefined],
    ["event", "x-github-event", ""],
    ["event", "x-github-event", "*"],
    ["event", "x-github-event", "push\npush"],
    ["event", "x-github-event", "e".repeat(10_240)],
    ["delivery", "x-github-delivery", undefined],
    ["delivery", "x-github-delivery", "<b>1</b>"],
    ["delivery", "x-github-delivery", "1\u001b[31m"],
    ["delivery", "x-github-delivery", "1".repeat(10_240)],
  ])("without a good %s are refused: %s %j", async (_, name, value) => {
    const { post, log } = createReceiver();

    expect((await post(aDelivery(BODY, { [name]: value }))).status).toBe(400);
    expect(JSON.stringify(log.lines).length).toBeLessThan(500);
  });
});

describe("an event", () => {
  it.each(["issues", "pull_request", "error", "constructor", "__proto__", "hasownproperty"])(
    "that is no push is ignored, even with a push's body: %s",
    async (event) => {
      const { post, queues } = createReceiver();

      expect(await post(aDelivery(BODY, { "x-github-event": event }))).toEqual({
        status: 202,
        body: { message: "ignored: only push events are of interest" },
      });
      expect(queues.waiting).toEqual([]);
    },
  );

  it.each([
    ["ping", { zen: "Design for failure.", hook_id: 1, hook: { events: ["push"] } }],
    ["pull_request", { action: "opened", number: 1, pull_request: {}, repository: aPush().repository }],
    ["delete", { ref: "main", ref_type: "branch", repository: aPush().repository }],
  ])("that claims to be a push is refused for its body: %s", async (_, payload) => {
    const { push, queues } = createReceiver();

    expect((await push(payload)).status).toBe(400);
    expect(queues.waiting).toEqual([]);
  });
});

describe("what is not from GitHub", () => {
  it("learns nothing about what is followed", async () => {
    const { post } = createReceiver();
    const headers = { "x-hub-signature-256": sign(BODY, "guess") };

    const followed = await post(aDelivery(BODY, headers));
    const other = await post(aDelivery(BODY.replaceAll("contoso", "fabrikam"), headers));

    expect(other).toEqual(followed);
  });
});
