#!/usr/bin/env node
// JavaScript that an old Node.js understands too: it starts the program with a Node.js that can run it.
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The source and the bundle are written for it. */
const NODE_MAJOR_MIN = 24;
/** For this variable's sake a Node.js that was started here starts no other. */
const STARTED = "POOLKEEPER_LAUNCHED";

const root = join(dirname(realpathSync(fileURLToPath(import.meta.url))), "..");

if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN) await run(findProgram());
else startWith(findNode());

/** In a clone the source itself; below node_modules, where Node.js strips no types, the bundle. */
function findProgram() {
  const source = join(root, "src/cli/main.ts");
  if (existsSync(source) && !/[\\/]node_modules[\\/]/.test(source)) return source;
  const bundle = join(root, "dist/cli.mjs");
  if (existsSync(bundle)) return bundle;
  return fail(`${bundle} is missing: run "npm run build" in ${root}, or install the package again`);
}

async function run(program) {
  module.enableCompileCache?.();
  const { main } = await import(pathToFileURL(program).href);
  await main(root);
}

/** The Node.js of the optional package for this machine. */
function findNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${system}-${process.arch}`;
  const file = `bin/node${process.platform === "win32" ? ".exe" : ""}`;
  try {
    const found = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
    if (existsSync(found) && !process.env[STARTED]) return found;
  } catch {
    // Not installed, or there is none for this machine: said below.
  }
  return fail(
    `Node.js ${NODE_MAJOR_MIN} or newer is needed, and this is ${process.version}: install it, or install the package ${name}, which npm does unless it omits optional dependencies`,
  );
}

function startWith(node) {
  const { error, status, signal } = spawnSync(
    node,
    [fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    {
      stdio: "inherit",
      env: { ...process.env, [STARTED]: "1" },
    },
  );
  if (error) fail(`${node} can't be started: ${error.message}`);
  if (signal) process.kill(process.pid, signal);
  process.exitCode = status ?? 2;
}

function fail(message) {
  process.stderr.write(`poolkeeper: ${message}\n`);
  process.exit(2);
}
