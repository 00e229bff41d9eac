import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Clone } from "../local/clone.ts";
import { openStandIn, SECRET, type StandIn } from "./open-stand-in.ts";
import { loadOpenApi } from "./openapi.ts";
import { readPush } from "./push-payload.ts";

describe("deliveries", () => {
  let standIn: StandIn;
  let clone: Clone;
  beforeEach(async () => {
    standIn = await openStandIn();
    clone = await standIn.clone();
  });
  afterEach(() => standIn.close());

  async function push(message: string): Promise<string> {
    const sha = await clone.commit(message, {});
    await clone.push();
    return sha;
  }
  async function pushed(): Promise<readonly string[]> {
    await standIn.github.idle();
    return (await Promise.all(standIn.receiver.received.map(readPush))).map(({ after }) => after);
  }

  test("carry GitHub's headers and both signatures over the body's bytes", async () => {
    await push("héllo");
    await standIn.github.idle();
    const [received] = standIn.receiver.received;
    const sign = (algorithm: string) =>
      `${algorithm}=${createHmac(algorithm, SECRET)
        .update(received?.text ?? "")
        .digest("hex")}`;

    expect(received?.headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": expect.stringMatching(/^GitHub-Hookshot\/[0-9a-f]+$/),
      "x-github-event": "push",
      "x-github-delivery": expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      "x-github-hook-id": expect.stringMatching(/^\d+$/),
      "x-github-hook-installation-target-type": "repository",
      "x-github-hook-installation-target-id": expect.stringMatching(/^\d+$/),
      "x-hub-signature": sign("sha1"),
      "x-hub-signature-256": sign("sha256"),
    });
  });

  test("are logged as GitHub documents it", async () => {
    await push("one");
    await standIn.github.idle();
    const [delivery] = standIn.github.deliveries();

    const route = "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries/{delivery_id}";
    expect(loadOpenApi().mistakes(route, 200, JSON.parse(JSON.stringify(delivery)))).toEqual([]);
    expect(delivery).toMatchObject({
      event: "push",
      status: "OK",
      status_code: 202,
      redelivery: false,
      response: { payload: "accepted" },
      request: { payload: { ref: "refs/heads/main" } },
    });
  });

  test("don't hold up the push, and are tried once", async () => {
    const answer = Promise.withResolvers<void>();
    standIn.receiver.answerWith(async () => {
      await answer.promise;
      return { status: 503, body: "later" };
    });
    await push("one");
    const whenPushed = standIn.github.deliveries();
    answer.resolve();
    await standIn.github.idle();

    expect(whenPushed).toEqual([]);
    expect(standIn.github.deliveries()).toMatchObject([
      { status: "Invalid HTTP Response: 503", status_code: 503, response: { payload: "later" } },
    ]);
    expect(standIn.receiver.received).toHaveLength(1);
  });

  test("follow no redirect", async () => {
    const location = standIn.receiver.url;
    standIn.receiver.answerWith(async () => ({ status: 302, headers: { location } }));
    await standIn.github.ping();

    expect(standIn.github.deliveries()).toMatchObject([{ status: "Invalid HTTP Response: 302" }]);
    expect(standIn.receiver.received).toHaveLength(1);
  });

  test("end when the time is over", async () => {
    const { github, receiver, close } = await openStandIn({ limitMs: 300 });
    const answer = Promise.withResolvers<"drop">();
    receiver.answerWith(() => answer.promise);
    await github.ping();
    answer.resolve("drop");
    const ended = github.deliveries().map(({ status }) => status);
    await close();

    expect(ended).toEqual(["timed out"]);
  });

  test("end at once when nobody is there", async () => {
    await standIn.receiver.close();
    await standIn.github.ping();

    expect(standIn.github.deliveries()).toMatchObject([{ status: "failed to connect" }]);
  });

  test("that are dropped never leave, and can be redelivered", async () => {
    standIn.github.configure({ webhooks: "drop" });
    const sha = await push("one");
    expect(await pushed()).toEqual([]);
    const [lost] = standIn.github.deliveries();
    expect(lost).toMatchObject({ status: "failed to connect", redelivery: false });

    const again = await standIn.github.redeliver(lost?.guid ?? "");
    expect(again).toMatchObject({ guid: lost?.guid, redelivery: true, status: "OK" });
    expect(await pushed()).toEqual([sha]);
  });

  test("that are doubled come twice under one GUID", async () => {
    standIn.github.configure({ webhooks: "duplicate" });
    const sha = await push("one");

    expect(await pushed()).toEqual([sha, sha]);
    const guids = standIn.receiver.received.map(({ headers }) => headers["x-github-delivery"]);
    expect(new Set(guids).size).toBe(1);
  });

  test("that are reversed come two by two, the newer first", async () => {
    standIn.github.configure({ webhooks: "reverse" });
    const one = await push("one");
    expect(await pushed()).toEqual([]);
    const two = await push("two");
    expect(await pushed()).toEqual([two, one]);
    const three = await push("three");
    expect(await pushed()).toHaveLength(2);

    standIn.github.configure({ webhooks: "deliver" });
    expect(await pushed()).toEqual([two, one, three]);
  });

  test("that are redelivered keep GUID and bytes", async () => {
    await push("one");
    await standIn.github.idle();
    const guid = standIn.github.deliveries()[0]?.guid ?? "";
    await push("two");
    await standIn.github.idle();
    await standIn.github.redeliver(guid);
    const [first, , again] = standIn.receiver.received;

    expect(again?.text).toBe(first?.text);
    expect(again?.headers["x-github-delivery"]).toBe(guid);
    expect(again?.headers["x-hub-signature-256"]).toBe(first?.headers["x-hub-signature-256"]);
    await expect(standIn.github.redeliver("nobody")).rejects.toThrow("no delivery has the GUID nobody");
  });

  test("can be forms, signed as they are sent", async () => {
    standIn.github.configure({ contentType: "form" });
    const sha = await push("a & b = c");
    await standIn.github.idle();
    const [received] = standIn.receiver.received;
    const payload = JSON.parse(new URLSearchParams(received?.text).get("payload") ?? "");
    const signature = createHmac("sha256", SECRET)
      .update(received?.text ?? "")
      .digest("hex");

    expect(received?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(payload.after).toBe(sha);
    expect(received?.headers["x-hub-signature-256"]).toBe(`sha256=${signature}`);
  });

  test("begin with a ping that tells how the webhook is set up", async () => {
    standIn.github.configure({ contentType: "form", events: ["issues"] });
    await standIn.github.ping();
    const [received] = standIn.receiver.received;
    const payload = JSON.parse(new URLSearchParams(received?.text).get("payload") ?? "");

    expect(received?.headers["x-github-event"]).toBe("ping");
    expect(payload).toMatchObject({
      zen: expect.any(String),
      hook_id: expect.any(Number),
      hook: { events: ["issues"], config: { content_type: "form", url: standIn.receiver.url } },
      repository: { full_name: "contoso/session-pools" },
    });
    expect(received?.text).not.toContain(encodeURIComponent(SECRET));
  });

  test("of pushes need a webhook that asked for them", async () => {
    standIn.github.configure({ events: ["issues"] });
    await push("one");

    expect(await pushed()).toEqual([]);
    expect(standIn.github.deliveries()).toEqual([]);
  });
});
