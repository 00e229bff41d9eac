import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
/** First on the path, as in an npm script: the project's own tools, and its own Node.js. */
const PATH = [join(ROOT, "node_modules/.bin"), process.env.PATH].join(delimiter);

export interface Check {
  readonly name: string;
  /** A line for the shell; passes if it exits with 0. */
  readonly command: string;
}

export interface Checked {
  readonly check: Check;
  readonly passed: boolean;
  readonly tookMs: number;
  /** Everything that the command printed. */
  readonly output: string;
}

/** What can be known without running a test, cheap before dear. */
const CHECKS: readonly Check[] = [
  { name: "format, lint, layers, cycles", command: "biome check --error-on-warnings ." },
  { name: "types", command: "tsc --noEmit" },
  { name: "lost promises, complete switches", command: "oxlint --type-aware" },
  { name: "dead code", command: "knip && knip --production --no-config-hints --include files,dependencies" },
  { name: "generated files", command: "node scripts/generate.ts --check" },
  { name: "bundle", command: "node scripts/build.ts" },
];

/** Runs as many at once as there are processors, and gives each as it ends. */
export async function* runChecks(checks: readonly Check[], atOnce: number): AsyncGenerator<Checked> {
  const waiting = [...checks];
  const running = new Map<Check, Promise<Checked>>();
  while (waiting.length > 0 || running.size > 0) {
    for (const check of waiting.splice(0, atOnce - running.size)) running.set(check, run(check));
    const checked = await Promise.race(running.values());
    running.delete(checked.check);
    yield checked;
  }
}

/** The full output of what failed, and a closing line that counts. */
export function summary(all: readonly Checked[]): string {
  const failed = all.filter(({ passed }) => !passed);
  const outputs = failed.map(
    ({ check, output }) => `\n── ${check.name}: ${check.command}\n${output.trim()}\n`,
  );
  return `${outputs.join("")}\n${all.length - failed.length} passed, ${failed.length} failed`;
}

function run(check: Check): Promise<Checked> {
  const began = performance.now();
  const { promise, resolve } = Promise.withResolvers<Checked>();
  const child = spawn(check.command, {
    cwd: ROOT,
    env: { ...process.env, PATH },
    shell: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
  const end = (passed: boolean, last = "") => {
    const output = Buffer.concat(printed).toString("utf8") + last;
    resolve({ check, passed, output, tookMs: performance.now() - began });
  };
  child.once("error", (error) => end(false, error.message));
  child.once("close", (code, signal) => end(code === 0, signal ? `ended by ${signal}` : ""));
  return promise;
}

if (import.meta.main) {
  const all: Checked[] = [];
  for await (const checked of runChecks(CHECKS, availableParallelism())) {
    all.push(checked);
    const seconds = (checked.tookMs / 1000).toFixed(1);
    console.log(`${checked.passed ? "✓" : "✗"} ${checked.check.name} (${seconds} s)`);
  }
  console.log(summary(all));
  process.exitCode = all.every(({ passed }) => passed) ? 0 : 1;
}
