import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectToArm } from "../../src/cli/azure.ts";
import { leftOut } from "../../src/cli/left-out.ts";
import { specOf } from "../../src/cli/spec-of.ts";
import { CannotRun } from "../../src/cli/world.ts";
import { differences } from "../../src/pool/differences.ts";
import { groupPath, poolPath } from "../../src/pool/id.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import type { JsonObject } from "../../src/shared/json.ts";
import { readSpec } from "../../src/spec/read.ts";
import { CUSTOM, ENVIRONMENT, PYTHON, poolAt, withProperties } from "../local-arm/bodies.ts";
import { laptopArm } from "../local-arm/laptop-arm.ts";
import { asArmAnswers } from "../pool/as-arm-answers.ts";
import { anyBody } from "../pool/bodies.ts";
import { validBody } from "./valid-bodies.ts";
import { openWorkspace, poolId } from "./workspace.ts";

const read = (text: string) => readSpec({ path: "pool.yaml", bytes: Buffer.from(text) });

describe("ARM's place", () => {
  test.each(["http://contoso.test:1", "nowhere", "https://", "https://a:b@management.azure.com"])(
    "is refused where no token may be sent to: %s",
    (ARM_ENDPOINT) => {
      expect(() => connectToArm({ ARM_ENDPOINT }, "poolkeeper")).toThrow(CannotRun);
      expect(() => connectToArm({ ARM_ENDPOINT }, "poolkeeper")).toThrow(/^ARM_ENDPOINT is not a URL/);
    },
  );
});

describe("an exported pool", () => {
  test("validates clean, and deploying it changes nothing: whatever pool ARM took", async () => {
    const workspace = await openWorkspace({});

    await fc.assert(
      fc.asyncProperty(validBody, async (body) => {
        const arm = laptopArm({ operationSeconds: 0 });
        await arm.ask("PUT", poolAt("pool1"), body);
        const { body: found } = await arm.ask("GET", poolAt("pool1"));

        const { exitCode, output } = await workspace.runWith(JSON.stringify(found), "export");

        const { spec, problems } = read(output);
        expect(exitCode).toBe(0);
        // A doubt that the pool itself deserves: its sessions' code can have its identity's tokens.
        expect(problems.filter(({ code }) => code !== "pool/identity-main")).toEqual([]);
        expect(spec && differences(spec.body, found)).toEqual([]);
        expect(spec?.pool).toEqual(poolId("pool1"));
        await arm.ask("PUT", poolAt("pool1"), spec?.body);
        const { body: after } = await arm.ask("GET", poolAt("pool1"));
        expect(differences(body, after)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test("has no difference to what was found, in all spellings that the service has", () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const found = { ...asArmAnswers(body), id: poolAt("pool1") } as JsonObject;

        expect(differences(specOf(found).body, found)).toEqual([]);
      }),
    );
  });

  test("is the same text each time, in the order of the schema, without what Azure adds", async () => {
    const workspace = await openWorkspace({});
    const found = await foundAt(CUSTOM);

    const one = await workspace.runWith(JSON.stringify(found), "export");
    const other = await workspace.runWith(JSON.stringify(reversed(found)), "export");

    expect(one.output).toBe(EXPORTED);
    expect(other.output).toBe(EXPORTED);
  });

  test("names its secrets, says where to put them, has no value of them, and validates clean", async () => {
    const workspace = await openWorkspace({});
    const env = [{ name: "PASSWORD", secretRef: "my.pass.word" }];
    const resources = { cpu: 0.5, memory: "1Gi" };
    const container = { name: "main", image: "contoso.azurecr.io/a:1.0", resources, env };
    const found = await foundAt(
      withProperties(CUSTOM, {
        secrets: [{ name: "my.pass.word", value: "hunter2" }],
        customContainerTemplate: { containers: [container], ingress: { targetPort: 80 } },
        managedIdentitySettings: [],
      }),
    );

    const { exitCode, output, errorOutput } = await workspace.runWith(JSON.stringify(found), "export");

    const { spec, problems } = read(output);
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] });
    expect(spec && differences(spec.body, found)).toEqual([]);
    expect(output + errorOutput).not.toContain("hunter2");
    expect(output).toContain(`  secrets:
    # Azure never gives the values of secrets back: put them into Key Vault and name each here.
    - name: my.pass.word
      keyVaultSecret: https://your-vault.vault.azure.net/secrets/my-pass-word
`);
  });

  test("with a secret of an odd name keeps it, has an address that can be one, and the doubt about it is told", async () => {
    const workspace = await openWorkspace({});
    const found = await foundAt(withProperties(CUSTOM, { secrets: [{ name: "API_KEY", value: "hunter2" }] }));

    const { exitCode, output, errorOutput } = await workspace.runWith(JSON.stringify(found), "export");

    expect(exitCode).toBe(0);
    expect(output).toContain("secrets/API-KEY\n");
    expect(errorOutput).toMatch(/^pool1\.yaml:\d+:7 warning pool\/secret-name /m);
  });

  test("that has what no spec can say is printed without, and that is told", async () => {
    const workspace = await openWorkspace({});
    const found = JSON.parse(JSON.stringify(await foundAt(CUSTOM)));
    found.properties.mcpServerSettings = { isMCPServerEnabled: true };
    found.properties.customContainerTemplate.containers[0].probes = [{ type: "Liveness" }];

    const { exitCode, output, errorOutput } = await workspace.runWith(JSON.stringify(found), "export");

    expect({ exitCode, output }).toEqual({ exitCode: 0, output: EXPORTED });
    expect(errorOutput?.split("\n")[0]).toBe(
      "pool1.yaml: left out properties.customContainerTemplate.containers[0].probes, properties.mcpServerSettings: a spec has no place for it, and deploying the pool may clear it",
    );
  });

  test("loses nothing that the service answers to any spec, in all spellings that it has", () => {
    const noise = { maxConcurrentSessions: 0, templateUpdateStatus: { activeTemplate: { details: "x" } } };
    const old = { executionType: "Timed", cooldownPeriodInSeconds: 300 };

    fc.assert(
      fc.property(anyBody, (body) => {
        const { properties, ...found } = asArmAnswers(body) as JsonObject & { properties: JsonObject };
        const dynamic = { ...(properties.dynamicPoolConfiguration as JsonObject), ...old };
        const all = { ...properties, ...noise, dynamicPoolConfiguration: dynamic };

        expect(leftOut({ ...found, resourceGroup: "rg", properties: all })).toEqual([]);
      }),
    );
  });

  test("that a spec may not say is printed all the same, with what is wrong", async () => {
    const workspace = await openWorkspace({});
    const found = await foundAt(PYTHON);
    const odd = { ...found, properties: { ...found.properties, poolManagementType: "Sometimes" } };

    const { exitCode, output, errorOutput } = await workspace.runWith(JSON.stringify(odd), "export");

    expect(exitCode).toBe(1);
    expect(output).toContain("poolManagementType: Sometimes\n");
    expect(errorOutput).toMatch(/^pool1\.yaml:\d+:3 error spec\/enum poolManagementType must be /);
  });
});

