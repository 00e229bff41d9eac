import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RESOURCE_GROUP, SUBSCRIPTION_ID } from "../local/app-settings.ts";
import { until } from "../local/until.ts";
import { interpreter, type Stage, setStage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});

afterAll(async () => {
  await stage.close();
});

interface Sent {
  readonly event?: string;
  readonly secret?: string;
  readonly contentType?: string;
}

async function send(body: string, { event = "push", secret, contentType = "application/json" }: Sent = {}) {
  const key = secret ?? stage.cloud.addresses.webhookSecret;
  const response = await fetch(stage.cloud.addresses.webhookUrl, {
    method: "POST",
    headers: {
      "content-type": contentType,
      "x-github-event": event,
      "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "x-hub-signature-256": `sha256=${createHmac("sha256", key).update(body).digest("hex")}`,
    },
    body,
  });
  const text = await response.text();
  const answer = text === "" ? {} : (JSON.parse(text) as { message?: string; problems?: string[] });
  return { status: response.status, ...answer };
}

const push = (overrides: object = {}) =>
  JSON.stringify({
    ref: "refs/heads/main",
    before: "0".repeat(40),
    after: "a".repeat(40),
    deleted: false,
    forced: false,
    repository: { full_name: "contoso/session-pools" },
    pusher: { name: "ada" },
    ...overrides,
  });

describe("the webhook", () => {
  it.each([
    [
      "a wrong signature",
      () => send(push(), { secret: "guess" }),
      401,
      "the signature does not match the body",
    ],
    ["a body that is no push", () => send("{}"), 400, "the payload is not that of a push"],
    ["a body that is no JSON", () => send("{"), 400, "the payload is not JSON"],
    [
      "a repository that is not followed",
      () => send(push({ repository: { full_name: "a/b" } })),
      202,
      "ignored: this repository is not followed",
    ],
    [
      "a branch that is not followed",
      () => send(push({ ref: "refs/heads/next" })),
      202,
      "ignored: this branch is not followed",
    ],
    ["a tag", () => send(push({ ref: "refs/tags/main" })), 202, "ignored: a tag, not a branch"],
    [
      "a deleted branch",
      () => send(push({ deleted: true, after: "0".repeat(40) })),
      202,
      "ignored: the branch was deleted; its pools are kept",
    ],
    [
      "an event other than push",
      () => send("{}", { event: "issues" }),
      202,
      "ignored: only push events are of interest",
    ],
  ])("answers %s clearly", async (_, deliver, status, message) => {
    expect(await deliver()).toEqual({ status, message });
  });

  it("answers a ping with what is wrong with the webhook", async () => {
    const body = JSON.stringify({
      zen: "Design for failure.",
      hook: { events: ["issues"] },
      repository: { full_name: "a/b" },
    });

    const { status, problems } = await send(body, { event: "ping" });

    expect(status).toBe(200);
    expect(problems).toHaveLength(2);
  });

  it("takes form-encoded deliveries, the default of GitHub's own form", async () => {
    const commit = await stage.clone.commit("by form", { "pools/form.yaml": interpreter("form") });
    stage.cloud.github.configure({ webhooks: "drop" });
    await stage.clone.push("origin", "HEAD:main");
    stage.cloud.github.configure({ webhooks: "deliver" });

    const body = new URLSearchParams({ payload: push({ after: commit }) }).toString();
    const answer = await send(body, { contentType: "application/x-www-form-urlencoded" });

    expect(answer).toEqual({ status: 202, message: "accepted" });
    expect(await stage.seen.status(commit, "final")).toMatchObject({ state: "success" });
  });

  it("has doors for people beside it: how each pool stands, page by page, and a sync of one source or of all", async () => {
    const ask = async (method: "GET" | "POST", path: string) => {
      const response = await fetch(new URL(path, stage.cloud.addresses.webhookUrl), { method });
      return { status: response.status, body: await response.json() };
    };
    const id = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${RESOURCE_GROUP}/providers/Microsoft.App/sessionPools/form`;

    const answers = [
      await ask("GET", "/api/status"),
      await ask("GET", `/api/status?after=${encodeURIComponent(id)}`),
      await ask("POST", "/api/sync?source=nobodys"),
      await ask("POST", "/api/sync?source=session-pools"),
      await ask("POST", "/api/sync"),
    ];

    expect(answers).toMatchObject([
      { status: 200, body: { pools: [{ id, outcome: "applied" }] } },
      { status: 200, body: { counts: { applied: 1 }, pools: [] } },
      { status: 404, body: { sources: ["session-pools"] } },
      { status: 202, body: { sources: ["session-pools"] } },
      { status: 202, body: { sources: ["session-pools"] } },
    ]);
  });

  it("answers 500 when the message can't be stored, and nothing is claimed", async () => {
    await stage.cloud.azurite.close();

    const answer = await send(push());

    expect(answer).toEqual({ status: 500 });
    const health = await until("health to notice", async () => {
      const response = await fetch(new URL("/api/health", stage.cloud.addresses.webhookUrl));
      return response.status === 503 ? ((await response.json()) as { status: string }) : undefined;
    });
    expect(health).toMatchObject({ status: "failing" });
  });
});
