import { expect, test } from "vitest";
import { plantTree } from "./planted-tree.ts";

const PACKAGE = {
  name: "planted",
  type: "module",
  dependencies: { ajv: "8.20.0", yaml: "2.9.1" },
  devDependencies: { vitest: "4.1.12" },
};

test("a file, an export, a type and a package that nobody uses are found, and those in use are not", async () => {
  const tree = await plantTree({
    "package.json": JSON.stringify(PACKAGE),
    "functions/index.ts": 'import { live } from "../src/pool/live.ts";\nlive();\n',
    "src/pool/live.ts":
      'import { parse } from "yaml";\nexport const live = () => parse("1");\nexport const dead = 1;\nexport type Dead = 1;\n',
    "src/pool/forgotten.ts": "export const forgotten = 1;\n",
    "test/pool/live.test.ts": 'import { live } from "../../src/pool/live.ts";\nlive();\n',
  });

  const { code, stdout } = await tree.run("knip", "--reporter=compact");

  expect(stdout).toContain("src/pool/forgotten.ts");
  expect(stdout).toContain("src/pool/live.ts: dead");
  expect(stdout).toContain("src/pool/live.ts: Dead");
  expect(stdout).toContain("ajv");
  expect(stdout).not.toContain("yaml");
  expect(stdout).not.toContain("live.test.ts");
  expect(code).not.toBe(0);
});

test("a file and a package that only tests use are no part of production", async () => {
  const tree = await plantTree({
    "package.json": JSON.stringify(PACKAGE),
    "functions/index.ts": 'import { parse } from "yaml";\nparse("1");\n',
    "src/pool/tested.ts": "export const tested = 1;\n",
    "test/pool/tested.test.ts":
      'import { Ajv } from "ajv";\nimport { tested } from "../../src/pool/tested.ts";\nnew Ajv({ tested });\n',
  });

  const { code, stdout } = await tree.run(
    "knip",
    "--reporter=compact",
    "--production",
    "--include=files,dependencies",
  );

  expect(stdout).toContain("src/pool/tested.ts");
  expect(stdout).toContain("ajv");
  expect(stdout).not.toContain("yaml");
  expect(code).not.toBe(0);
});
