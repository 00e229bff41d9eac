import { Failure } from "../shared/failures.ts";
import { nearest } from "../spec/nearest.ts";
import { quote, visible } from "../spec/quote.ts";
import { audit } from "./audit.ts";
import { exportPools } from "./export.ts";
import { COMMAND_HELP, HELP } from "./help.ts";
import { init } from "./init.ts";
import { validate } from "./validate.ts";
import { CannotRun, type Outcome, type World } from "./world.ts";

type Command = (args: readonly string[], world: World) => Promise<Outcome>;

const COMMANDS = { validate, init, export: exportPools, audit } as const satisfies {
  readonly [name: string]: Command;
};

/** Runs what the arguments, without those of Node, ask for. What can't be done is told, not thrown. */
export async function run(args: readonly string[], world: World): Promise<Outcome> {
  try {
    return await dispatch(args, world);
  } catch (error) {
    return explain(error);
  }
}

/** What is told of a command that could not run to its end. Bugs are thrown on. */
export function explain(error: unknown): Outcome {
  if (error instanceof CannotRun) return cannot(error.message);
  if (error instanceof Failure) return cannot(describe(error));
  throw error;
}

async function dispatch([name, ...rest]: readonly string[], world: World): Promise<Outcome> {
  if (name === undefined) return { exitCode: 2, output: "", errorOutput: HELP };
  if (name === "--version" || name === "-v") return said(`${world.version}\n`);
  if (name === "--help" || name === "-h") return said(HELP);
  if (name === "help") return rest[0] === undefined ? said(HELP) : said(COMMAND_HELP[commandOf(rest[0])]);
  const command = commandOf(name);
  return isHelpAsked(rest) ? said(COMMAND_HELP[command]) : COMMANDS[command](rest, world);
}

function commandOf(name: string): keyof typeof COMMANDS {
  if (Object.hasOwn(COMMANDS, name)) return name as keyof typeof COMMANDS;
  const what = name.startsWith("-") ? "option" : "command";
  const near = nearest(name, Object.keys(COMMANDS));
  throw new CannotRun(
    `there is no ${what} ${quote(name)}${near ? `: did you mean ${near}?` : ""}\nSee: poolkeeper --help`,
  );
}

/** Whatever else the arguments are. */
function isHelpAsked(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === "--help" || arg === "-h");
}

/** A service's own words, which may be several lines. Ways to sign in that nobody has set up are none of them. */
function describe({ code, message }: Failure): string {
  const lines = message.split(/\r?\n/).filter((line) => !/^CredentialUnavailable(Error)?:/.test(line));
  const [first = "", ...rest] = lines.map(visible);
  const advice = code === "NoToken" ? ["Sign in first, such as with: az login"] : [];
  return [`${visible(code)}: ${first}`, ...rest, ...advice].join("\n  ");
}

const said = (output: string): Outcome => ({ exitCode: 0, output });

const cannot = (message: string): Outcome => ({
  exitCode: 2,
  output: "",
  errorOutput: `poolkeeper: ${message}\n`,
});
