import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mistakesOf } from "./rules.ts";

const FOLDER = join(import.meta.dirname, "../../.github/workflows");
const NAMES = (await readdir(FOLDER)).sort();
const textOf = (name: string): Promise<string> => readFile(join(FOLDER, name), "utf8");

test("there are the workflows that docs/operations.md names", () => {
  expect(NAMES).toEqual(["ci.yml", "deploy.yml", "infra.yml"]);
});

test.each(NAMES)("%s pins its actions, has the least rights and stores no secret", async (name) => {
  expect(mistakesOf(await textOf(name))).toEqual([]);
});

describe("in the deployment it would be seen", () => {
  const PLANTS: readonly (readonly [from: string, to: string, mistake: string])[] = [
    ["de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "v6", "not pinned: - uses: actions/checkout@v6"],
    [" # v6.0.2", "", "not pinned: - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd"],
    ["permissions:\n  contents: read\n", "", "the workflow does not say its permissions"],
    ["  contents: read\n", "  contents: write\n", "the workflow has contents: write"],
    ["vars.AZURE_CLIENT_ID", "secrets.AZURE_CLIENT_ID", `a stored secret: \${{ secrets.AZURE_CLIENT_ID }}`],
    ["  workflow_dispatch:\n", "  pull_request_target:\n", "runs a stranger's code with our rights"],
    ['--name "$APP"', `--name \${{ vars.APP_NAME }}`, "deploy puts what it is given into a script"],
    ["    timeout-minutes: 20\n", "", "deploy may run for ever"],
    [
      "      - name: Wait",
      "      - run: npm ci\n      - name: Wait",
      "deploy runs packages while it can ask for a token of Azure",
    ],
  ];

  test.each(PLANTS)("where %j was written as %j", async (from, to, mistake) => {
    const text = await textOf("deploy.yml");
    expect(text).toContain(from);

    expect(mistakesOf(text.replace(from, () => to))).toContain(mistake);
  });
});
