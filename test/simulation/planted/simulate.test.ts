import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SIMULATE = fileURLToPath(new URL("../simulate.ts", import.meta.url));
const PLANT = new URL("./plant.ts", import.meta.url).href;

interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly errorOutput: string;
}

/** `npm run simulate`, of a program with this bug in it, if one is given. */
function simulate(args: readonly string[], bug?: string): Promise<Ended> {
  const planted = bug === undefined ? [] : ["--import", PLANT];
  const env = { ...process.env, ...(bug !== undefined && { PLANTED: bug }) };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["--no-warnings", ...planted, SIMULATE, ...args],
      { env },
      (_, output, errorOutput) => resolve({ exitCode: child.exitCode ?? -1, output, errorOutput }),
    );
  });
}

describe("npm run simulate", () => {
  it("ends well where every promise was kept, and sums up in its last line", async () => {
    const { exitCode, output } = await simulate(["--seeds", "2", "--from", "7"]);

    expect(exitCode).toBe(0);
    expect(output.trimEnd().split("\n").at(-1)).toMatch(
      /^2 seeds run, 0 broke a promise; \d+ faults injected \(.+\); \d+ crashes survived; \d+ pools converged; \d+ distinct states seen$/,
    );
  });

  it("tells of a seed that breaks a promise: which, why, what was done, what came of it, and how to see it again", async () => {
    const { exitCode, output } = await simulate(["--seed", "1"], "acknowledge and store nothing");
    const lines = output.trimEnd().split("\n");

    expect(exitCode).toBe(1);
    expect(lines[0]).toMatch(/^seed 1 broke promise 5 \(nothing lost\): /);
    expect(lines).toContain("what came of it:");
    expect(lines.at(-3)).toBe("again: npm run simulate -- --seed 1");
    expect(lines.at(-1)).toMatch(/^1 seed run, 1 broke a promise; /);
  });

  it("tells the same story of the same seed, to the letter", async () => {
    const [once, again] = [
      await simulate(["--seed", "2"], "report success early"),
      await simulate(["--seed", "2"], "report success early"),
    ];

    expect(once.output).toMatch(/^seed 2 broke promise 10 /);
    expect(again).toEqual(once);
  });

  it("runs nothing where it is called in a wrong way, and says so", async () => {
    const { exitCode, output, errorOutput } = await simulate(["--seeds", "abc"]);

    expect(exitCode).toBe(2);
    expect(output).toBe("");
    expect(errorOutput).toMatch(/^--seeds abc: give a whole number/);
    expect(errorOutput).toContain("npm run simulate -- --seed N");
  });
});
