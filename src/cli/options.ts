import { type ParseArgsConfig, parseArgs } from "node:util";
import { visible } from "../spec/quote.ts";
import { CannotRun } from "./world.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T & typeof HELP; allowPositionals: true; allowNegative: false }>
>;

const HELP = { help: { type: "boolean", short: "h" } } as const satisfies Options;

/** Reads a command's arguments; a mistake in them is a `CannotRun`. */
export function readOptions<const T extends Options>(
  command: string,
  args: readonly string[],
  options: T,
): Parsed<T> {
  try {
    return parseArgs({
      args: [...args],
      options: { ...options, ...HELP },
      allowPositionals: true,
      allowNegative: false,
    });
  } catch (error) {
    if (!(error instanceof TypeError && "code" in error)) throw error;
    // The first sentence says what is wrong; the rest is Node's own advice.
    const [sentence = ""] = error.message.split(/\.(?:\s|$)/);
    throw usageError(command, visible(sentence));
  }
}

/** A mistake in how a command was called. */
export function usageError(command: string, message: string): CannotRun {
  return new CannotRun(`${message}\nSee: poolkeeper ${command} --help`);
}
