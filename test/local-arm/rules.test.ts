import { describe, expect, it } from "vitest";
import type { PoolBody } from "../../src/pool/body.ts";
import { CUSTOM, ENVIRONMENT, PYTHON, poolAt, USER_IDENTITY, withProperties } from "./bodies.ts";
import { laptopArm } from "./laptop-arm.ts";

const POOL = poolAt("pool1");
const lifecycle = (lifecycleConfiguration: { [name: string]: string | number }) => ({
  dynamicPoolConfiguration: { lifecycleConfiguration },
});
const scale = (maxConcurrentSessions: number, readySessionInstances: number) => ({
  scaleConfiguration: { maxConcurrentSessions, readySessionInstances },
});
const template = (change: object) => ({
  customContainerTemplate: { ...(CUSTOM.properties.customContainerTemplate as object), ...change },
});
const container = (change: object) =>
  template({ containers: [{ name: "one", image: "repo/one:v1", ...change }] });
const custom = (properties: PoolBody["properties"]) => withProperties(CUSTOM, properties);
const python = (properties: PoolBody["properties"]) => withProperties(PYTHON, properties);
const users = { type: "UserAssigned", userAssignedIdentities: { [USER_IDENTITY]: {} } };

it("container types that only later api-versions name are taken where the settings say so", async () => {
  const node = python({ containerType: "NodeLTS" });

  const refused = await laptopArm().ask("PUT", POOL, node);
  const taken = await laptopArm({ containerTypes: ["NodeLTS"] }).ask("PUT", POOL, node);

  expect(refused).toMatchObject({
    status: 400,
    body: { error: { code: "SessionPoolInvalidContainerType" } },
  });
  expect(taken.status).toBe(200);
});

