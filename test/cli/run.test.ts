import { describe, expect, test } from "vitest";
import { openWorkspace, specOf } from "./workspace.ts";

const GROUPS = "/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups";

describe("a call that can't be understood", () => {
  test.each([
    [["validate", "--fromat", "json"], "Unknown option '--fromat'"],
    [["validate", "--format"], "Option '-f, --format <value>' argument missing"],
    [["validate", "--format", "xml"], '--format "xml": there is human, json, github, sarif'],
    [["validate", "--resource-group", "rg"], '--resource-group "rg": write the group\'s ARM id'],
    [
      ["validate", "--resource-group", "/subscriptions/x/resourceGroups/rg"],
      '--resource-group "/subscriptions/x/resourceGroups/rg" has no UUID',
    ],
    [["export", `${GROUPS}/..`], `"${GROUPS.slice(0, 60)}…" names no resource group`],
    [["export", `${GROUPS}/a?x=1`], `"${GROUPS.slice(0, 60)}…" names no resource group`],
    [["validate", "--max-warnings", "-1"], "Option '--max-warnings"],
    [["validate", "--max-warnings", "few"], '--max-warnings "few": write a whole number'],
    [["validate", "--stdin-path", "a.yaml"], "--stdin-path names what comes on standard input"],
    [["validate", "--stdin-path", "", "-"], "--stdin-path is empty"],
    [["valdate"], 'there is no command "valdate": did you mean validate?'],
    [["--colour"], 'there is no option "--colour"'],
  ])("%j is told so, with the way to help", async (args, message) => {
    const workspace = await openWorkspace({ "a.yaml": specOf("one") });

    const { exitCode, output, errorOutput } = await workspace.run(...args);

    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errorOutput).toContain(`poolkeeper: ${message}`);
    expect(errorOutput).toMatch(/\nSee: poolkeeper .*--help\n$/);
  });

  test("what stands behind -- is a path, whatever it looks like", async () => {
    const workspace = await openWorkspace({});

    const { exitCode, errorOutput } = await workspace.run("validate", "--", "--help");

    expect({ exitCode, errorOutput }).toEqual({
      exitCode: 2,
      errorOutput: "poolkeeper: --help: no such file or directory\n",
    });
  });

  test("nothing at all gets the help, and is no success", async () => {
    const workspace = await openWorkspace({});

    const { exitCode, errorOutput } = await workspace.run();

    expect(exitCode).toBe(2);
    expect(errorOutput).toContain("Usage: poolkeeper <command>");
  });
});

describe("help", () => {
  test.each([
    [["--help"], "Usage: poolkeeper <command>"],
    [["-h"], "Usage: poolkeeper <command>"],
    [["help"], "Usage: poolkeeper <command>"],
    [["help", "init"], "Usage: poolkeeper init"],
    [["validate", "--help"], "Usage: poolkeeper validate"],
    [["validate", "pools", "-h", "--nonsense"], "Usage: poolkeeper validate"],
    [["export", "--help"], "Usage: az containerapp sessionpool show"],
    [["--version"], "1.2.3\n"],
    [["-v"], "1.2.3\n"],
  ])("%j goes to standard output, with success", async (args, text) => {
    const workspace = await openWorkspace({});

    const { exitCode, output, errorOutput } = await workspace.run(...args);

    expect({ exitCode, errorOutput }).toEqual({ exitCode: 0, errorOutput: undefined });
    expect(output).toContain(text);
  });
});
