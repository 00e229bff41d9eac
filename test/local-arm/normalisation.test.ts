import { describe, expect, it } from "vitest";
import { CUSTOM, PYTHON, poolAt, USER_IDENTITY, withProperties } from "./bodies.ts";
import { laptopArm } from "./laptop-arm.ts";

const POOL = poolAt("pool1");
const OPERATION_MS = 2000;
const LOWER_GROUP_IDENTITY = USER_IDENTITY.replace("/resourceGroups/", "/resourcegroups/");
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;

/** What a GET shows of a pool that was put and is done. */
async function found(body: object) {
  const arm = laptopArm();
  const put = await arm.ask("PUT", POOL, body);
  arm.clock.advance(OPERATION_MS);
  const { body: resource } = await arm.ask("GET", POOL);
  return { put: put.body, resource, properties: resource.properties };
}

describe("what the service makes of a body", () => {
  it.each([
    ["eastus", "East US"],
    ["EAST US", "East US"],
    ["northcentralusstage", "North Central US (Stage)"],
  ])("shows the location %s as %s", async (location, shown) => {
    expect((await found({ ...PYTHON, location })).resource.location).toBe(shown);
  });

  it("spells its type with a small p", async () => {
    expect((await found(PYTHON)).resource.type).toBe("Microsoft.App/sessionpools");
  });

  it("writes both kinds of identity with a space, and adds their principals", async () => {
    const identity = { type: "SystemAssigned,UserAssigned", userAssignedIdentities: { [USER_IDENTITY]: {} } };

    const { resource } = await found({ ...CUSTOM, identity });

    expect(resource.identity).toEqual({
      type: "SystemAssigned, UserAssigned",
      principalId: expect.stringMatching(UUID),
      tenantId: expect.any(String),
      userAssignedIdentities: {
        [LOWER_GROUP_IDENTITY]: {
          principalId: expect.stringMatching(UUID),
          clientId: expect.stringMatching(UUID),
        },
      },
    });
  });

  it("keeps an identity's principal over updates", async () => {
    const arm = laptopArm();
    const first = await arm.ask("PUT", POOL, CUSTOM);
    arm.clock.advance(OPERATION_MS);

    const second = await arm.ask("PUT", POOL, CUSTOM);

    expect(second.body.identity).toEqual(first.body.identity);
  });

  it("adds a None setting for every identity that has none, and spells them its own way", async () => {
    const identity = {
      type: "UserAssigned, SystemAssigned",
      userAssignedIdentities: { [USER_IDENTITY]: {} },
    };
    const settings = [{ identity: "System", lifecycle: "Main" }];

    const { properties } = await found({
      ...withProperties(CUSTOM, { managedIdentitySettings: settings }),
      identity,
    });

    expect(properties.managedIdentitySettings).toEqual([
      { identity: "system", lifecycle: "Main" },
      { identity: LOWER_GROUP_IDENTITY, lifecycle: "None" },
    ]);
  });

  it("shows secrets by name only", async () => {
    const secrets = [{ name: "password", value: "hush", keyVaultUrl: "" }];

    const { put, resource } = await found(withProperties(CUSTOM, { secrets }));

    expect(put.properties.secrets).toEqual([{ name: "password" }]);
    expect(resource.properties.secrets).toEqual([{ name: "password" }]);
  });

  it("answers null where a pool has no environment or registry credentials", async () => {
    const { containers, ingress } = CUSTOM.properties.customContainerTemplate as {
      readonly containers: [];
      readonly ingress: object;
    };

    const custom = await found(
      withProperties(CUSTOM, { customContainerTemplate: { containers, ingress: { ...ingress } } }),
    );

    expect((await found(PYTHON)).properties.environmentId).toBeNull();
    expect(custom.properties.customContainerTemplate).toMatchObject({
      registryCredentials: null,
      containers,
    });
  });

  it("passes over the ready sessions of a code interpreter, null and strange properties", async () => {
    const { properties } = await found(
      withProperties(PYTHON, {
        scaleConfiguration: { maxConcurrentSessions: 10, readySessionInstances: 5 },
        customContainerTemplate: null,
        secrets: null,
        dynamicPoolConfiguration: { executionType: "Timed", cooldownPeriodInSeconds: "300" },
      }),
    );

    expect(properties).toEqual({
      environmentId: null,
      poolManagementType: "Dynamic",
      containerType: "PythonLTS",
      scaleConfiguration: { maxConcurrentSessions: 10 },
      dynamicPoolConfiguration: {},
      sessionNetworkConfiguration: { status: "EgressDisabled" },
      provisioningState: "Succeeded",
      poolManagementEndpoint: expect.stringMatching(
        /^https:\/\/eastus\.dynamicsessions\.io\/subscriptions\/.*\/resourceGroups\/rg\/sessionPools\/pool1$/,
      ),
    });
  });

  it("takes numbers that come as text", async () => {
    const lifecycleConfiguration = { lifecycleType: "Timed", cooldownPeriodInSeconds: "400" };

    const { properties } = await found(
      withProperties(PYTHON, { dynamicPoolConfiguration: { lifecycleConfiguration } }),
    );

    expect(properties.dynamicPoolConfiguration.lifecycleConfiguration.cooldownPeriodInSeconds).toBe(400);
  });

  it("adds what nobody asked for to a custom container that runs", async () => {
    const { properties } = await found(CUSTOM);

    expect(properties).toMatchObject({
      nodeCount: 1,
      maxConcurrentSessions: 0,
      poolManagementEndpoint: expect.stringMatching(
        /^https:\/\/pool1\.[a-z0-9-]+\.eastus\.azurecontainerapps\.io$/,
      ),
      templateUpdateStatus: {
        activeTemplate: { details: "Running", status: { expectedCount: 100, readyCount: 100 } },
      },
    });
  });

  it("stamps times to the ten-millionth, with a Z in the answer to a PUT alone", async () => {
    const { put, resource } = await found(CUSTOM);

    expect(put.systemData.createdAt).toMatch(/^2026-01-05T09:00:00\.\d{7}Z$/);
    expect(resource.systemData.createdAt).toBe(put.systemData.createdAt.slice(0, -1));
  });

  it("keeps tags as they are, and their absence", async () => {
    expect((await found({ ...PYTHON, tags: { team: "a" } })).resource.tags).toEqual({ team: "a" });
    expect((await found(PYTHON)).resource).not.toHaveProperty("tags");
  });
});

