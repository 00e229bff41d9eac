import { parseArgs } from "node:util";

/** Options that are whole numbers, and the least that each may be. */
type Leasts<Name extends string> = { readonly [name in Name]: number };
type Numbers<Name extends string> = { readonly [name in Name]?: number };

/** Reads `--name N`. Throws an error that says in one line what is wrong. */
export function readNumbers<Name extends string>(
  args: readonly string[],
  leasts: Leasts<Name>,
): Numbers<Name> {
  const options = Object.fromEntries(Object.keys(leasts).map((name) => [name, { type: "string" as const }]));
  const { values } = parseArgs({ args: [...args], options });
  const numbers = Object.entries(values).map(
    ([name, text]) => [name, wholeNumber(name, String(text), leasts[name as Name])] as const,
  );
  return Object.fromEntries(numbers) as Numbers<Name>;
}

/** The same for a program: `--help` prints its usage, and a mistake ends it with 2 before it has done anything. */
export function numbersOrExit<Name extends string>(usage: string, leasts: Leasts<Name>): Numbers<Name> {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return readNumbers(args, leasts);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`--${name} ${text}: give a whole number${least > 0 ? `, ${least} at least` : ""}`);
}
