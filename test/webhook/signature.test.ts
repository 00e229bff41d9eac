import { describe, expect, it } from "vitest";
import { createSignatures } from "../../src/github/signatures.ts";
import { Secret } from "../../src/shared/secret.ts";
import { aDelivery, aPush, createReceiver, SECRET, sign } from "./receiver.ts";

const BODY = JSON.stringify(aPush());

describe("a signature", () => {
  it("of GitHub's published example is right", async () => {
    const { post } = createReceiver();
    const published = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    const answer = await post(aDelivery("Hello, World!", { "x-hub-signature-256": published }));

    expect(answer).toEqual({ status: 400, body: { message: "the payload is not JSON" } });
  });

  it.each([
    ["missing", undefined],
    ["empty", ""],
    ["without hex digits", "sha256="],
    ["without its prefix", sign(BODY).slice("sha256=".length)],
    ["of 63 digits", sign(BODY).slice(0, -1)],
    ["of 65 digits", `${sign(BODY)}0`],
    ["in upper case", sign(BODY).toUpperCase().replace("SHA256", "sha256")],
    ["with a space in front", ` ${sign(BODY)}`],
    ["with a line break behind", `${sign(BODY)}\n`],
    ["sent twice", `${sign(BODY)}, ${sign(BODY)}`],
    ["with a letter that only looks right", sign(BODY).replace(/[0-9a-f]$/, "а")],
    ["of another kind", "sha1=2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"],
    ["of ten kilobytes", `sha256=${"a".repeat(10_240)}`],
    ["one bit off", sign(BODY).replace(/.$/, (digit) => (Number.parseInt(digit, 16) ^ 1).toString(16))],
    ["by another secret", sign(BODY, "another")],
    ["by an empty secret", sign(BODY, "")],
  ])("that is %s is refused, and nothing is stored", async (_, signature) => {
    const { post, queues } = createReceiver();

    const answer = await post(aDelivery(BODY, { "x-hub-signature-256": signature }));

    expect(answer.status).toBe(401);
    expect(queues.waiting).toEqual([]);
  });

  it("that is no signature is refused before the body is looked at", async () => {
    const delivery = aDelivery(BODY, { "x-hub-signature-256": "sha256=" });

    await createReceiver().post(delivery);

    expect(delivery.reads).toBe(0);
  });

  it.each([0, 1, BODY.length - 1])("of a body that differs in byte %i is refused", async (index) => {
    const changed = Buffer.from(BODY);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);

    const answer = await createReceiver().post(aDelivery(changed, { "x-hub-signature-256": sign(BODY) }));

    expect(answer.status).toBe(401);
  });

  it.each([
    ["line breaks as on Windows", BODY.replaceAll(",", ",\r\n")],
    ["a line break at the end", `${BODY}\n`],
    ["escapes for plain letters", BODY.replace('"ada"', '"\\u0061da"')],
    ["text beyond ASCII", BODY.replace('"ada"', '"Ada 🦋 ʎ"')],
  ])("is over the bytes as sent: a body with %s is taken", async (_, body) => {
    expect((await createReceiver().post(aDelivery(body))).body.message).toBe("accepted");
  });
});

describe("while the secret is being replaced", () => {
  const post = (secret: string, secrets: readonly string[]) =>
    createReceiver(undefined, secrets).post(aDelivery(BODY, { "x-hub-signature-256": sign(BODY, secret) }));

  it("signatures by both are taken, and by no third", async () => {
    const statuses = await Promise.all(
      ["new", "old", "third"].map(async (secret) => (await post(secret, ["new", "old"])).status),
    );

    expect(statuses).toEqual([202, 202, 401]);
  });

  it("and the old one is taken away, it is refused", async () => {
    expect((await post("old", ["new"])).status).toBe(401);
  });
});

describe("no secret", () => {
  it.each([[[]], [[""]], [["   "]], [[SECRET, ""]]])("lets nobody in: %j", (secrets) => {
    expect(() => createSignatures(secrets.map((secret) => new Secret(secret)))).toThrow();
  });
});
