import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { onTestFinished } from "vitest";

export const ROOT = join(import.meta.dirname, "../..");
const BIN = join(ROOT, "node_modules/.bin");

/** The project's real settings: a planted mistake must meet the same tools as a real one. */
const SETTINGS = [
  ".gitignore",
  ".oxlintrc.json",
  "biome.json",
  "knip.jsonc",
  "package.json",
  "scripts/lint",
  "test/closing-line.ts",
  "tsconfig.json",
  "vitest.config.ts",
];

export interface Printed {
  readonly code: number;
  readonly stdout: string;
  /** Standard output, then standard error. */
  readonly output: string;
}

export interface PlantedTree {
  readonly path: string;
  /** Runs one of the project's tools there. */
  run(tool: string, ...options: readonly string[]): Promise<Printed>;
}

/** A directory with the project's settings and these files alone. It is gone when the test has finished. */
export async function plantTree(files: { readonly [path: string]: string }): Promise<PlantedTree> {
  const path = await mkdtemp(join(tmpdir(), "planted-"));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const name of SETTINGS) await cp(join(ROOT, name), join(path, name), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(path, "node_modules"), "junction");
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, run: (tool, ...options) => run(path, tool, options) };
}

function run(cwd: string, tool: string, options: readonly string[]): Promise<Printed> {
  const { promise, resolve } = Promise.withResolvers<Printed>();
  const env = { ...process.env, PATH: [BIN, process.env.PATH].join(delimiter), NO_COLOR: "1" };
  const child = execFile(join(BIN, tool), options, { cwd, env }, (_error, stdout, stderr) =>
    resolve({ code: child.exitCode ?? -1, stdout, output: stdout + stderr }),
  );
  return promise;
}
