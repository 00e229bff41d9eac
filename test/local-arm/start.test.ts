import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Arm, startArm } from "../local/arm/start.ts";
import { createCertificate } from "../local/certificate.ts";
import { createTokens } from "../local/identity/tokens.ts";
import { trust } from "../local/trust.ts";
import { CUSTOM, poolAt } from "./bodies.ts";

const DELAY_MS = 200;

describe("ARM over https", () => {
  const clock = { now: Date.now };
  const tokens = createTokens(clock);
  let directory: string;
  let arm: Arm;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "poolkeeper-arm-"));
    const tls = await createCertificate(directory);
    trust(tls.caFile);
    // No operation ends while a test looks at it.
    arm = await startArm({ clock, tls, tokens, settings: { operationSeconds: 600 } });
  });

  afterEach(() => arm.service.configure({ faults: [] }));

  afterAll(async () => {
    await arm.close();
    await rm(directory, { recursive: true });
  });

  const ask = (method: string, { body = undefined as object | undefined, audience = arm.endpoint } = {}) =>
    fetch(`${arm.endpoint}${poolAt("pool1")}?api-version=2025-07-01`, {
      method,
      headers: { authorization: `Bearer ${tokens.issue(audience).token}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });

  it("takes tokens for its own address and for Azure's, and no others", async () => {
    const statuses = await Promise.all(
      [arm.endpoint, "https://management.azure.com/", "https://storage.azure.com"].map(
        async (audience) => (await ask("GET", { audience })).status,
      ),
    );

    expect(statuses).toEqual([404, 404, 401]);
  });

  it("does the work and cuts the connection", async () => {
    arm.service.configure({ faults: [{ method: "PUT", times: 1, dropAnswer: true }] });

    await expect(ask("PUT", { body: CUSTOM })).rejects.toThrow("fetch failed");

    expect(arm.service.pools()).toMatchObject([{ id: { name: "pool1" } }]);
  });

  it("holds an answer back", async () => {
    arm.service.configure({ faults: [{ method: "GET", times: 1, delayMs: DELAY_MS }] });
    const beganAt = performance.now();

    const { status } = await ask("GET");

    expect(status).toBe(200);
    expect(performance.now() - beganAt).toBeGreaterThanOrEqual(DELAY_MS - 5); // timers are a little early at times
  });

  it("hands out operation URLs on its own address, that can be asked as they are", async () => {
    const [pool] = arm.service.pools();
    if (pool) arm.service.remove(pool.id);

    const created = await ask("PUT", { body: CUSTOM });
    const url = created.headers.get("azure-asyncoperation") ?? "";
    const headers = { authorization: `Bearer ${tokens.issue(arm.endpoint).token}` };
    const status = await fetch(url, { headers });

    expect(url.startsWith(`${arm.endpoint}/subscriptions/`)).toBe(true);
    expect(await status.json()).toMatchObject({ status: "InProgress" });
  });
});