describe("a new pool is refused", () => {
  it.each<[why: string, code: string, body: unknown]>([
    ["no location", "LocationRequired", { properties: PYTHON.properties }],
    ["an empty location", "LocationRequired", { ...PYTHON, location: " " }],
    [
      "a region without session pools",
      "LocationNotAvailableForResourceType",
      { ...PYTHON, location: "mexicocentral" },
    ],
    ["a state of its own", "SessionPoolInvalidProvisioningState", python({ provisioningState: "Succeeded" })],
    ["manual management", "SessionPoolInvalidPoolManagementType", python({ poolManagementType: "Manual" })],
    ["no management", "SessionPoolInvalidPoolManagementType", python({ poolManagementType: undefined })],
    [
      "no dynamic configuration",
      "SessionPoolInvalidDynamicPoolConfiguration",
      python({ dynamicPoolConfiguration: null }),
    ],
    ["an unknown container type", "SessionPoolInvalidContainerType", python({ containerType: "Cobol" })],
    ["no properties", "SessionPoolInvalidPoolManagementType", { location: "eastus" }],
    [
      "a short cooldown",
      "SessionPoolInvalidLifecycleConfiguration",
      python(lifecycle({ cooldownPeriodInSeconds: 299 })),
    ],
    [
      "a long cooldown",
      "SessionPoolInvalidLifecycleConfiguration",
      python(lifecycle({ cooldownPeriodInSeconds: 3601 })),
    ],
    [
      "a timed maximum age",
      "SessionPoolInvalidLifecycleConfiguration",
      python(lifecycle({ maxAlivePeriodInSeconds: 600 })),
    ],
    [
      "Python until its exit",
      "SessionPoolInvalidLifecycleConfiguration",
      python(lifecycle({ lifecycleType: "OnContainerExit" })),
    ],
    [
      "a cooldown after the exit",
      "SessionPoolInvalidLifecycleConfiguration",
      custom(lifecycle({ lifecycleType: "OnContainerExit", cooldownPeriodInSeconds: 300 })),
    ],
    [
      "no age at all",
      "SessionPoolInvalidLifecycleConfiguration",
      custom(lifecycle({ lifecycleType: "OnContainerExit", maxAlivePeriodInSeconds: 0 })),
    ],
    [
      "an unknown lifecycle",
      "SessionPoolInvalidLifecycleConfiguration",
      python(lifecycle({ lifecycleType: "Forever" })),
    ],
    ["no sessions", "SessionPoolInvalidMaxConcurrentSessions", python(scale(0, 0))],
    ["too many Python sessions", "SessionPoolInvalidMaxConcurrentSessions", python(scale(601, 0))],
    ["none ready", "SessionPoolInvalidReadySessionInstances", custom(scale(10, 0))],
    ["all ready", "SessionPoolInvalidReadySessionInstances", custom(scale(10, 10))],
    ["no scale", "SessionPoolInvalidReadySessionInstances", custom({ scaleConfiguration: undefined })],
    ["no environment", "SessionPoolInvalidEnvironmentId", custom({ environmentId: null })],
    [
      "something else as environment",
      "SessionPoolInvalidEnvironmentId",
      custom({ environmentId: USER_IDENTITY }),
    ],
    ["no template", "SessionPoolInvalidCustomContainerTemplate", custom({ customContainerTemplate: null })],
    ["no containers", "SessionPoolInvalidCustomContainerTemplate", custom(template({ containers: [] }))],
    [
      "a container without image",
      "SessionPoolInvalidCustomContainerTemplate",
      custom(container({ image: null })),
    ],
    ["no target port", "SessionPoolInvalidCustomContainerTemplate", custom(template({ ingress: null }))],
    [
      "a port that can't be",
      "SessionPoolInvalidCustomContainerTemplate",
      custom(template({ ingress: { targetPort: 65_536 } })),
    ],
    [
      "an unknown network status",
      "SessionPoolInvalidSessionNetworkConfiguration",
      python({ sessionNetworkConfiguration: { status: "Open" } }),
    ],
    [
      "an identity for Python",
      "SessionPoolManagedIdentityCreationError",
      { ...PYTHON, identity: { type: "SystemAssigned" } },
    ],
    [
      "identity settings for Python",
      "SessionPoolManagedIdentityCreationError",
      python({ managedIdentitySettings: [{ identity: "system" }] }),
    ],
    ["an unknown identity type", "InvalidRequestContent", { ...CUSTOM, identity: { type: "Mine" } }],
    ["user-assigned nothing", "MissingIdentityIds", { ...CUSTOM, identity: { type: "UserAssigned" } }],
    [
      "something else as identity",
      "LinkedInvalidPropertyId",
      { ...CUSTOM, identity: { type: "UserAssigned", userAssignedIdentities: { [ENVIRONMENT]: {} } } },
    ],
    [
      "settings of an identity that isn't assigned",
      "SessionPoolInvalidManagedIdentitySettings",
      { ...CUSTOM, identity: users },
    ],
    [
      "an unknown stage",
      "SessionPoolInvalidManagedIdentitySettings",
      custom({ managedIdentitySettings: [{ identity: "system", lifecycle: "Init" }] }),
    ],
    ["a nameless secret", "SessionPoolInvalidSecrets", custom({ secrets: [{ value: "hush" }] })],
    [
      "a variable of no secret",
      "SessionPoolInvalidSecretRef",
      custom(container({ env: [{ name: "A", secretRef: "gone" }] })),
    ],
    [
      "a password of no secret",
      "SessionPoolInvalidSecretRef",
      custom(template({ registryCredentials: { server: "s", username: "u", passwordSecretRef: "gone" } })),
    ],
    [
      "text for a number",
      "InvalidRequestContent",
      python({ scaleConfiguration: { maxConcurrentSessions: "many" } }),
    ],
    [
      "half a session",
      "InvalidRequestContent",
      python({ scaleConfiguration: { maxConcurrentSessions: 1.5 } }),
    ],
    ["a number for text", "InvalidRequestContent", python({ containerType: 7 })],
    ["an object for a list", "InvalidRequestContent", custom(template({ containers: {} }))],
    ["a hole in a list", "InvalidRequestContent", custom(template({ containers: [null] }))],
    ["a list for an object", "InvalidRequestContent", { ...PYTHON, tags: ["a"] }],
    ["no JSON", "InvalidRequestContent", "location: eastus"],
    ["no object", "InvalidRequestContent", [PYTHON]],
    ["nothing", "InvalidRequestContent", ""],
  ])("for %s: %s", async (_, code, body) => {
    const arm = laptopArm();

    const answer = await arm.ask("PUT", POOL, body);

    expect(answer).toMatchObject({ status: 400, body: { error: { code, message: expect.any(String) } } });
    expect(arm.service.pools()).toEqual([]);
  });

  it.each(["ab", "1pool", "my_pool", "pool.one", "-pool", "p".repeat(64)])(
    "for the name %s",
    async (name) => {
      expect(await laptopArm().ask("PUT", poolAt(name), PYTHON)).toMatchObject({
        status: 400,
        body: { error: { code: "InvalidResourceName" } },
      });
    },
  );
});

