import { afterEach, expect, test, vi } from "vitest";
import { Busy } from "../../src/shared/failures.ts";
import { createDocuments } from "../../src/storage/documents.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { type Listening, type ServiceRequest, type ServiceResponse, serve } from "../local/http.ts";
import { PATIENCE } from "../patience.ts";
import { clientsOf } from "./connection.ts";

const LEASE_ID = "b1a7c1f0-0000-4000-8000-000000000001";
let service: Listening | undefined;
afterEach(() => service?.close());

/** A service that leases and stores everything; what fails is up to the test. */
async function storageWithout(failing: readonly string[]) {
  const actions: string[] = [];
  const arrivals = { meet: (_action: string) => {} };
  service = await serve(async (request): Promise<ServiceResponse> => {
    const action = actionOf(request);
    actions.push(action);
    if (failing.includes(action)) return { status: 503, headers: { "x-ms-error-code": "ServerBusy" } };
    arrivals.meet(action);
    if (action === "read")
      return { status: 200, headers: { etag: '"1"', "content-length": "7" }, body: '{"n":1}' };
    const status = action === "acquire" || action === "write" ? 201 : 200;
    return { status, headers: { "x-ms-lease-id": LEASE_ID, etag: '"2"' } };
  });
  const container = clientsOf(service.origin).container("state");
  const clock = createFixedClock();
  return {
    actions,
    arrivals,
    clock,
    documents: createDocuments(container, { renewalMs: 5, now: clock.now }),
  };
}

const renewalsIn = (actions: readonly string[]): number =>
  actions.filter((action) => action === "renew").length;

function actionOf({ method, url, headers }: ServiceRequest): string {
  if (url.searchParams.get("comp") === "lease") return headers["x-ms-lease-action"] ?? "lease";
  return method === "GET" ? "read" : "write";
}

test("the lease is taken for 30 s, renewed while the work runs, and given back when it is done", async () => {
  const { documents, actions } = await storageWithout([]);

  await documents.hold("a.json", async ({ write }) => {
    await vi.waitFor(() => expect(renewalsIn(actions)).toBeGreaterThan(2), PATIENCE);
    await write({ n: 2 });
  });

  // Time for more renewals, if there were any.
  for (let i = 0; i < 20; i++) await documents.read("b.json");

  const afterRelease = actions.slice(actions.indexOf("release") + 1);
  expect(new Set(afterRelease)).toEqual(new Set(["read"]));
  const beforeRelease = actions.slice(0, actions.indexOf("release"));
  const withoutRenewals = beforeRelease.filter((action) => action !== "renew");
  expect(withoutRenewals).toEqual(["acquire", "read", "write"]);
});

test("a renewal or a release that fails does not end the work", async () => {
  const { documents, actions } = await storageWithout(["renew", "release"]);

  const done = await documents.hold("a.json", async () => {
    await vi.waitFor(() => expect(renewalsIn(actions)).toBeGreaterThan(2), PATIENCE);
    return "done";
  });

  expect(done).toBe("done");
  expect(actions.at(-1)).toBe("release");
});

test("a holder that stood still for longer than its lease is busy after its next write, though it was stored", async () => {
  const { documents, actions, clock } = await storageWithout(["renew"]);
  let isThrough = false;

  const held = documents.hold("a.json", async ({ write }) => {
    await write({ n: 2 });
    clock.advance(30_000);
    await write({ n: 3 });
    isThrough = true;
  });

  await expect(held).rejects.toBeInstanceOf(Busy);
  expect(isThrough).toBe(false);
  expect(actions.filter((action) => action === "write")).toHaveLength(2);
});

test("a renewal counts from when it was asked for: when it arrived before its slow answer, nobody here knows", async () => {
  const failing: string[] = [];
  const { documents, arrivals, clock, actions } = await storageWithout(failing);
  arrivals.meet = (action) => {
    if (action !== "renew") return;
    failing.push("renew");
    clock.advance(25_000);
  };

  const held = documents.hold("a.json", async ({ write }) => {
    await vi.waitFor(() => expect(renewalsIn(actions)).toBeGreaterThan(2), PATIENCE);
    clock.advance(5_000);
    await write({ n: 2 });
  });

  await expect(held).rejects.toBeInstanceOf(Busy);
});

test("a holder whose renewals arrive is sure, however long it works", async () => {
  const { documents, actions, clock } = await storageWithout([]);

  const done = await documents.hold("a.json", async ({ write }) => {
    clock.advance(30_000);
    const before = actions.length;
    await vi.waitFor(() => expect(renewalsIn(actions.slice(before))).toBeGreaterThan(2), PATIENCE);
    await write({ n: 2 });
    return "done";
  });

  expect(done).toBe("done");
});
