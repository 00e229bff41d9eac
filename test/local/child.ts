import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface ChildOptions {
  readonly args?: readonly string[];
  /** The whole environment of the child: nothing else is handed down. */
  readonly env: { readonly [name: string]: string };
  readonly directory: string;
  readonly onOutput?: (line: string) => void;
  readonly onErrorOutput?: (line: string) => void;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A Node process that never outlives this one. */
export interface Child {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Its last lines. */
  said(): string;
  kill(signal: NodeJS.Signals): void;
  /** Cuts the channel to the child, which makes it leave at once. */
  release(): void;
}

const LINES_KEPT = 20; // enough for an error message with its stack

/**
 * Runs `script` with this Node. The child leads a process group of its own, so that Ctrl-C in a terminal
 * reaches the parent alone, which then ends its children in order.
 */
export function startChild(script: string, options: ChildOptions): Child {
  const preload = new URL("./exit-with-parent.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", preload, script, ...(options.args ?? [])], {
    cwd: options.directory,
    env: options.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const said: string[] = [];
  const hear = (line: string) => {
    said.push(line);
    if (said.length > LINES_KEPT) said.shift();
  };
  const listen = async (stream: Readable | null, tell?: (line: string) => void) => {
    if (stream === null) return;
    const lines = createInterface({ input: stream }).on("line", (line) => {
      hear(line);
      tell?.(line);
    });
    await once(lines, "close");
  };
  const heard = Promise.all([
    listen(child.stdout, options.onOutput),
    listen(child.stderr, options.onErrorOutput),
  ]);
  return {
    pid: child.pid ?? 0,
    ended: new Promise((resolve) => {
      child.once("error", (error) => {
        hear(error.message);
        resolve({ code: null, signal: null });
      });
      // Node's own `close` event never comes to a parent that cut the channel, so the last line is awaited here.
      child.once("exit", (code, signal) => void heard.then(() => resolve({ code, signal })));
    }),
    said: () => said.join("\n"),
    kill: (signal) => void child.kill(signal),
    release: () => {
      if (child.connected) child.disconnect();
    },
  };
}

/** Waits until `ready`; if the child ends before, or is late, that is an error that says its last lines. */
export async function whenReady<T>(child: Child, ready: Promise<T>, deadlineMs: number): Promise<T> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const fail = (why: string) => reject(new Error(`${why}:\n${child.said()}`));
  const timer = setTimeout(() => fail(`not ready within ${deadlineMs} ms`), deadlineMs);
  void child.ended.then(() => fail("ended while it started"));
  try {
    return await Promise.race([ready, failed]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the end of a child that was asked to go; after `graceMs` it is killed. */
export async function endOf(child: Child, graceMs: number): Promise<Ended> {
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  try {
    return await child.ended;
  } finally {
    clearTimeout(timer);
  }
}

/** The part of this process's environment that any program needs to run. */
export function plainEnvironment(): { [name: string]: string } {
  const environment: { [name: string]: string } = {};
  for (const name of ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot"]) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
