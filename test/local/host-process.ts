import { join } from "node:path";
import { isObject } from "../../src/shared/json.ts";
import { type Child, endOf, plainEnvironment, startChild, whenReady } from "./child.ts";

export interface HostProcessOptions {
  /** The built bundle. */
  readonly bundle: string;
  readonly hostJson: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** How long a queue message is hidden while it is worked on; as in Azure, ten minutes, if left out. */
  readonly leaseSeconds?: number;
  /** The app's settings: all that its environment holds, but for what any program needs. */
  readonly settings: { readonly [name: string]: string };
  readonly directory: string;
  /** Gets every line that the functions and the host log. */
  readonly onLog: (line: string) => void;
}

/** A Functions host with a bundle in it, as a process of its own. */
export interface HostProcess {
  readonly pid: number;
  readonly origin: string;
  readonly ended: Child["ended"];
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Lets it finish what it does. */
  stop(): Promise<void>;
}

const MAIN = join(import.meta.dirname, "functions-host/main.ts");
const START_DEADLINE_MS = 120_000; // usually a third of a second
const STOP_GRACE_MS = 60_000; // more than the host gives its invocations

/** Resolves when it serves; rejects with its last words if it can't. */
export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const { bundle, hostJson, port, leaseSeconds } = options;
  const { promise: serving, resolve } = Promise.withResolvers<string>();
  const child = startChild(MAIN, {
    args: [
      ...["--bundle", bundle, "--host-json", hostJson, "--port", String(port)],
      ...(leaseSeconds === undefined ? [] : ["--lease-seconds", String(leaseSeconds)]),
    ],
    env: { ...plainEnvironment(), ...options.settings },
    directory: options.directory,
    onOutput: (line) => {
      const origin = originIn(line);
      if (origin !== undefined) resolve(origin);
      else options.onLog(line); // a function that used console.log
    },
    onErrorOutput: options.onLog,
  });
  const kill = async () => {
    child.kill("SIGKILL");
    await child.ended;
  };
  try {
    const origin = await whenReady(child, serving, START_DEADLINE_MS);
    return { pid: child.pid, origin, ended: child.ended, kill, stop: () => stop(child) };
  } catch (error) {
    await kill();
    throw new Error("the Functions host did not start", { cause: error });
  }
}

async function stop(child: Child): Promise<void> {
  child.kill("SIGTERM");
  await endOf(child, STOP_GRACE_MS);
}

function originIn(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) && value.ready === true ? String(value.origin) : undefined;
  } catch {
    return undefined;
  }
}
