import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { printLine } from "../../src/cli/human.ts";
import { CONTAINER_TYPES } from "../../src/cli/starter.ts";
import { readSpec } from "../../src/spec/read.ts";
import { openWorkspace } from "./workspace.ts";

/** Types that the api-version does not name: that Azure may refuse them can't be avoided. */
const UNNAMED: readonly string[] = ["NodeLTS", "Shell"];

describe.each(CONTAINER_TYPES)("a spec of type %s", (type) => {
  test("validates clean as it is written, with nothing to be warned about but what can't be avoided", async () => {
    const workspace = await openWorkspace({});

    const { exitCode, errorOutput } = await workspace.run("init", "--type", type, "pools/fresh");

    const { spec, problems } = readSpec({
      path: "pools/fresh.yaml",
      bytes: Buffer.from(await workspace.read("pools/fresh.yaml")),
    });
    expect(exitCode).toBe(0);
    expect(spec?.body.properties.containerType).toBe(type);
    expect(spec?.pool.name).toBe("fresh");
    const avoidable = problems.filter(
      ({ severity, pointer }) =>
        severity === "error" || !UNNAMED.includes(type) || pointer !== "/properties/containerType",
    );
    expect(avoidable).toEqual([]);
    // What validate will warn of is said at once, and by the file itself.
    expect(errorOutput).toBe(problems.map((problem) => printLine(problem)).join(""));
    for (const { code } of problems) expect(await workspace.read("pools/fresh.yaml")).toContain(code);
  });

  test("explains each property, and tells editors of the schema in its first line", async () => {
    const workspace = await openWorkspace({});

    await workspace.run("init", "--type", type, "fresh.yaml");

    const lines = (await workspace.read("fresh.yaml")).split("\n");
    expect(lines[0]).toBe(
      "# yaml-language-server: $schema=node_modules/poolkeeper/src/spec/session-pool.schema.json",
    );
    expect(lines.filter((line) => /^ *#/.test(line)).length).toBeGreaterThan(10);
    expect(lines.filter((line) => line.length > 110 && !line.includes("/subscriptions/"))).toEqual([]);
  });
});

test("without a word it is a code interpreter in this directory", async () => {
  const workspace = await openWorkspace({});

  const { output } = await workspace.run("init");

  expect(output).toBe(
    "Wrote interpreter.yaml. Make it yours, then: npx poolkeeper validate interpreter.yaml\n",
  );
  expect(await workspace.read("interpreter.yaml")).toContain("containerType: PythonLTS\n");
});

test("the target is what the options say, also where YAML would read it as something else", async () => {
  const workspace = await openWorkspace({});
  const target = ["--subscription", "12345678-0000-4000-8000-000000000001", "--resource-group", "123"];

  await workspace.run("init", "--location", "West Europe", ...target, "-t", "CustomContainer", "worker");

  const bytes = Buffer.from(await workspace.read("worker.yaml"));
  const { spec } = readSpec({ path: "worker.yaml", bytes });
  expect(spec?.pool).toEqual({ subscriptionId: target[1], resourceGroup: "123", name: "worker" });
  expect(spec?.body.location).toBe("West Europe");
  expect(spec?.body.properties.environmentId).toContain(
    "/12345678-0000-4000-8000-000000000001/resourceGroups/123/",
  );
});

test("the schema is named from where the spec is", async () => {
  const workspace = await openWorkspace({});

  await workspace.run("init", "pools/deep/one");

  expect(await workspace.read("pools/deep/one.yaml")).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/\.\.\/node_modules\/poolkeeper\/src\/spec\/session-pool\.schema\.json\n/,
  );
});

test("the schema of a cache that only this machine has is not named", async () => {
  const workspace = await openWorkspace(
    {},
    { schemaPath: "/root/.npm/_npx/1/src/spec/session-pool.schema.json" },
  );

  await workspace.run("init");

  expect(await workspace.read("interpreter.yaml")).toMatch(/^# .*=node_modules\/poolkeeper\/src\/spec\//);
});

test("the schema is where npm would put it", () => {
  const { files } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));

  expect(files).toContain("src");
});

test("a file that is there is left alone, unless force is used", async () => {
  const workspace = await openWorkspace({ "interpreter.yaml": "mine" });

  const refused = await workspace.run("init");
  const kept = await workspace.read("interpreter.yaml");
  const forced = await workspace.run("init", "--force");

  expect(refused).toMatchObject({ exitCode: 2, output: "" });
  expect(refused.errorOutput).toBe("poolkeeper: interpreter.yaml is there already: --force writes over it\n");
  expect(kept).toBe("mine");
  expect(forced.exitCode).toBe(0);
  expect(await workspace.read("interpreter.yaml")).toContain("PythonLTS");
});

test.each([
  [["init", "--type", "Python"], '--type "Python": there is PythonLTS, CustomContainer, NodeLTS, Shell'],
  [["init", "one", "two"], "one name or path at a time"],
  [["init", "one.json"], '"one.json": JSON has no comments'],
  [["init", "X"], "this would make no valid spec\nX.yaml:8:1 error spec/length name must"],
  [["init", "--subscription", "mine"], "subscriptionId must be a UUID"],
])("%j is told what is wrong, and writes nothing", async (args, message) => {
  const workspace = await openWorkspace({});

  const { exitCode, errorOutput } = await workspace.run(...args);

  expect(exitCode).toBe(2);
  expect(errorOutput).toContain(message);
  expect(await workspace.run("validate")).toMatchObject({ exitCode: 2 });
});
