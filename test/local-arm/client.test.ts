import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Arm, startArm } from "../local/arm/start.ts";
import { createCertificate } from "../local/certificate.ts";
import { type Identity, startIdentity } from "../local/identity/endpoint.ts";
import { SYSTEM_CLIENT_ID } from "../local/identity/tokens.ts";
import { poolAt } from "./bodies.ts";
import type { Seen } from "./drive-client.ts";

const run = promisify(execFile);

describe("Microsoft's own client, over https and with a managed identity", () => {
  let directory: string;
  let arm: Arm;
  let identity: Identity;
  let seen: Seen;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "poolkeeper-arm-"));
    const tls = await createCertificate(directory);
    const clock = { now: Date.now };
    identity = await startIdentity({ clock });
    const settings = { operationSeconds: 0.3, pageSize: 1, failOperations: [{ path: "failing", times: 1 }] };
    arm = await startArm({ clock, tls, tokens: identity.tokens, settings });
    const driver = fileURLToPath(new URL("./drive-client.ts", import.meta.url));
    const env = {
      NODE_EXTRA_CA_CERTS: tls.caFile,
      IDENTITY_ENDPOINT: identity.endpoint,
      IDENTITY_HEADER: identity.header,
    };
    const { stdout } = await run(process.execPath, [driver, arm.endpoint], { env });
    seen = JSON.parse(stdout);
  });

  afterAll(async () => {
    await Promise.all([arm.close(), identity.close()]);
    await rm(directory, { recursive: true });
  });

  it("creates with a poller, and gets what it created", () => {
    expect(seen.created).toMatchObject({
      id: poolAt("custom"),
      location: "East US",
      provisioningState: "Succeeded",
      nodeCount: 1,
      scaleConfiguration: { maxConcurrentSessions: 500, readySessionInstances: 100 },
      systemData: { createdBy: SYSTEM_CLIENT_ID, createdByType: "Application" },
    });
    expect(seen.got).toEqual(seen.created);
  });

  it("lists page by page, by group and by subscription", () => {
    expect(seen.before).toEqual([]);
    expect(seen.listed).toEqual(["custom", "python1", "python2"]);
    expect(seen.listedBySubscription).toEqual(seen.listed);
  });

  it("updates by PATCH and by PUT", () => {
    expect(seen.updated).toMatchObject({ provisioningState: "Succeeded", tags: { team: "a" } });
    expect(seen.replaced).toMatchObject({ provisioningState: "Succeeded" });
    expect(seen.replaced).not.toHaveProperty("tags");
  });

  it("is told of an operation that failed, and of a body that is refused", () => {
    expect(seen.failure.message).toContain("Failed to provision session pool 'failing'.");
    expect(seen.refusal).toEqual({ code: "LocationNotAvailableForResourceType", statusCode: 400 });
  });

  it("deletes", () => {
    expect(seen.after).toEqual([]);
    expect(arm.service.pools()).toEqual([]);
  });

  it("came with a good token every time, and is on the log", () => {
    const requests = arm.service.requests();

    expect(requests.length).toBeGreaterThan(15);
    expect(requests.every(({ authorized }) => authorized)).toBe(true);
    expect(requests[0]?.headers["user-agent"]).toContain("azsdk-js-arm-appcontainers");
  });

  it("would get nothing without a token", async () => {
    const answered = await arm.service.handle({
      method: "GET",
      url: new URL(`${arm.endpoint}${poolAt("custom")}?api-version=2025-07-01`),
      headers: {},
      body: Buffer.alloc(0),
    });

    expect(answered).toMatchObject({ status: 401, body: expect.stringContaining("AuthenticationFailed") });
  });
});