describe("a pool is taken", () => {
  it.each<[what: string, body: unknown]>([
    ["Python with 600 sessions", python(scale(600, 0))],
    ["Python that names an environment", python({ environmentId: ENVIRONMENT })],
    ["Python with no identity, said aloud", { ...PYTHON, identity: { type: "None" } }],
    [
      "a custom container with a cooldown",
      custom(lifecycle({ lifecycleType: "Timed", cooldownPeriodInSeconds: 3600 })),
    ],
    ["registry credentials of an identity that isn't assigned, as on the REST page", CUSTOM],
    [
      "identity ids in any case",
      {
        ...custom({ managedIdentitySettings: [{ identity: USER_IDENTITY.toUpperCase() }] }),
        identity: users,
      },
    ],
    [
      "a variable of a secret",
      custom({
        ...container({ env: [{ name: "A", secretRef: "s" }] }),
        secrets: [{ name: "s", value: "hush" }],
      }),
    ],
  ])("%s", async (_, body) => {
    expect((await laptopArm().ask("PUT", POOL, body)).status).toBeLessThan(300);
  });

  it.each(["my-session-pool", "MyPool", "a23", "p".repeat(63)])("by the name %s", async (name) => {
    expect((await laptopArm().ask("PUT", poolAt(name), PYTHON)).status).toBe(200);
  });
});

describe("a pool that exists", () => {
  it.each<[what: string, code: string, body: PoolBody]>([
    ["location", "InvalidResourceLocation", { ...CUSTOM, location: "westus" }],
    ["containerType", "SessionPoolInvalidContainerType", PYTHON],
    ["environmentId", "SessionPoolInvalidEnvironmentId", custom({ environmentId: `${ENVIRONMENT}2` })],
  ])("keeps its %s", async (_, code, body) => {
    const arm = laptopArm({ operationSeconds: 0 });
    await arm.ask("PUT", POOL, CUSTOM);

    const put = await arm.ask("PUT", POOL, body);
    const patch = await arm.ask("PATCH", POOL, body);

    expect([put, patch]).toMatchObject(Array(2).fill({ status: 400, body: { error: { code } } }));
  });

  it("may be put as it was answered, though spelled another way", async () => {
    const arm = laptopArm({ operationSeconds: 0 });
    await arm.ask("PUT", POOL, CUSTOM);
    const { body } = await arm.ask("GET", POOL);

    const same = await arm.ask("PUT", POOL.toUpperCase(), body);

    expect(same.status).toBe(200);
    expect(same.body.id).toBe(POOL);
    expect(arm.service.pools()).toHaveLength(1);
  });

  it("refuses a state that it doesn't have", async () => {
    const arm = laptopArm({ operationSeconds: 0 });
    await arm.ask("PUT", POOL, CUSTOM);

    const answer = await arm.ask("PUT", POOL, custom({ provisioningState: "Failed" }));

    expect(answer.body.error.code).toBe("SessionPoolInvalidProvisioningState");
  });
});
