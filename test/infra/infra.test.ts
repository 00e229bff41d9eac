import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { FOLDER } from "../../scripts/package.ts";
import { parseSources } from "../../src/source-settings.ts";
import { RULES } from "./promises.ts";
import { asked, CHOICES, settingsOf } from "./settings.ts";
import { ROOT, readInfra, readTexts } from "./templates.ts";

const TEXTS = await readTexts();
const INFRA = readInfra(TEXTS);
describe.each(RULES)("%s", (_, rule, plants) => {
  test("in the templates as they are", () => {
    expect(rule(INFRA)).toEqual([]);
  });

  test.each(plants)("and in %s it is seen where %j was written as %j", (path, from, to, problem) => {
    expect(TEXTS.get(path)).toContain(from);

    const planted = readInfra(new Map([...TEXTS, [path, TEXTS.get(path)?.replace(from, () => to) ?? ""]]));

    expect(rule(planted).join("\n")).toContain(problem);
  });
});

/** What config.ts can read, and a deployment has no use for. */
const NOT_IN_AZURE = ["KEY_VAULT_ENDPOINT", "PoolkeeperStorage"];
/** Read by the Functions host, not by config.ts. */
const OF_THE_HOST =
  /^(APPLICATIONINSIGHTS_|AzureWebJobsStorage__|PoolkeeperStorage__(credential|clientId)$|FUNCTIONS_REQUEST_BODY_SIZE_LIMIT$|languageWorkers__node__arguments$)/;

describe("the settings of the app", () => {
  test.each(CHOICES)("are all that config.ts requires, with $name", (choice) => {
    expect(() => asked(settingsOf(INFRA, choice))).not.toThrow();
  });

  test("are known to config.ts or to the host, and leave out only what is not for Azure", () => {
    const set = new Set(CHOICES.flatMap((choice) => Object.keys(settingsOf(INFRA, choice))));
    const known = new Set(CHOICES.flatMap((choice) => asked(settingsOf(INFRA, choice))));

    expect([...set].filter((name) => !known.has(name) && !OF_THE_HOST.test(name))).toEqual([]);
    expect([...known].filter((name) => !set.has(name)).sort()).toEqual(NOT_IN_AZURE);
  });

  test("are missed by config.ts where a line of the template is", () => {
    const text = TEXTS.get("modules/app.bicep") ?? "";
    const lines = [
      "POLL_SCHEDULE: pollSchedule",
      "POOLKEEPER_SOURCES: sources",
      "PoolkeeperStorage__blobServiceUri: blobEndpoint",
    ];

    for (const line of lines) {
      expect(text).toContain(`  ${line}\n`);
      const planted = readInfra(new Map([...TEXTS, ["modules/app.bicep", text.replace(`  ${line}\n`, "")]]));
      expect(() => asked(settingsOf(planted, CHOICES[0] as (typeof CHOICES)[0]))).toThrow(line.split(":")[0]);
    }
  });

  test("show the host the way to each connection that a function names, by the identity", async () => {
    const files = await readdir(join(ROOT, "functions"));
    const texts = await Promise.all(files.map((name) => readFile(join(ROOT, "functions", name), "utf8")));
    const named = texts.flatMap((text) =>
      [...text.matchAll(/\bconnection: "(\w+)"/g)].map(([, name = ""]) => name),
    );

    const set = Object.keys(settingsOf(INFRA, CHOICES[0] as (typeof CHOICES)[0]));

    expect(named.length).toBeGreaterThan(4);
    for (const name of named)
      expect(set).toEqual(
        expect.arrayContaining(
          ["queueServiceUri", "credential", "clientId"].map((part) => `${name}__${part}`),
        ),
      );
  });

  test("of the host are those that README.md lists", async () => {
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const listed = readme.split("\n").filter((line) => line.includes("read by the Functions host"));
    const names = listed
      .flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name))
      .filter((name) => /^[A-Z]|__/.test(name));

    for (const name of names)
      expect(settingsOf(INFRA, CHOICES[0] as (typeof CHOICES)[0])).toHaveProperty([name]);
    expect(names).toEqual(
      expect.arrayContaining(["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "languageWorkers__node__arguments"]),
    );
  });
});

test("a source of the templates has every property that config.ts knows, and no other", () => {
  const [, type = ""] = /^type source = \{\n(.*?)^\}/ms.exec(TEXTS.get("main.bicep") ?? "") ?? [];
  const written = [...type.matchAll(/^ {2}(\w+): /gm)].map(([, name = ""]) => name);

  const { problems } = parseSources('[{ "unheardOf": 1 }]');

  const [, known = ""] = /unheardOf is unknown: a source has (.+)$/m.exec(problems.join("\n")) ?? [];
  expect(written.toSorted()).toEqual(known.split(", ").toSorted());
});

test("azd deploys what the package lays out, to the app that the templates make", async () => {
  const azd = parse(await readFile(join(ROOT, "azure.yaml"), "utf8")) as {
    readonly services: { readonly [name: string]: object };
    readonly hooks: object;
  };
  const [[name, service] = []] = Object.entries(azd.services);

  expect(service).toEqual({
    project: ".",
    language: "js",
    host: "function",
    dist: FOLDER,
    remoteBuild: false,
  });
  expect(azd.hooks).toEqual({ prepackage: { shell: "sh", run: "npm ci && npm run package" } });
  expect(TEXTS.get("modules/app.bicep")).toContain(`'azd-service-name': '${name}'`);
});
