import { expect, test } from "vitest";
import { biomeFindings } from "./biome-findings.ts";

/** Time, chance, the environment and the network, one a line. */
const EFFECTS = [
  "export const a = Date.now();",
  "export const b = Date.now;",
  "export const { now } = Date;",
  "export const c = new Date();",
  "export const d = Date();",
  "export const e = performance.now();",
  "export const f = Math.random();",
  "export const g = crypto.randomUUID();",
  "export const h = process.env;",
  'export const i = fetch("https://management.azure.com");',
  "export const j = setTimeout(() => {}, 1);",
  "export const k = setInterval(() => {}, 1);",
  "export const l = setImmediate(() => {});",
  "export const m = AbortSignal.timeout(1);",
  "export const n = globalThis.Date;",
];

/** What looks like an effect and is none. */
const HARMLESS = [
  'export const a = new Date("2025-07-01T00:00:00Z").getTime();',
  "export const b = (at: number) => new Date(at).toISOString();",
  "export const c = Math.floor(Date.parse('2025-07-01') / 1000);",
  "export const d = (clock: { now(): number }) => clock.now();",
  "export const e = (fetch: () => string, process: { env: string }) => fetch() + process.env;",
];

test.each([
  "functions/planted.ts",
  "src/config.ts",
  "src/poolkeeper.ts",
  "src/pool/planted.ts",
  "src/sync/planted.ts",
  "src/a-new-folder/planted.ts",
  "src/cli/planted.ts",
  "src/cli/disk.ts",
])("%s has no clock, no chance, no environment and no network of its own", async (file) => {
  const findings = await biomeFindings({
    [file]: EFFECTS.join("\n"),
    "src/pool/harmless.ts": HARMLESS.join("\n"),
  });

  const found = findings.filter((finding) => finding.file === file && isEffect(finding.rule));
  expect(new Set(found.map(({ line }) => EFFECTS[line - 1]))).toEqual(new Set(EFFECTS));
  expect(findings.filter((finding) => finding.file === "src/pool/harmless.ts")).toEqual([]);
});

test.each([
  "src/app.ts",
  "src/arm/planted.ts",
  "src/cli/azure.ts",
  "src/cli/main.ts",
  "src/github/planted.ts",
  "src/identity/planted.ts",
  "src/keyvault/planted.ts",
  "src/storage/planted.ts",
])("%s may have them", async (file) => {
  const findings = await biomeFindings({ [file]: EFFECTS.join("\n") });

  expect(findings.filter(({ rule }) => isEffect(rule))).toEqual([]);
});

function isEffect(rule: string): boolean {
  return ["plugin", "lint/nursery/noJsRestrictedProperties", "lint/style/noRestrictedGlobals"].includes(rule);
}