describe("what az prints", () => {
  test.each([
    ["show", (pools: unknown[]) => pools[0], 1],
    ["list", (pools: unknown[]) => pools, 2],
    ["rest --method get", (pools: unknown[]) => ({ value: pools, nextLink: null }), 2],
  ])("with %s is read", async (_, printed, count) => {
    const workspace = await openWorkspace({});
    const pools = [await foundAt(PYTHON, "one"), await foundAt(CUSTOM, "two")];

    const { exitCode, output } = await workspace.runWith(JSON.stringify(printed(pools)), "export");

    expect(exitCode).toBe(0);
    expect(output.split("---\n").map((text) => read(text).spec?.pool.name)).toEqual(
      ["one", "two"].slice(0, count),
    );
  });

  test.each([
    ["nothing", "", "standard input is not what az"],
    ["levels without end", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, "standard input is nested deeper"],
    ["a text", '"pool"', "standard input is not what az"],
    ["an empty list", "[]", "there is no session pool to export"],
    [
      "another resource",
      '{"id":"/subscriptions/1","properties":{}}',
      '"/subscriptions/1" is no session pool',
    ],
    ["a name that is a path", `{"id":"${poolAt("..")}","properties":{}}`, "is no session pool"],
  ])("%s is refused", async (_, text, message) => {
    const workspace = await openWorkspace({});

    const { exitCode, output, errorOutput } = await workspace.runWith(text, "export");

    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errorOutput).toContain(message);
  });

  test("is not waited for at a keyboard", async () => {
    const { exitCode, errorOutput } = await (await openWorkspace({})).run("export");

    expect(exitCode).toBe(2);
    expect(errorOutput).toContain("give ARM ids, or what az prints on standard input");
  });
});

