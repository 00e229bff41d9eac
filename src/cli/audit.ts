import { nearest } from "../spec/nearest.ts";
import { quote } from "../spec/quote.ts";
import { blame } from "./audit-blame.ts";
import { exportEvents, log } from "./audit-log.ts";
import { diff, show } from "./audit-show.ts";
import { verify } from "./audit-verify.ts";
import { usageError } from "./options.ts";
import type { Outcome, World } from "./world.ts";

type Command = (args: readonly string[], world: World) => Promise<Outcome>;

const COMMANDS = { verify, log, show, diff, blame, export: exportEvents } as const satisfies {
  readonly [name: string]: Command;
};

/** `poolkeeper audit …`: reads the record of who changed which pool, when, by which commit, and what exactly. */
export async function audit([name, ...rest]: readonly string[], world: World): Promise<Outcome> {
  if (name === undefined || name.startsWith("-"))
    throw usageError("audit", `say first what to do: ${Object.keys(COMMANDS).join(", ")}`);
  if (Object.hasOwn(COMMANDS, name)) return await COMMANDS[name as keyof typeof COMMANDS](rest, world);
  const near = nearest(name, Object.keys(COMMANDS));
  throw usageError(
    "audit",
    `there is no audit command ${quote(name)}${near ? `: did you mean ${near}?` : ""}`,
  );
}
