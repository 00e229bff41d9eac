import { createServer } from "node:net";

/** Systems hand out ports from 32768 on, or higher, to whoever asks for any. */
const FIRST = 10_000;
const PROCESSES = 1_000;
const PORTS_EACH = 10;

let next = FIRST + (process.pid % PROCESSES) * PORTS_EACH;

/**
 * A free port for a server that goes and comes back: nobody is given it by chance while the server is down, and other
 * processes that ask here get others.
 */
export async function portToKeep(): Promise<number> {
  for (;;) {
    const port = next;
    next += 1;
    if (await isFree(port)) return port;
  }
}

/** Whether nobody listens on the port of this machine's loopback address now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once("error", () => resolve(false))
      .listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
