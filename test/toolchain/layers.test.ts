import { expect, test } from "vitest";
import { biomeFindings } from "./biome-findings.ts";

const PURE = ["audit", "documents", "pool", "shared", "spec"];
const ADAPTERS = ["arm", "github", "identity", "keyvault", "storage"];
const USE_CASES = [
  "abandoned",
  "configuration",
  "health",
  "poll",
  "recheck",
  "reconcile",
  "rollout",
  "snapshot",
  "sync",
  "webhook",
];

const PURE_FILES = PURE.map((folder) => `src/${folder}/other.ts`);
const ADAPTER_FILES = ADAPTERS.map((folder) => `src/${folder}/other.ts`);
const USE_CASE_FILES = USE_CASES.map((folder) => `src/${folder}/other.ts`);
const SDKS = ["@azure/functions", "@azure/storage-blob", "@octokit/core"];
const NODE = ["node:fs", "node:path", "node:http", "node:timers/promises", "fs"];
/** What the command line does to the machine and to Azure. */
const CLI_OUTSIDE = ["azure", "disk", "folder", "keys", "main"].map((name) => `src/cli/${name}.ts`);

const TARGETS = [
  ...PURE_FILES,
  ...ADAPTER_FILES,
  ...USE_CASE_FILES,
  ...SDKS,
  ...NODE,
  ...CLI_OUTSIDE,
  "src/cli/other.ts",
  "src/a-new-folder/other.ts",
  "src/app.ts",
  "src/config.ts",
  "src/poolkeeper.ts",
  "src/ports.ts",
  "src/source-settings.ts",
  "functions/other.ts",
  "scripts/build.ts",
  "test/fakes/fixed-clock.ts",
  "esbuild",
  "yaml",
];

/** Who may import what, apart from its own folder. Whatever is not named here must be refused. */
const MAY: readonly (readonly [importer: string, targets: readonly string[]])[] = [
  ["functions/planted.ts", ["@azure/functions", "functions/other.ts", "src/app.ts"]],
  ...[...USE_CASES, "a-new-folder"].map(
    (folder) =>
      [`src/${folder}/planted.ts`, [...PURE_FILES, `src/${folder}/other.ts`, "src/ports.ts"]] as const,
  ),
  ...ADAPTERS.map(
    (folder) =>
      [
        `src/${folder}/planted.ts`,
        [...PURE_FILES, `src/${folder}/other.ts`, ...SDKS, ...NODE.slice(0, 4), "src/ports.ts"],
      ] as const,
  ),
  ...PURE.map((folder) => [`src/${folder}/planted.ts`, [...PURE_FILES, "yaml"]] as const),
  ["src/cli/planted.ts", [...PURE_FILES, "src/cli/other.ts", "src/ports.ts", "yaml"]],
  ...["disk", "folder", "keys"].map(
    (name) => [`src/cli/${name}.ts`, [...PURE_FILES, ...NODE.slice(0, 2)]] as const,
  ),
  ["src/cli/azure.ts", [...PURE_FILES, "src/arm/other.ts", "src/storage/other.ts", "src/ports.ts"]],
  ["src/cli/main.ts", [...NODE.slice(0, 4), ...CLI_OUTSIDE, "src/cli/other.ts"]],
  ["src/config.ts", [...PURE_FILES, "src/source-settings.ts"]],
  ["src/source-settings.ts", PURE_FILES],
  ["src/ports.ts", PURE_FILES],
  [
    "src/poolkeeper.ts",
    [...PURE_FILES, ...USE_CASE_FILES, "src/a-new-folder/other.ts", "src/config.ts", "src/ports.ts"],
  ],
  [
    "src/app.ts",
    TARGETS.filter(
      (target) => !["functions/", "scripts/", "src/cli/", "test/"].some((top) => target.startsWith(top)),
    ),
  ],
];

test("every layer may import what the design says, and nothing else", async () => {
  const texts = MAY.map(([importer]) => [importer, importsOf(importer)] as const);

  const findings = await biomeFindings(Object.fromEntries(texts));

  for (const [importer, may] of MAY) {
    const refused = TARGETS.filter((_, index) =>
      findings.some(
        ({ file, line, rule }) =>
          file === importer && line === index + 1 && rule === "lint/style/noRestrictedImports",
      ),
    );
    const shouldBe = TARGETS.filter((target) => !may.includes(target));
    expect({ importer, refused }).toEqual({ importer, refused: shouldBe });
  }
});

test("no way of importing gets round a layer", async () => {
  const ways = [
    'import { build } from "../arm/pools.ts";',
    'import type { Pools } from "../arm/pools.ts";',
    'export { remove } from "../arm/pools.ts";',
    'export type { Removed } from "../arm/pools.ts";',
    'export const late = await import("../arm/pools.ts");',
    'import { detour } from "./../arm/pools.ts";',
    'import { longDetour } from "../pool/../arm/pools.ts";',
    'import { whole } from "../arm";',
    'import { top } from "..";',
  ];

  const findings = await biomeFindings({ "src/sync/planted.ts": ways.join("\n") });

  const refused = findings.filter(({ rule }) => rule === "lint/style/noRestrictedImports");
  expect(new Set(refused.map(({ line }) => ways[line - 1]))).toEqual(new Set(ways));
});

test("a command takes parseArgs from node:util, and nothing else", async () => {
  const findings = await biomeFindings({
    "src/cli/planted.ts":
      'import { parseArgs, type ParseArgsConfig } from "node:util";\nimport { inspect } from "node:util";\n',
  });

  const refused = findings.filter(({ rule }) => rule === "lint/style/noRestrictedImports");
  expect(refused.map(({ line }) => line)).toEqual([2]);
});

test("pure code hashes with node:crypto, and takes nothing else from it", async () => {
  const findings = await biomeFindings({
    "src/pool/planted.ts": [
      'import { createHash, createHmac, hash } from "node:crypto";',
      'import { randomUUID } from "node:crypto";',
      'import * as crypto from "node:crypto";',
      "export { createHash, createHmac, crypto, hash, randomUUID };",
    ].join("\n"),
    "src/sync/planted.ts": 'export { createHash } from "node:crypto";\n',
  });

  const refused = findings.filter(({ rule }) => rule === "lint/style/noRestrictedImports");
  expect(refused.map(({ file, line }) => `${file}:${line}`)).toEqual([
    "src/pool/planted.ts:2",
    "src/pool/planted.ts:3",
    "src/sync/planted.ts:1",
  ]);
});

/** One import a line, in the order of `TARGETS`. */
function importsOf(importer: string): string {
  const up = "../".repeat(importer.split("/").length - 1);
  return TARGETS.map((target) => `import "${specifier(importer, target, up)}";\n`).join("");
}

function specifier(importer: string, target: string, up: string): string {
  if (!target.endsWith(".ts")) return target;
  const folder = importer.slice(0, importer.lastIndexOf("/") + 1);
  if (target.startsWith(folder)) return `./${target.slice(folder.length)}`;
  const common = importer.startsWith("src/") && target.startsWith("src/") ? "src/" : "";
  return up.slice(common ? 3 : 0) + target.slice(common.length);
}
