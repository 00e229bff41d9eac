import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { plainEnvironment } from "../local/child.ts";
import { ROOT } from "../toolchain/planted-tree.ts";

export const LAUNCHER = `${ROOT}/bin/poolkeeper.mjs`;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Start {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
  readonly input?: string;
}

/** Runs a program to its end, with the plain environment of this machine and nothing of the npm script that tests. */
export async function runProcess(file: string, args: readonly string[], start: Start): Promise<Ended> {
  const child = spawn(file, args, { cwd: start.cwd, env: { ...plainEnvironment(), ...start.env } });
  child.stdin.end(start.input ?? "");
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

/** The command line of the clone, by this Node.js. */
export const poolkeeper = (args: readonly string[], start: Start): Promise<Ended> =>
  runProcess(process.execPath, [LAUNCHER, ...args], start);

/** Makes Node.js say that it is an older one. It is no option that a process hands on to those that it starts. */
export const AS_NODE_20 = [
  "--import",
  `data:text/javascript,${encodeURIComponent('Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });')}`,
];
