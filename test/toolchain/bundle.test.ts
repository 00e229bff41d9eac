import { execFile } from "node:child_process";
import { open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { type Built, build, loadedWith } from "../../scripts/build.ts";
import type { Loaded } from "../bench/load-bundle.ts";
import { SETTINGS } from "../local-host/indexed.ts";
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

test("what is imported when it is needed is in a file of its own, and is not evaluated before", async () => {
  const tree = await plantTree({
    "index.ts": 'console.log("loaded");\nexport const use = () => import("./late.ts");\n',
    "late.ts": 'console.log("evaluated");\nexport const late = true;\n',
  });
  const { outfile, metafile } = await build({
    entry: join(tree.path, "index.ts"),
    outfile: join(tree.path, "main.mjs"),
  });
  await rm(join(tree.path, "late.ts"));
  const use = 'const { use } = await import(process.argv[1]); console.log("asked"); await use();';

  const printed = await tree.run("node", "--input-type=module", "--eval", use, pathToFileURL(outfile).href);

  expect(printed).toMatchObject({ code: 0, stdout: "loaded\nasked\nevaluated\n" });
  expect(loadedWith(outfile, metafile).filter((path) => path.includes("late"))).toEqual([]);
});

test("the entry is one file, and what is imported later shares with it what both need", async () => {
  const tree = await plantTree({
    "index.ts": `
      import { Shared } from "./shared.ts";
      export const isOurs = async () => (await import("./late.ts")).made() instanceof Shared;
    `,
    "late.ts": `
      import { Shared } from "./shared.ts";
      export { later } from "./shared.ts";
      export const made = () => new Shared();
    `,
    "shared.ts": `
      console.log("evaluated");
      export class Shared {}
      export const later = () => import("./later.ts");
    `,
    "later.ts": 'import { Shared } from "./shared.ts";\nconsole.log("later: " + Shared.name);\n',
    "other.ts": "",
  });
  const { outfile, metafile } = await build({
    entry: join(tree.path, "index.ts"),
    outfile: join(tree.path, "main.mjs"),
  });
  const use = `
    const { isOurs } = await import(process.argv[1]);
    console.log(await isOurs());
    const { later } = await import(process.argv[2]);
    await later();
  `;
  const late = Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.exports.includes("made"));

  const chunk = pathToFileURL(join(ROOT, late ?? "")).href;
  const args = ["--input-type=module", "--eval", use, pathToFileURL(outfile).href, chunk];
  const printed = await tree.run("node", ...args);

  expect(loadedWith(outfile, metafile)).toHaveLength(1);
  expect(printed).toMatchObject({ code: 0, stdout: "evaluated\ntrue\nlater: Shared\n" });
});

test("chunks of an older source are gone after the next build", async () => {
  const tree = await plantTree({
    "index.ts": 'export const use = () => import("./late.ts");\n',
    "late.ts": "",
  });
  const entry = { entry: join(tree.path, "index.ts"), outfile: join(tree.path, "main.mjs") };
  await writeFile(join(tree.path, "late.ts"), 'console.log("old");\n');
  await build(entry);
  await writeFile(join(tree.path, "late.ts"), 'console.log("new");\n');

  await build(entry);

  const chunks = (await readdir(join(tree.path, "chunks"))).filter((name) => name.endsWith(".mjs"));
  expect(chunks).toHaveLength(1);
});

test("a file of the bundle is replaced and never written into: whoever reads it meanwhile has the old one whole", async () => {
  const tree = await plantTree({ "index.ts": 'console.log("old");\n' });
  const entry = { entry: join(tree.path, "index.ts"), outfile: join(tree.path, "main.mjs") };
  await build(entry);
  const old = await readFile(entry.outfile, "utf8");
  const reader = await open(entry.outfile);
  await writeFile(join(tree.path, "index.ts"), 'console.log("new");\n');

  await build(entry);

  const read = await reader.readFile("utf8");
  await reader.close();
  expect(read).toBe(old);
  expect(await readFile(entry.outfile, "utf8")).toContain('"new"');
  expect((await readdir(tree.path)).filter((name) => name.startsWith(".new-"))).toEqual([]);
});

