import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { build } from "../../scripts/build.ts";
import { plantTree, ROOT } from "./planted-tree.ts";

/** Every SDK, because each of them has its own way of not being bundled. */
const APP = `
import { app } from "@azure/functions";
import { createPipelineRequest } from "@azure/core-rest-pipeline";
import { ManagedIdentityCredential } from "@azure/identity";
import { BlobServiceClient } from "@azure/storage-blob";
import { QueueServiceClient } from "@azure/storage-queue";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import { Webhooks } from "@octokit/webhooks";
import { parse } from "yaml";

class Refused extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

app.timer("planted", {
  schedule: "0 0 0 1 1 *",
  handler: () => {
    new ManagedIdentityCredential();
    new BlobServiceClient("https://account.blob.core.windows.net");
    new QueueServiceClient("https://account.queue.core.windows.net");
    new Octokit({ authStrategy: createAppAuth, auth: { appId: 1, privateKey: "key" } });
    new Webhooks({ secret: "secret" });
    createPipelineRequest({ url: parse("https://management.azure.com") });
    throw new Refused("as planned");
  },
});
`;

/** Loads a bundle as the Functions worker does, calls its one function and prints what it threw. */
const LOAD = `
import { offerCoreModule } from ${JSON.stringify(pathToFileURL(join(ROOT, "test/local/functions-host/core-module.ts")))};
const { functions } = offerCoreModule();
await import(process.argv[1]);
for (const [name, { callback }] of functions) {
  try { callback(); } catch (error) { console.log(name + ": " + error.name + ": " + error.message); }
}
`;

test("a bundle with every SDK loads without node_modules, and its errors keep their names", async () => {
  const tree = await plantTree({ "index.ts": APP });
  const { outfile, bytes } = await build({
    entry: join(tree.path, "index.ts"),
    outfile: join(tree.path, "main.mjs"),
  });
  await rm(join(tree.path, "node_modules"));

  const printed = await tree.run("node", "--input-type=module", "--eval", LOAD, pathToFileURL(outfile).href);

  expect(printed).toEqual({ code: 0, stdout: "planted: Refused: as planned\n", output: expect.any(String) });
  expect(bytes).toBeLessThan(2 * 1024 * 1024);
});

test("the same source gives the same bytes", async () => {
  const tree = await plantTree({ "index.ts": APP });
  const [one, two] = ["a/main.mjs", "b/main.mjs"].map((name) => join(tree.path, name)) as [string, string];

  for (const outfile of [one, two]) await build({ entry: join(tree.path, "index.ts"), outfile });

  for (const ending of ["", ".map", ".LEGAL.txt"]) {
    const bytes = await readFile(one + ending);
    expect(bytes.equals(await readFile(two + ending))).toBe(true);
  }
});

test("what is imported when it is needed is in the same file, and is not evaluated before", async () => {
  const tree = await plantTree({
    "index.ts": 'console.log("loaded");\nexport const use = () => import("./late.ts");\n',
    "late.ts": 'console.log("evaluated");\nexport const late = true;\n',
  });
  const { outfile } = await build({
    entry: join(tree.path, "index.ts"),
    outfile: join(tree.path, "main.mjs"),
  });
  await rm(join(tree.path, "late.ts"));
  const use = 'const { use } = await import(process.argv[1]); console.log("asked"); await use();';

  const printed = await tree.run("node", "--input-type=module", "--eval", use, pathToFileURL(outfile).href);

  expect(printed).toMatchObject({ code: 0, stdout: "loaded\nasked\nevaluated\n" });
});

test("the client of Key Vault is in the app's bundle, and imported only when it is needed", async () => {
  const tree = await plantTree({});

  const { metafile } = await build({ outfile: join(tree.path, "main.mjs") });

  const imports = Object.entries(metafile.inputs)
    .filter(([path]) => !path.startsWith("node_modules/"))
    .flatMap(([path, input]) => input.imports.map((found) => ({ ...found, by: path })))
    .filter(({ path }) => path.includes("@azure/keyvault-secrets"));
  expect(imports.map(({ by, kind }) => `${by} ${kind}`)).toEqual(["src/keyvault/secrets.ts dynamic-import"]);
});