describe("by ARM id", () => {
  test("a pool is read, and all pools of a group, each once", async () => {
    const workspace = await openWorkspace({});
    for (const name of ["one", "two"]) workspace.pools.set(poolId(name), PYTHON);
    workspace.pools.set(poolId("elsewhere", "other"), PYTHON);
    const ids = [poolPath(poolId("two")), groupPath(poolId(""))];

    const { exitCode, output } = await workspace.run("export", ...ids);

    expect(exitCode).toBe(0);
    expect(output.split("---\n").map((text) => read(text).spec?.pool.name)).toEqual(["two", "one"]);
  });

  test("a pool that is not there, an id of something else and a refusal of ARM's are told", async () => {
    const workspace = await openWorkspace({});
    workspace.pools.failNext(
      "list",
      new Refused({ code: "AuthorizationFailed", message: "no\nrole", status: 403 }),
    );

    const outcomes = [
      await workspace.run("export", poolPath(poolId("lost"))),
      await workspace.run(
        "export",
        "/subscriptions/1/resourceGroups/rg/providers/Microsoft.App/containerApps/x",
      ),
      await workspace.run("export", groupPath(poolId(""))),
    ];

    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
    expect(outcomes[0]?.errorOutput).toBe(
      `poolkeeper: there is no session pool ${poolPath(poolId("lost"))}\n`,
    );
    expect(outcomes[1]?.errorOutput).toContain("is no ARM id of a session pool or resource group");
    expect(outcomes[2]?.errorOutput).toBe("poolkeeper: AuthorizationFailed: no\n  role\n");
  });

  test("who is not signed in is told how", async () => {
    const workspace = await openWorkspace({});
    const message = "ARM: no credential\nCredentialUnavailableError: nobody set this up";
    workspace.pools.failNext("get", new Busy({ code: "NoToken", message }));

    const { errorOutput } = await workspace.run("export", poolPath(poolId("one")));

    expect(errorOutput).toBe(
      "poolkeeper: NoToken: ARM: no credential\n  Sign in first, such as with: az login\n",
    );
  });
});

describe("into files", () => {
  test("each pool has its own, and they validate together", async () => {
    const workspace = await openWorkspace({});
    const pools = JSON.stringify([await foundAt(PYTHON, "one"), await foundAt(CUSTOM, "two")]);

    const { exitCode, output } = await workspace.runWith(pools, "export", "--output", "pools/live");

    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: "Wrote pools/live/one.yaml\nWrote pools/live/two.yaml\n",
    });
    const validated = await workspace.run("validate", "pools");
    expect(validated.exitCode).toBe(0);
    expect(validated.output).toMatch(/^0 errors, \d+ warnings? in 2 files\n$/m);
    expect(await workspace.read("pools/live/one.yaml")).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/node_/,
    );
  });

  test("none is written if one is there already, unless force is used", async () => {
    const workspace = await openWorkspace({ "two.yaml": "mine" });
    const pools = JSON.stringify([await foundAt(PYTHON, "one"), await foundAt(PYTHON, "two")]);

    const refused = await workspace.runWith(pools, "export", "-o", ".");
    const one = await workspace.read("one.yaml").catch(() => "none");
    const forced = await workspace.runWith(pools, "export", "-o", ".", "--force");

    expect(refused.errorOutput).toBe("poolkeeper: two.yaml is there already: --force writes over it\n");
    expect(one).toBe("none");
    expect(forced.exitCode).toBe(0);
    expect(await workspace.read("two.yaml")).toContain("name: two\n");
  });

  test("two pools of one name don't write over each other", async () => {
    const workspace = await openWorkspace({});
    const pool = await foundAt(PYTHON, "one");
    const twin = { ...pool, id: poolPath(poolId("one", "other")) };

    const { exitCode, errorOutput } = await workspace.runWith(
      JSON.stringify([pool, twin]),
      "export",
      "-o",
      ".",
    );

    expect(exitCode).toBe(2);
    expect(errorOutput).toContain("two pools would be one.yaml");
  });
});

async function foundAt(body: object, name = "pool1") {
  const arm = laptopArm({ operationSeconds: 0 });
  await arm.ask("PUT", poolAt(name), body);
  return (await arm.ask("GET", poolAt(name))).body;
}

/** The same JSON with the members of each object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

const EXPORTED = `# yaml-language-server: $schema=node_modules/poolkeeper/src/spec/session-pool.schema.json
# ${poolAt("pool1")}
subscriptionId: 34adfa4f-cedf-4dc0-ba29-b6d1a69ab345
resourceGroup: rg
name: pool1
location: East US
identity:
  type: SystemAssigned
properties:
  environmentId: ${ENVIRONMENT.replace("resourceGroups", "resourcegroups")}
  containerType: CustomContainer
  poolManagementType: Dynamic
  scaleConfiguration:
    maxConcurrentSessions: 500
    readySessionInstances: 100
  dynamicPoolConfiguration:
    lifecycleConfiguration:
      lifecycleType: OnContainerExit
      maxAlivePeriodInSeconds: 86400
  customContainerTemplate:
    registryCredentials:
      server: test.azurecr.io
      identity: /subscriptions/7a497526-bb8d-4816-9795-db1418a1f977/resourcegroups/test/providers/Microsoft.ManagedIdentity/userAssignedIdentities/testSP
    containers:
      - image: repo/testcontainer:v4
        name: testinitcontainer
        command:
          - /bin/sh
        args:
          - -c
          - while true; do echo hello; sleep 10;done
        resources:
          cpu: 0.25
          memory: 0.5Gi
    ingress:
      targetPort: 80
  sessionNetworkConfiguration:
    status: EgressEnabled
  managedIdentitySettings:
    - identity: system
      lifecycle: Main
`;