/** Which packages, and which folders of ours, are parsed and evaluated when the entry is loaded. */
function atOnce({ outfile, metafile }: Built): ReadonlySet<string> {
  const paths = loadedWith(outfile, metafile).flatMap((path) => {
    const inputs = metafile.outputs[path]?.inputs ?? {};
    return Object.keys(inputs).filter((input) => (inputs[input]?.bytesInOutput ?? 0) > 0);
  });
  const names = paths.map(
    (path) => /node_modules\/((@[^/]+\/)?[^/]+)\/[^:]*$/.exec(path)?.[1] ?? dirname(path),
  );
  return new Set(names);
}

test("loading the app's entry loads no package but that of Functions, and of the use cases the webhook's alone", async () => {
  const tree = await plantTree({});

  const loaded = atOnce(await build({ outfile: join(tree.path, "main.mjs") }));

  const packages = [...loaded].filter((name) => !/^(src|functions)/.test(name) && name !== ".");
  expect(packages.sort()).toEqual(["@azure/functions", "@azure/functions-extensions-base", "cookie"]);
  const folders = [...loaded].filter((name) => name.startsWith("src/"));
  for (const folder of ["arm", "keyvault", "sync", "reconcile", "spec", "snapshot"])
    expect(folders).not.toContain(`src/${folder}`);
  expect(folders).toContain("src/webhook");
});

test("an entry that imports every package at once would be found out", async () => {
  const tree = await plantTree({ "index.ts": APP });

  const loaded = atOnce(
    await build({ entry: join(tree.path, "index.ts"), outfile: join(tree.path, "main.mjs") }),
  );

  for (const name of ["@azure/identity", "@azure/storage-blob", "@azure/core-rest-pipeline", "yaml"])
    expect([...loaded]).toContain(name);
  expect([...loaded].some((name) => name.startsWith("@octokit/"))).toBe(true);
});

/** A worker in a process of its own, which has the bundle handle a signed push. */
const WORKER = join(ROOT, "test/bench/load-bundle.ts");

test("receiving a webhook loads what checks its signature, and nothing else: no client of storage, no token", async () => {
  const tree = await plantTree({});
  const built = await build({ outfile: join(tree.path, "main.mjs") });
  const { outputs } = built.metafile;
  const signatures = Object.keys(outputs).find(
    (path) => "src/github/signatures.ts" in (outputs[path]?.inputs ?? {}),
  );
  const kept = [built.outfile, join(ROOT, signatures ?? "")].flatMap((path) =>
    loadedWith(path, built.metafile).map((loaded) => basename(loaded)),
  );
  const chunks = join(tree.path, "chunks");
  for (const name of await readdir(chunks)) if (!kept.includes(name)) await rm(join(chunks, name));

  const args = [WORKER, built.outfile];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...SETTINGS } });

  const { response } = JSON.parse(stdout) as Loaded;
  expect(response.returnValue?.http?.statusCode).toBe("202");
  expect(JSON.parse(response.outputData?.[0]?.data.json ?? "")).toMatchObject([{ reason: "push" }]);
  const packages = [...atOnce({ ...built, outfile: join(ROOT, signatures ?? "") })];
  // Those of the entry, which is there already.
  expect(packages.filter((name) => name.startsWith("@azure/")).sort()).toEqual([
    "@azure/functions",
    "@azure/functions-extensions-base",
  ]);
  expect(packages).toContain("@octokit/webhooks");
});

/** What is left of a file whose class is not used: the names of its loggers. */
const NAMES_BYTES_MAX = 300;

test("of all ways to get a token, the bundle has the managed identity's, and none for people at a desk", async () => {
  const tree = await plantTree({});

  const { metafile } = await build({ outfile: join(tree.path, "main.mjs") });

  const written = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const credentials = written
    .filter(([, { bytesInOutput }]) => bytesInOutput > NAMES_BYTES_MAX)
    .flatMap(([path]) => /@azure\/identity\/dist\/esm\/credentials\/(\w+)/.exec(path)?.[1] ?? []);
  // A managed identity of Kubernetes hands out assertions.
  expect([...new Set(credentials)].sort()).toEqual([
    "clientAssertionCredential",
    "managedIdentityCredential",
    "workloadIdentityCredential",
  ]);
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