describe("secrets that the service keeps", () => {
  const secret = (value?: string) => [{ name: "password", ...(value ? { value } : {}) }];
  const kept = (arm: ReturnType<typeof laptopArm>) => arm.service.pools()[0]?.secrets;

  it("are cleared by a PUT without them, and kept by a PATCH without them", async () => {
    const arm = laptopArm({ operationSeconds: 0 });
    await arm.ask("PUT", POOL, withProperties(CUSTOM, { secrets: secret("hush") }));

    await arm.ask("PATCH", POOL, { tags: { team: "a" } });
    const afterPatch = kept(arm);
    await arm.ask("PUT", POOL, withProperties(CUSTOM, { secrets: secret() }));
    const afterNamesOnly = kept(arm);
    await arm.ask("PUT", POOL, CUSTOM);

    expect(afterPatch).toEqual({ password: "hush" });
    expect(afterNamesOnly).toEqual({ password: undefined });
    expect(kept(arm)).toEqual({});
  });

  it("are replaced as a whole by a PATCH with some", async () => {
    const arm = laptopArm({ operationSeconds: 0 });
    await arm.ask("PUT", POOL, withProperties(CUSTOM, { secrets: secret("hush") }));

    await arm.ask("PATCH", POOL, { properties: { secrets: [{ name: "other", value: "quiet" }] } });

    expect(kept(arm)).toEqual({ other: "quiet" });
  });
});

describe("a PATCH", () => {
  it("merges objects, removes what is null, and replaces tags as a whole", async () => {
    const arm = laptopArm({ operationSeconds: 0 });
    await arm.ask("PUT", POOL, { ...CUSTOM, tags: { team: "a", cost: "b" } });

    await arm.ask("PATCH", POOL, {
      tags: { team: "c" },
      properties: { customContainerTemplate: { registryCredentials: null, ingress: { targetPort: 8080 } } },
    });

    const { body } = await arm.ask("GET", POOL);
    expect(body.tags).toEqual({ team: "c" });
    expect(body.properties.customContainerTemplate).toMatchObject({
      registryCredentials: null,
      ingress: { targetPort: 8080 },
      containers: [{ name: "testinitcontainer" }],
    });
  });

  it("changes managed identity settings, which the REST page leaves out", async () => {
    const arm = laptopArm({ operationSeconds: 0 });
    await arm.ask("PUT", POOL, CUSTOM);

    await arm.ask("PATCH", POOL, { properties: { managedIdentitySettings: null } });

    const { body } = await arm.ask("GET", POOL);
    expect(body.properties.managedIdentitySettings).toEqual([{ identity: "system", lifecycle: "None" }]);
  });

  it("of a pool that isn't there is refused", async () => {
    expect(await laptopArm().ask("PATCH", POOL, {})).toMatchObject({
      status: 404,
      body: { error: { code: "ResourceNotFound" } },
    });
  });
});
