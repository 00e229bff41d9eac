import { describe, expect, it } from "vitest";
import { CUSTOM, ENVIRONMENT, PYTHON, poolAt, USER_IDENTITY, withProperties } from "./bodies.ts";
import { laptopArm } from "./laptop-arm.ts";

const POOL = poolAt("pool1");
const LOWER_GROUP_IDENTITY = USER_IDENTITY.replace("/resourceGroups/", "/resourcegroups/");

async function found(body: object) {
  const arm = laptopArm({ operationSeconds: 0 });
  await arm.ask("PUT", POOL, body);
  return (await arm.ask("GET", POOL)).body.properties;
}

const withTemplate = (template: object) =>
  withProperties(CUSTOM, {
    customContainerTemplate: { ...(CUSTOM.properties.customContainerTemplate as object), ...template },
  });

const withContainer = (container: object) =>
  withTemplate({ containers: [{ name: "one", image: "repo/one:v1", ...container }] });

describe("what was sent in one way and is answered in another", () => {
  it("settings of identities stand in the order of the identities", async () => {
    const identity = { type: "SystemAssigned,UserAssigned", userAssignedIdentities: { [USER_IDENTITY]: {} } };
    const managedIdentitySettings = [{ identity: USER_IDENTITY }, { identity: "system", lifecycle: "Main" }];

    const properties = await found({ ...withProperties(CUSTOM, { managedIdentitySettings }), identity });

    expect(properties.managedIdentitySettings).toEqual([
      { identity: "system", lifecycle: "Main" },
      { identity: LOWER_GROUP_IDENTITY, lifecycle: "None" },
    ]);
  });

  it.each([
    ["System", "system"],
    [USER_IDENTITY, LOWER_GROUP_IDENTITY],
  ])("the identity %s that pulls images is %s", async (identity, spelled) => {
    const properties = await found(withTemplate({ registryCredentials: { server: "a.io", identity } }));

    expect(properties.customContainerTemplate.registryCredentials).toEqual({
      server: "a.io",
      identity: spelled,
    });
  });

  it("the environment's id has a lower-case segment", async () => {
    const properties = await found(CUSTOM);

    expect(properties.environmentId).toBe(ENVIRONMENT.replace("/resourceGroups/", "/resourcegroups/"));
  });

  it("a lifecycle is there in the words of older api-versions too", async () => {
    const properties = await found(PYTHON);

    expect(properties.dynamicPoolConfiguration).toEqual({
      executionType: "Timed",
      cooldownPeriodInSeconds: 0,
      lifecycleConfiguration: { lifecycleType: "Timed", cooldownPeriodInSeconds: 300 },
    });
  });

  it.each([null, []])("an env of %j is not there", async (env) => {
    const properties = await found(withContainer({ env }));

    expect(properties.customContainerTemplate.containers).toEqual([{ name: "one", image: "repo/one:v1" }]);
  });

  it("cores are a number", async () => {
    const properties = await found(withContainer({ resources: { cpu: "2.0", memory: "4.0Gi" } }));

    expect(properties.customContainerTemplate.containers[0].resources).toEqual({ cpu: 2, memory: "4.0Gi" });
  });
});
