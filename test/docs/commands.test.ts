import { describe, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { COMMAND_HELP } from "../../src/cli/help.ts";
import { fileOf, readInfra, readTexts } from "../infra/templates.ts";
import { readText } from "./source-texts.ts";

const TEXTS = await readTexts();
const INFRA = readInfra(TEXTS);
const MAIN = fileOf(INFRA, "main.bicep");
const PARAMETERS = TEXTS.get("main.bicepparam") ?? "";
const OPERATIONS = await readText("docs/operations.md");
const PAGES = ["README.md", "docs/operations.md", "docs/security.md", "docs/audit-format.md", "docs/logs.md"];

const all = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, found = ""]) => found))].sort();

describe.each(PAGES)("%s", async (path) => {
  const page = await readText(path);

  test("names only outputs that the templates have", () => {
    const outputs = MAIN.outputs.map(({ name }) => name);
    const named = [...all(page, /<([A-Z]+(?:_[A-Z]+)+)>/g), ...all(page, /`([A-Z]+_URL|VAULTS_\w+)`/g)];

    expect(named.filter((name) => !outputs.includes(name) && name !== "GITHUB_API_URL")).toEqual([]);
  });

  test("sets only what main.bicepparam reads of the environment", () => {
    const read = all(PARAMETERS, /readEnvironmentVariable\('(\w+)'/g);
    const set = all(page, /(?:^|\s)(?:export |unset )?((?:POOLKEEPER|AZURE)_[A-Z_]+)=/gm);

    expect(set.filter((name) => !read.includes(name))).toEqual([]);
  });

  test("names only resources that the templates make", () => {
    const templates = [...TEXTS.values()].join("\n");
    const named = all(page, /\b([a-z]+-poolkeeper-prod)\b/g);
    const made = named.map((name) => name.replace("-poolkeeper-prod", ""));

    expect(
      made.filter(
        (kind) => !templates.includes(`'${kind}-poolkeeper-`) && !templates.includes(`'${kind}-\${suffix}`),
      ),
    ).toEqual([]);
  });

  test("calls only scripts and commands that there are, with options that they take", () => {
    const scripts = all(page, /npm run ([\w:-]+)/g);
    const calls = [...page.matchAll(/npx poolkeeper ([a-z]+)([^`\n]*)/g)].map(
      ([, command = "", rest = ""]) => {
        const help = command in COMMAND_HELP ? COMMAND_HELP[command as keyof typeof COMMAND_HELP] : "";
        return [...rest.matchAll(/--[a-z-]+/g), [" "]].flatMap(([option = ""]) =>
          help.includes(option) ? [] : [`${command} ${option}`],
        );
      },
    );

    expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([]);
    expect(calls.flat()).toEqual([]);
  });
});

test("docs/operations.md says what to set of all that main.bicepparam reads", () => {
  for (const name of all(PARAMETERS, /readEnvironmentVariable\('(\w+)'/g)) expect(OPERATIONS).toContain(name);
});

/** Of defaults, where a person says it in other words. */
const WORDS: { readonly [parameter: string]: string } = {
  auditDeleteAfterDays: "never",
  pollSchedule: "every five minutes",
  snapshotSchedule: "every hour",
};

test("docs/operations.md says what each parameter is without a value", () => {
  const [, table = ""] = OPERATIONS.split("\n## Parameters\n");
  const defaults = [...MAIN.text.matchAll(/^param (\w+) (?:int|bool|string) = '?([^'\n]*)'?$/gm)];
  const untrue = defaults.filter(([, name = "", value = ""]) => {
    const row = table.split("\n").find((line) => line.startsWith(`| \`${name}\` |`)) ?? "";
    const cell = row.split(" | ").at(-1) ?? "";
    return value !== "" && !cell.includes(WORDS[name] ?? value);
  });

  expect(defaults.length).toBeGreaterThan(15);
  expect(untrue.map(([line]) => line)).toEqual([]);
});

test("docs/operations.md names the variables that the workflows read, and no others", async () => {
  const workflows = (
    await Promise.all(["ci", "deploy", "infra"].map((name) => readText(`.github/workflows/${name}.yml`)))
  ).join("\n");
  const [, section = ""] = OPERATIONS.split("\n## Workflows\n");
  const [, after = ""] = (section.split("\n## ")[0] ?? "").split("these variables of the repository");

  expect(all(after, /`([A-Z]+(?:_[A-Z]+)+)`/g).filter((name) => name !== "HEALTH_URL")).toEqual(
    all(workflows, /\bvars\.(\w+)/g),
  );
});
