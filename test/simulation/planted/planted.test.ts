import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Broken } from "../batch.ts";
import { BUGS } from "./bugs.ts";

const SIMULATE = fileURLToPath(new URL("../simulate.ts", import.meta.url));
const PLANT = new URL("./plant.ts", import.meta.url).href;

interface First {
  readonly seeds: number;
  readonly broken?: Pick<Broken, "seed" | "breach">;
}

/** The first seed of five hundred that breaks the promise, with a bug in the program. */
async function simulateWith(bug: string, promise: number): Promise<First> {
  const simulation = [SIMULATE, "--until-broken", String(promise), "--seeds", "500"];
  const options = ["--no-warnings", "--import", PLANT, ...simulation];
  const { stdout } = await promisify(execFile)(process.execPath, options, {
    env: { ...process.env, PLANTED: bug },
  });
  return JSON.parse(stdout);
}

describe("the simulation catches a program that would", () => {
  it.each(BUGS)("$name: promise $breaks", async ({ name, breaks }) => {
    const { broken, seeds } = await simulateWith(name, breaks);

    expect(broken?.breach, `${seeds} seeds`).toMatchObject({ promise: breaks });
  });
});
