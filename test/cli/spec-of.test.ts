import { describe, expect, test } from "vitest";
import { specOf } from "../../src/cli/spec-of.ts";
import type { JsonObject } from "../../src/shared/json.ts";
import { poolAt, USER_IDENTITY } from "../local-arm/bodies.ts";
import { poolId } from "./workspace.ts";

const POOL = { id: poolAt("pool1"), name: "pool1", type: "Microsoft.App/sessionpools", location: "East US" };

/** The body of a pool with these properties. */
const bodyOf = (properties: JsonObject, others: JsonObject = {}) =>
  specOf({ ...POOL, ...others, properties }).body;

const PYTHON = { containerType: "PythonLTS" };
const CUSTOM = { containerType: "CustomContainer" };

describe("what nobody wrote is left out", () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      "what only Azure knows",
      { provisioningState: "Succeeded", nodeCount: 1, poolManagementEndpoint: "https://a" },
      {},
    ],
    [
      "what other api-versions add",
      { maxConcurrentSessions: 0, templateUpdateStatus: { activeTemplate: {} } },
      {},
    ],
    [
      "nothing at all",
      { secrets: null, customContainerTemplate: null, managedIdentitySettings: [], environmentId: null },
      {},
    ],
    [
      "settings of identities that nobody made",
      { managedIdentitySettings: [{ identity: "a", lifecycle: "None" }] },
      {},
    ],
    [
      "an old place of the lifecycle, and what the lifecycle does not have",
      {
        dynamicPoolConfiguration: {
          executionType: "Timed",
          cooldownPeriodInSeconds: 300,
          lifecycleConfiguration: {
            lifecycleType: "Timed",
            cooldownPeriodInSeconds: 300,
            maxAlivePeriodInSeconds: 0,
          },
        },
      },
      {
        dynamicPoolConfiguration: {
          lifecycleConfiguration: { lifecycleType: "Timed", cooldownPeriodInSeconds: 300 },
        },
      },
    ],
    [
      "a cooldown beside a longest life",
      {
        dynamicPoolConfiguration: {
          lifecycleConfiguration: {
            lifecycleType: "OnContainerExit",
            cooldownPeriodInSeconds: 300,
            maxAlivePeriodInSeconds: 60,
          },
        },
      },
      {
        dynamicPoolConfiguration: {
          lifecycleConfiguration: { lifecycleType: "OnContainerExit", maxAlivePeriodInSeconds: 60 },
        },
      },
    ],
  ])("%s", (_, found, kept) => {
    for (const type of [PYTHON, CUSTOM])
      expect(bodyOf({ ...type, ...found }).properties).toEqual({ ...type, ...kept });
  });

  test("what a code interpreter takes no notice of, and a custom container does", () => {
    const scale = { maxConcurrentSessions: 10, readySessionInstances: 5 };
    const found = { environmentId: "/an/environment", scaleConfiguration: scale };

    expect(bodyOf({ ...PYTHON, ...found }).properties).toEqual({
      ...PYTHON,
      scaleConfiguration: { maxConcurrentSessions: 10 },
    });
    expect(bodyOf({ ...CUSTOM, ...found }).properties).toEqual({ ...CUSTOM, ...found });
  });

  test("no identity, and the notes of Azure's portal", () => {
    const identity = { type: "None", principalId: null };

    expect(bodyOf(PYTHON, { identity, tags: { "hidden-title": "mine", team: "core" } })).toEqual({
      location: "East US",
      properties: PYTHON,
      tags: { team: "core" },
    });
    expect(bodyOf(PYTHON, { identity, tags: { "hidden-title": "mine" } })).not.toHaveProperty("tags");
  });
});

describe("what the service spells its own way is spelled as in a spec", () => {
  test("kinds of identities, without what Azure fills in", () => {
    const identity = {
      type: "SystemAssigned, UserAssigned",
      principalId: "p",
      tenantId: "t",
      userAssignedIdentities: { [USER_IDENTITY]: { principalId: "p", clientId: "c" } },
    };

    expect(bodyOf(CUSTOM, { identity }).identity).toEqual({
      type: "SystemAssigned,UserAssigned",
      userAssignedIdentities: { [USER_IDENTITY]: {} },
    });
  });

  test("the system's own identity", () => {
    const managedIdentitySettings = [{ identity: "System", lifecycle: "Main" }];

    expect(bodyOf({ ...CUSTOM, managedIdentitySettings }).properties.managedIdentitySettings).toEqual([
      { identity: "system", lifecycle: "Main" },
    ]);
  });

  test("choices, in upper and lower case", () => {
    expect(bodyOf({ containerType: "pythonlts", poolManagementType: "dynamic" }).properties).toEqual({
      containerType: "PythonLTS",
      poolManagementType: "Dynamic",
    });
  });
});

test("an empty text is kept where it says something", () => {
  const env = [{ name: "EMPTY", value: "", secretRef: "" }];
  const template = { containers: [{ name: "main", image: "a:1", env, args: [""] }] };

  expect(bodyOf({ ...CUSTOM, customContainerTemplate: template }).properties.customContainerTemplate).toEqual(
    {
      containers: [{ name: "main", image: "a:1", env: [{ name: "EMPTY", value: "" }], args: [""] }],
    },
  );
});

test("the pool is the one that its id names, however that is spelled", () => {
  const id = poolAt("pool1")
    .replace("resourceGroups", "resourcegroups")
    .replace("sessionPools", "sessionpools");

  expect(specOf({ ...POOL, id, properties: PYTHON }).pool).toEqual(poolId("pool1"));
});
