import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, rename, symlink } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { startArm } from "../local/arm/start.ts";
import { createCertificate } from "../local/certificate.ts";
import { startIdentity } from "../local/identity/endpoint.ts";
import { trust } from "../local/trust.ts";
import { PYTHON, poolAt } from "../local-arm/bodies.ts";
import { ROOT } from "../toolchain/planted-tree.ts";
import { AS_NODE_20, LAUNCHER, poolkeeper, runProcess } from "./processes.ts";
import { openWorkspace, specOf } from "./workspace.ts";

const CLEAN = "0 errors, 0 warnings in 1 file\n";
const MISTAKE = "a.yaml:9:5 error spec/type maxConcurrentSessions must be a whole number";

describe("the command line of a clone", () => {
  test("runs from anywhere, and its exit code says how it went", async () => {
    const good = await openWorkspace({ "pools/a.yaml": specOf("one") });
    const bad = await openWorkspace({ "a.yaml": specOf("one", "many") });

    const outcomes = await Promise.all([
      poolkeeper(["validate", "pools"], { cwd: good.path }),
      poolkeeper(["validate"], { cwd: bad.path }),
      poolkeeper(["validate", "nowhere"], { cwd: bad.path }),
    ]);

    expect(outcomes[0]).toEqual({ code: 0, stdout: CLEAN, stderr: "" });
    expect(outcomes[1]).toMatchObject({ code: 1, stderr: "" });
    expect(outcomes[1]?.stdout).toContain(MISTAKE);
    expect(outcomes[2]).toEqual({
      code: 2,
      stdout: "",
      stderr: "poolkeeper: nowhere: no such file or directory\n",
    });
  });

  test("is found by npx, in the clone and with --prefix from elsewhere", async () => {
    const { path } = await openWorkspace({ "a.yaml": specOf("one") });
    // As in a fresh shell: nothing of the npm script that runs the tests is left, whose Node.js is the project's own.
    const folders = (process.env.PATH ?? "").split(delimiter).filter((one) => !one.includes("node_modules"));
    const env = { npm_config_cache: join(path, ".cache"), PATH: folders.join(delimiter) };

    const inClone = await runProcess("npx", ["--offline", "poolkeeper", "validate", path], {
      cwd: ROOT,
      env,
    });
    const elsewhere = await runProcess("npx", ["--offline", "--prefix", ROOT, "poolkeeper", "validate"], {
      cwd: path,
      env,
    });

    expect(inClone).toEqual({ code: 0, stdout: CLEAN, stderr: "" });
    expect(elsewhere).toEqual({ code: 0, stdout: CLEAN, stderr: "" });
  });

  test("ends with 2 if its answer can't be handed over: 1 would say that specs have errors", async () => {
    const { path } = await openWorkspace({ "a.yaml": specOf("one") });
    const broken =
      "process.stdout.write = () => { throw Object.assign(new Error('ENOSPC: no space left'), { syscall: 'write' }); };";

    const args = ["--import", `data:text/javascript,${encodeURIComponent(broken)}`, LAUNCHER, "validate"];
    const outcome = await runProcess(process.execPath, args, { cwd: path });

    expect(outcome).toEqual({ code: 2, stdout: "", stderr: "poolkeeper: Error: ENOSPC: no space left\n" });
  });

  test("reads standard input", async () => {
    const { path } = await openWorkspace({});

    const outcome = await poolkeeper(["validate", "--stdin-path", "a.yaml", "-"], {
      cwd: path,
      input: specOf("one", "many"),
    });

    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain(MISTAKE);
  });
});

describe("an old Node.js", () => {
  test("starts the one that came as a package, and hands on what it said", async () => {
    const { path } = await openWorkspace({ "a.yaml": specOf("one", "many"), "clone/package.json": "{}" });
    const clone = join(path, "clone");
    const node = `node-${process.platform}-${process.arch}`;
    await mkdir(join(clone, "node_modules", node, "bin"), { recursive: true });
    await symlink(process.execPath, join(clone, "node_modules", node, "bin/node"));
    await cp(join(ROOT, "package.json"), join(clone, "node_modules", node, "package.json"));
    await cp(join(ROOT, "package.json"), join(clone, "package.json"));
    await cp(join(ROOT, "bin"), join(clone, "bin"), { recursive: true });
    await cp(join(ROOT, "src"), join(clone, "src"), { recursive: true });
    for (const name of ["yaml", "@azure"])
      await symlink(join(ROOT, "node_modules", name), join(clone, "node_modules", name));

    const args = [...AS_NODE_20, join(clone, "bin/poolkeeper.mjs"), "validate", "a.yaml"];
    const outcome = await runProcess(process.execPath, args, { cwd: path });

    expect(outcome).toMatchObject({ code: 1, stderr: "" });
    expect(outcome.stdout).toContain(MISTAKE);
  });

  test("says what is missing where there is no other", async () => {
    const { path } = await openWorkspace({});
    await cp(join(ROOT, "bin"), join(path, "bin"), { recursive: true });

    const args = [...AS_NODE_20, join(path, "bin/poolkeeper.mjs"), "validate"];
    const outcome = await runProcess(process.execPath, args, { cwd: path });

    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(
      /^poolkeeper: Node\.js 24 or newer is needed, and this is v\d+\.\d+\.\d+\. Install/,
    );
  });

  test("does not go round in circles when the package holds an old one too", async () => {
    const { path } = await openWorkspace({});

    const args = [...AS_NODE_20, LAUNCHER, "--version"];
    const outcome = await runProcess(process.execPath, args, { cwd: path, env: { POOLKEEPER_STARTED: "1" } });

    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain("Node.js 24 or newer is needed");
  });
});

