import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/*
 * Reads the files in pools/ of the working directory in a process of its own, twice, and prints how long it took.
 * Each contender loads nothing but its own code.
 */

export type Contender = "poolkeeper" | "yaml";

export interface Validated {
  readonly files: number;
  /** From the start of the process until everything is loaded. */
  readonly startMs: number;
  readonly workMs: number;
  /** What the process's threads did in that time, which is less than it on a busy machine. */
  readonly workCpuMs: number;
  readonly againMs: number;
}

const FOLDER = "pools";

const LOAD: { readonly [name in Contender]: () => Promise<() => Promise<number>> } = {
  poolkeeper: async () => {
    const { run } = await import("../../src/cli/run.ts");
    const { createFiles } = await import("../../src/cli/disk.ts");
    const world = {
      files: createFiles(process.cwd()),
      input: { isTerminal: true, read: async () => Buffer.alloc(0) },
      pools: () => Promise.reject(new Error("nobody asked for pools")),
      audit: () => Promise.reject(new Error("nobody asked for the record")),
      keys: () => () => false,
      now: () => 0,
      uuid: randomUUID,
      isColorful: false,
      version: "",
      schemaPath: "",
    };
    return async () => {
      const { output } = await run(["validate", "--format", "json", FOLDER], world);
      return (JSON.parse(output) as { readonly files: number }).files;
    };
  },
  yaml: async () => {
    const { parse } = await import("yaml");
    return async () => {
      const names = await readdir(FOLDER);
      const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, name), "utf8")));
      return texts.map((text) => parse(text)).length;
    };
  },
};

if (import.meta.main) {
  const work = await LOAD[process.argv[2] as Contender]();
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const files = await work();
  const workMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(startCpu);
  const workCpuMs = (user + system) / 1000;
  await work();
  const againMs = performance.now() - startMs - workMs;
  console.log(JSON.stringify({ files, startMs, workMs, workCpuMs, againMs } satisfies Validated));
  process.exit(0);
}
