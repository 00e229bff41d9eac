import { spawn } from "node:child_process";
import { devNull } from "node:os";

export interface Finished {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitInput {
  readonly stdin?: string | Uint8Array;
  readonly env?: { readonly [name: string]: string };
}

/** Runs git to its end, whatever it says, untouched by the configuration of whoever started us. */
export function runGit(args: readonly string[], { stdin = "", env = {} }: GitInput = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", args, { env: { ...gitEnvironment(), ...env } });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
    // A git that ends early closes its input; its exit code tells why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
  });
}

/** Standard output of a git command that must succeed. */
export async function git(args: readonly string[], input?: GitInput): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(args, input);
  if (code !== 0) throw new Error(`git ${args.join(" ")}: ${stderr.trim()}`);
  return stdout;
}

/** This process's environment without anything that steers git, such as `GIT_DIR` inside a hook. */
function gitEnvironment(): { [name: string]: string | undefined } {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: devNull,
    // A newer git leaves a process behind that tidies up, and writes into a folder that may be removed meanwhile.
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "maintenance.auto",
    GIT_CONFIG_VALUE_0: "false",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
}

/** The parts of output made with `-z`. */
export function splitNul(output: Buffer): string[] {
  const parts = output.toString().split("\0");
  parts.pop();
  return parts;
}
