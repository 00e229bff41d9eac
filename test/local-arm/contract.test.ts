import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import schema from "../local/arm/session-pool-response.schema.json" with { type: "json" };
import { CUSTOM, GROUP, PYTHON, poolAt, USER_IDENTITY, withProperties } from "./bodies.ts";
import { type Answer, type LaptopArm, laptopArm } from "./laptop-arm.ts";

type Definition = "pool" | "list" | "operation" | "error";

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false });
formats.default(ajv);
ajv.addSchema(schema, "arm");

/** What is wrong with `value`, measured by the schema. */
function mistakes(definition: Definition, value: unknown): readonly string[] {
  ajv.validate(`arm#/definitions/${definition}`, value);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const POOL = poolAt("testsessionpool");
const EVERYTHING = {
  ...withProperties(CUSTOM, {
    secrets: [{ name: "password", value: "hush" }],
    customContainerTemplate: {
      containers: [
        {
          name: "one",
          image: "repo/one:v1",
          env: [
            { name: "PLAIN", value: "1" },
            { name: "HIDDEN", secretRef: "password" },
          ],
          resources: { cpu: "0.5", memory: "1Gi" },
        },
      ],
      ingress: { targetPort: 80 },
      registryCredentials: { server: "r.io", username: "u", passwordSecretRef: "password" },
    },
  }),
  identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: { [USER_IDENTITY]: {} } },
  tags: { team: "a" },
};

/** The sample response of the REST page. */
const SAMPLE = {
  ...withProperties(CUSTOM, {
    provisioningState: "Succeeded",
    nodeCount: 1,
    poolManagementEndpoint: "https://testsessionpool.agreeableriver-3d30edf1.eastus.azurecontainerapps.io",
  }),
  id: POOL,
  name: "testsessionpool",
  type: "Microsoft.App/sessionPools",
  identity: {
    type: "SystemAssigned",
    principalId: "bce8c037-3d10-44a4-a970-25f799611fc6",
    tenantId: "72f988bf-86f1-41af-91ab-2d7cd011db47",
  },
};

const put = (body: object) => (arm: LaptopArm) => arm.ask("PUT", POOL, body);
const wait = async (arm: LaptopArm) => {
  arm.clock.advance(2000);
  return undefined;
};
const get = (arm: LaptopArm) => arm.ask("GET", POOL);
const lists = (arm: LaptopArm) => arm.ask("GET", `${GROUP}/providers/Microsoft.App/sessionPools`);
const follow =
  (header: string) =>
  async (arm: LaptopArm, { headers }: Answer) =>
    arm.ask("GET", headers[header] ?? "");
const fail = async (arm: LaptopArm) => {
  arm.service.configure({ failOperations: [{ times: 1 }] });
  return undefined;
};

type Step = (arm: LaptopArm, before: Answer) => Promise<Answer | undefined>;

describe("the answers are as the REST page says", () => {
  it.each<[what: string, definition: Definition, steps: readonly Step[]]>([
    ["a created code interpreter", "pool", [put(PYTHON)]],
    ["a code interpreter", "pool", [put(PYTHON), get]],
    ["a custom container that is being created", "pool", [put(CUSTOM)]],
    ["a custom container meanwhile", "pool", [put(CUSTOM), get]],
    ["a custom container", "pool", [put(CUSTOM), wait, get]],
    ["a custom container with everything", "pool", [put(EVERYTHING), wait, get]],
    ["an updated custom container", "pool", [put(EVERYTHING), wait, put(CUSTOM)]],
    [
      "a patched custom container",
      "pool",
      [put(CUSTOM), wait, (arm) => arm.ask("PATCH", POOL, {}), wait, follow("location")],
    ],
    ["a custom container that failed", "pool", [fail, put(CUSTOM), wait, get]],
    [
      "a custom container that is being deleted",
      "pool",
      [put(CUSTOM), wait, (arm) => arm.ask("DELETE", POOL), get],
    ],
    ["an empty list", "list", [lists]],
    ["a page of a list", "list", [put(CUSTOM), (arm) => arm.ask("PUT", poolAt("another"), PYTHON), lists]],
    ["a running operation", "operation", [put(CUSTOM), follow("azure-asyncoperation")]],
    ["an operation that is over", "operation", [put(CUSTOM), wait, follow("azure-asyncoperation")]],
    ["an operation that failed", "operation", [fail, put(CUSTOM), wait, follow("azure-asyncoperation")]],
    ["a missing pool", "error", [get]],
    ["a refused pool", "error", [put({})]],
    ["a missing token", "error", [(arm) => arm.ask("GET", POOL, undefined, { authorization: "" })]],
  ])("%s", async (_, definition, steps) => {
    const arm = laptopArm({ pageSize: 1 });

    let answer: Answer = { status: 0, headers: {}, body: undefined };
    for (const step of steps) answer = (await step(arm, answer)) ?? answer;

    expect(mistakes(definition, answer.body)).toEqual([]);
  });
});

describe("the schema", () => {
  it("takes the REST page's own sample response", () => {
    expect(mistakes("pool", SAMPLE)).toEqual([]);
  });

  it.each<[what: string, properties: object, mistake: string]>([
    ["a property that the page doesn't have", { color: "red" }, "must NOT have additional properties"],
    ["a secret's value", { secrets: [{ name: "a", value: "hush" }] }, "/properties/secrets/0 must NOT"],
    ["an unknown state", { provisioningState: "Working" }, "/properties/provisioningState must be equal"],
    ["text for a number", { nodeCount: "1" }, "/properties/nodeCount must be integer"],
    ["no endpoint", { poolManagementEndpoint: undefined }, "must have required property"],
    ["an endpoint that is none", { poolManagementEndpoint: "there" }, 'must match format "uri"'],
  ])("refuses %s", (_, properties, mistake) => {
    const found = mistakes("pool", { ...SAMPLE, properties: { ...SAMPLE.properties, ...properties } });

    expect(found.join("; ")).toContain(mistake);
  });
});
