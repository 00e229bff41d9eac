#!/usr/bin/env node
// JavaScript that an old Node.js understands too: it starts the program with a Node.js that can run it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program is written for it. */
const NODE_MAJOR_MIN = 24;
/** With this variable, a Node.js was started here already: it starts no other. */
const STARTED = "POOLKEEPER_STARTED";

if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN) await run();
else startWith(findNode());

async function run() {
  module.enableCompileCache();
  if (/[\\/]node_modules[\\/]/.test(import.meta.filename)) stripTypesHereToo();
  const { main } = await import("../src/cli/main.ts");
  await main(join(import.meta.dirname, ".."));
}

/** Node.js takes the types out of a program by itself, but not below node_modules: where this is installed. */
function stripTypesHereToo() {
  const source = new URL("../src/", import.meta.url).href;
  const { emitWarning } = process;
  // It says once that it is experimental. This Node.js does it, and a later one that does not would say so.
  process.emitWarning = () => {};
  module.stripTypeScriptTypes("");
  process.emitWarning = emitWarning;
  module.registerHooks({
    load(url, context, next) {
      if (!url.startsWith(source) || !url.endsWith(".ts")) return next(url, context);
      const text = readFileSync(fileURLToPath(url), "utf8");
      return { format: "module", source: module.stripTypeScriptTypes(text), shortCircuit: true };
    },
  });
}

/** The Node.js of the optional package for this machine. */
function findNode() {
  const isWindows = process.platform === "win32";
  const name = `node-${isWindows ? "win" : process.platform}-${process.arch}`;
  try {
    const { resolve } = createRequire(import.meta.url);
    const node = join(dirname(resolve(`${name}/package.json`)), isWindows ? "bin/node.exe" : "bin/node");
    if (existsSync(node) && !process.env[STARTED]) return node;
  } catch {
    // Not installed, or there is none for this machine: said below.
  }
  return fail(
    `Node.js ${NODE_MAJOR_MIN} or newer is needed, and this is ${process.version}. Install it, or run npm install without --omit=optional: on Linux and Windows that brings one along.`,
  );
}

function startWith(node) {
  const { error, status, signal } = spawnSync(
    node,
    [fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    { stdio: "inherit", env: { ...process.env, [STARTED]: "1" } },
  );
  if (error) fail(`${node} can't be started: ${error.message}`);
  if (signal) process.kill(process.pid, signal);
  process.exitCode = status ?? 2;
}

function fail(message) {
  process.stderr.write(`poolkeeper: ${message}\n`);
  process.exit(2);
}
