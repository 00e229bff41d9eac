import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isObject } from "../../src/shared/json.ts";
import { type HostProcess, startHostProcess } from "../local/host-process.ts";

export type Fixture =
  | "empty"
  | "http"
  | "late"
  | "output"
  | "outputs"
  | "queues"
  | "throws"
  | "throws-late"
  | "timers"
  | "twice";

export interface HostUnderTest extends HostProcess {
  /** Every line that the functions and the host logged. */
  readonly lines: readonly string[];
  /** What a function said so far. */
  facts(name: string): readonly Fact[];
}

/** What a function of the fixture says: see fixtures/. */
export interface Fact {
  readonly function: string;
  readonly event: "begin" | "end";
  readonly at: number;
  readonly message: { readonly name: string };
  readonly triggerMetadata: { readonly [name: string]: unknown };
  readonly timer: { readonly [name: string]: unknown };
}

export interface HostUnderTestOptions {
  readonly settings?: { readonly [name: string]: string };
  readonly hostJson?: object;
  readonly leaseSeconds?: number;
}

/** Runs one of the small apps in `fixtures/`. */
export async function startHostUnderTest(
  fixture: Fixture,
  { settings = {}, hostJson = {}, leaseSeconds }: HostUnderTestOptions = {},
): Promise<HostUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), "functions-host-"));
  const hostJsonFile = join(directory, "host.json");
  await writeFile(hostJsonFile, JSON.stringify({ version: "2.0", ...hostJson }));
  const lines: string[] = [];
  try {
    const host = await startHostProcess({
      bundle: join(import.meta.dirname, `fixtures/${fixture}.mjs`),
      hostJson: hostJsonFile,
      port: 0,
      settings,
      directory,
      onLog: (line) => lines.push(line),
      ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
    });
    return {
      ...host,
      lines,
      facts: (name) => lines.flatMap(factIn).filter((fact) => fact.function === name),
    };
  } finally {
    // It is read once, at the start.
    await rm(directory, { recursive: true });
  }
}

function factIn(line: string): readonly Fact[] {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) && typeof value.function === "string" ? [value as unknown as Fact] : [];
  } catch {
    return [];
  }
}
