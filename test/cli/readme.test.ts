import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CUSTOM_CONTAINER, interpreter } from "../local/demo/specs.ts";
import { openWorkspace } from "./workspace.ts";

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

test("what the README shows is what validate says of the demo's repository", async () => {
  const [, command = "", shown] = /```console\n\$ npx poolkeeper (.*)\n([^`]*)```/.exec(README) ?? [];
  const workspace = await openWorkspace({
    "pools/interpreter.yaml": interpreter("plenty"),
    "pools/testsessionpool.yaml": CUSTOM_CONTAINER,
  });

  const { output } = await workspace.run(...command.split(" "));

  expect(command).toBe("validate pools/");
  expect(output).toBe(shown);
});

test("the demo's specs themselves are right", async () => {
  const workspace = await openWorkspace({
    "pools/interpreter.yaml": interpreter(100),
    "pools/testsessionpool.yaml": CUSTOM_CONTAINER,
  });

  expect(await workspace.run("validate", "pools/")).toMatchObject({ exitCode: 0 });
});

test("every command line in the README is one that the program knows", async () => {
  const commands = Array.from(README.matchAll(/npx poolkeeper ([^`\n]*)/g), ([, line = ""]) => line.trim());
  const workspace = await openWorkspace({
    "pools/a.yaml": interpreter(100),
    "pools/b.yaml": CUSTOM_CONTAINER,
  });

  const outcomes = await Promise.all(commands.map((line) => workspace.runWith("[]", ...line.split(" "))));

  const misunderstood = commands.filter((_, index) => outcomes[index]?.errorOutput?.includes("--help"));
  expect(commands.length).toBeGreaterThan(4);
  expect(misunderstood).toEqual([]);
});
