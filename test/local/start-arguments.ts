import { parseArgs } from "node:util";
import { PORTS } from "./addresses.ts";

export interface StartArguments {
  readonly json: boolean;
  readonly help: boolean;
  readonly port: number | undefined;
}

export const HELP = `Runs poolkeeper with all of its surroundings on this machine, until Ctrl-C.

  npm start [-- options]

  --json      print one line of JSON when ready: where everything is
  --port N    fixed ports: ${PORTS.map((name, index) => `${name} N${index === 0 ? "" : `+${index}`}`).join(", ")}
  --help      print this

test/local/README.md says more.`;

/** Throws an error that says what is wrong. */
export function readArguments(args: readonly string[]): StartArguments {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: "boolean" }, help: { type: "boolean" }, port: { type: "string" } },
  });
  const { json = false, help = false, port } = values;
  return { json, help, port: port === undefined ? undefined : readPort(port) };
}

function readPort(text: string): number {
  const last = 65_536 - PORTS.length;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > last)
    throw new Error(`--port is a number from 1 to ${last}, not '${text}'`);
  return port;
}
