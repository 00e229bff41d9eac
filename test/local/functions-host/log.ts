import { inspect } from "node:util";
import type { LogLevel } from "./rpc.ts";

/** host.json's default level: what is below it is not kept in Azure either. */
const QUIET: ReadonlySet<LogLevel> = new Set(["trace", "debug", "none"]);

/** What a function logs, one line each, as it is. */
export function writeLog(level: LogLevel, _category: string, message: string): void {
  if (!QUIET.has(level)) process.stderr.write(`${message}\n`);
}

/** What the host itself has to say. */
export function hostLog(message: string, error?: unknown): void {
  const cause = error === undefined ? "" : `: ${inspect(error)}`;
  process.stderr.write(`[host] ${message}${cause}\n`);
}