describe("the installed package", () => {
  test("works below node_modules, with what npm packs of it and without a step that installs", async () => {
    const { path } = await openWorkspace({ "a.yaml": specOf("one"), "bad/b.yaml": specOf("two", "many") });
    const [modules, npm] = [join(path, "node_modules"), { npm_config_cache: join(path, ".cache") }];
    const pack = ["pack", "--offline", "--ignore-scripts", "--silent", "--pack-destination", path];
    const { stdout: name } = await runProcess("npm", pack, { cwd: ROOT, env: npm });
    await mkdir(modules);
    await runProcess("tar", ["-xzf", name.trim(), "-C", modules], { cwd: path });
    await rename(join(modules, "package"), join(modules, "poolkeeper"));
    for (const needed of ["yaml", "@azure"])
      await symlink(join(ROOT, "node_modules", needed), join(modules, needed));
    const installed = join(modules, "poolkeeper/bin/poolkeeper.mjs");
    const run = (...args: string[]) => runProcess(process.execPath, [installed, ...args], { cwd: path });

    const good = await run("validate", "a.yaml");
    const bad = await run("validate", "bad");
    const made = await run("init", "pools/fresh");

    expect(good).toEqual({ code: 0, stdout: CLEAN, stderr: "" });
    expect(bad).toMatchObject({ code: 1, stderr: "" });
    expect(made).toMatchObject({ code: 0, stderr: "" });
    const [line = ""] = (await readFile(join(path, "pools/fresh.yaml"), "utf8")).split("\n");
    const schema = join(path, "pools", line.slice(line.indexOf("=") + 1));
    expect(JSON.parse(await readFile(schema, "utf8"))).toMatchObject({ title: "Session pool" });
  });
});

describe("a pipe", () => {
  const broken = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [
      `${index}.yaml`,
      `${"? - \n".repeat(10)}${"x: 1\n".repeat(500)}`,
    ]),
  );

  test("gets all of a long output, however slowly it is read", async () => {
    const { path } = await openWorkspace(broken);
    const child = spawn(process.execPath, [LAUNCHER, "validate", "--format", "json"], { cwd: path });
    const chunks: Buffer[] = [];

    for await (const chunk of child.stdout) {
      chunks.push(chunk as Buffer);
      await new Promise((resolve) => setImmediate(resolve));
    }

    const printed = Buffer.concat(chunks).toString();
    expect(printed.length).toBeGreaterThan(200_000);
    expect(JSON.parse(printed)).toMatchObject({ files: 40 });
  });

  test("that is closed early is no crash", async () => {
    const { path } = await openWorkspace(broken);
    const child = spawn(process.execPath, [LAUNCHER, "validate", "--format", "json"], { cwd: path });
    child.stdout.destroy();

    const [[code], stderr] = await Promise.all([once(child, "close"), text(child.stderr)]);

    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  });
});

test("export reads a pool through ARM as whoever is signed in", async () => {
  const { path } = await openWorkspace({});
  const clock = { now: Date.now };
  const identity = await startIdentity({ clock });
  const tls = await createCertificate(path);
  const arm = await startArm({ clock, tls, tokens: identity.tokens, settings: { operationSeconds: 0 } });
  onTestFinished(async () => {
    await Promise.all([arm.close(), identity.close()]);
  });
  trust(tls.caFile);
  const token = identity.tokens.issue(arm.endpoint).token;
  const url = `${arm.endpoint}${poolAt("pool1")}?api-version=2025-07-01`;
  await fetch(url, {
    method: "PUT",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(PYTHON),
  });
  const env = {
    ARM_ENDPOINT: arm.endpoint,
    IDENTITY_ENDPOINT: identity.endpoint,
    IDENTITY_HEADER: identity.header,
    NODE_EXTRA_CA_CERTS: tls.caFile,
  };

  const outcome = await poolkeeper(["export", poolAt("pool1")], { cwd: path, env });

  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  expect(outcome.stdout).toContain(
    "name: pool1\nlocation: East US\nproperties:\n  containerType: PythonLTS\n",
  );
});
