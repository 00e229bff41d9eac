import { expect, test } from "vitest";
import { biomeFindings } from "./biome-findings.ts";

const PLANTED: { readonly [path: string]: string } = {
  "src/pool/egg.ts": 'import type { Hen } from "./hen.ts";\nexport interface Egg { from: Hen }\n',
  "src/pool/hen.ts": 'import type { Egg } from "./egg.ts";\nexport interface Hen { lays: Egg }\n',
  "src/pool/barrel.ts": 'export * from "./plain.ts";\n',
  "src/pool/plain.ts": "export const plain = 1;\n",
  "src/pool/camelCase.ts": "export const camel = 1;\n",
  "src/arm/loud.ts": 'export const loud = () => console.log("loud");\n',
  "test/pool/skipped.test.ts": 'import { test } from "vitest";\ntest.skip("later", () => {});\n',
  "test/pool/focused.test.ts": 'import { test } from "vitest";\ntest.only("mine", () => {});\n',
  "src/pool/keys.ts": 'export const keys = (map: Record<string, string>) => map["key"];\n',
  "src/pool/loose.ts": "export const loose = (value: any) => value;\n",
};

test("cycles, barrels, odd names, printing and skipped tests are found", async () => {
  const findings = await biomeFindings(PLANTED);

  expect(findings.map(({ file, rule }) => `${file} ${rule.split("/").at(-1)}`)).toEqual([
    "src/arm/loud.ts noConsole",
    "src/pool/barrel.ts noBarrelFile",
    "src/pool/camelCase.ts useFilenamingConvention",
    "src/pool/egg.ts noImportCycles",
    "src/pool/hen.ts noImportCycles",
    "src/pool/keys.ts useLiteralKeys",
    "src/pool/loose.ts noExplicitAny",
    "test/pool/focused.test.ts noFocusedTests",
    "test/pool/skipped.test.ts noSkippedTests",
  ]);
});
