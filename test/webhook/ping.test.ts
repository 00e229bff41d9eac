import { describe, expect, it } from "vitest";
import { aDelivery, aForm, aPush, createReceiver } from "./receiver.ts";

const { repository } = aPush();
const aHook = (overrides: object = {}) => ({
  type: "Repository",
  id: 1,
  active: true,
  events: ["push"],
  config: { content_type: "json", insecure_ssl: "0", url: "https://app.example/api/github/webhook" },
  ...overrides,
});
const aPing = (overrides: object = {}) => ({
  zen: "Design for failure.",
  hook_id: 1,
  hook: aHook(),
  repository,
  ...overrides,
});

const PING = { "x-github-event": "ping" };
const NO_PUSHES = "the webhook does not send push events: choose them in its settings";
const OFF = "the webhook is switched off: make it active in its settings";
const NOT_FOLLOWED = "this repository is not followed: add it to POOLKEEPER_SOURCES, or remove the webhook";

describe("a ping", () => {
  it.each([
    ["the push event", {}],
    ["all events", { hook: aHook({ events: ["*"] }) }],
    ["other events too", { hook: aHook({ events: ["issues", "push"] }) }],
    ["a name in another case", { repository: { full_name: "CONTOSO/session-pools" } }],
    ["no repository, as an organisation's", { repository: undefined }],
  ])("of a good webhook is told so: %s", async (_, changes) => {
    const { post, queues } = createReceiver();

    expect(await post(aDelivery(JSON.stringify(aPing(changes)), PING))).toEqual({
      status: 200,
      body: { message: "pong: pushes will be deployed" },
    });
    expect(queues.waiting).toEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    ["no push events", { hook: aHook({ events: ["issues"] }) }, [NO_PUSHES]],
    ["no events", { hook: aHook({ events: [] }) }, [NO_PUSHES]],
    ["events that are no list", { hook: aHook({ events: "push" }) }, [NO_PUSHES]],
    ["no hook", { hook: undefined }, [NO_PUSHES]],
    ["a switch that is off", { hook: aHook({ active: false }) }, [OFF]],
    ["another repository", { repository: { full_name: "contoso/other" } }, [NOT_FOLLOWED]],
    [
      "everything wrong",
      { hook: aHook({ events: ["fork"], active: false }), repository: { full_name: "x/y" } },
      [NO_PUSHES, OFF, NOT_FOLLOWED],
    ],
  ])("of a webhook with %s is told what to do", async (_, changes, problems) => {
    const { post } = createReceiver();

    expect(await post(aDelivery(JSON.stringify(aPing(changes)), PING))).toEqual({
      status: 200,
      body: { message: "pong, but the webhook needs attention", problems },
    });
  });

  it("as a form is answered as well", async () => {
    expect((await createReceiver().post(aForm(aPing(), PING))).body.message).toMatch(/^pong: /);
  });

  it("that nobody signed is not answered", async () => {
    const delivery = aDelivery(JSON.stringify(aPing()), { ...PING, "x-hub-signature-256": undefined });

    expect((await createReceiver().post(delivery)).status).toBe(401);
  });
});
