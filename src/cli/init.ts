import type { Problem } from "../spec/problem.ts";
import { quote, visible } from "../spec/quote.ts";
import { readSpec } from "../spec/read.ts";
import { printLine } from "./human.ts";
import { readOptions, usageError } from "./options.ts";
import { schemaLine } from "./schema-line.ts";
import { CONTAINER_TYPES, type ContainerType, isContainerType, starter } from "./starter.ts";
import { CannotRun, type Outcome, type World } from "./world.ts";

const OPTIONS = {
  type: { type: "string", short: "t", default: "PythonLTS" },
  subscription: { type: "string", default: "00000000-0000-0000-0000-000000000000" },
  "resource-group": { type: "string", default: "my-resource-group" },
  location: { type: "string", default: "East US" },
  force: { type: "boolean", default: false },
} as const;

const NAMES: { readonly [type in ContainerType]: string } = {
  PythonLTS: "interpreter",
  CustomContainer: "worker",
  NodeLTS: "javascript",
  Shell: "shell",
};

/** `poolkeeper init`: writes a spec to begin with. */
export async function init(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("init", args, OPTIONS);
  const { type } = values;
  if (!isContainerType(type))
    throw usageError("init", `--type ${quote(type)}: there is ${CONTAINER_TYPES.join(", ")}`);
  if (positionals.length > 1) throw usageError("init", "one name or path at a time");
  const path = pathOf(positionals[0] ?? NAMES[type], world);
  const target = {
    subscriptionId: values.subscription,
    resourceGroup: values["resource-group"],
    name: path.slice(path.lastIndexOf("/") + 1).replace(/\.ya?ml$/i, ""),
    location: values.location,
  };
  const text = `${schemaLine(path, world)}\n${starter(type, target)}`;
  const doubts = refuseMistakes(path, text);
  await write(path, text, values.force, world);
  return {
    exitCode: 0,
    output: `Wrote ${path}. Make it yours, then: npx poolkeeper validate ${path}\n`,
    // Such as that a type is a preview: validate will say it too, and nobody should wonder then.
    errorOutput: doubts.map((doubt) => printLine(doubt)).join(""),
  };
}

function pathOf(argument: string, { files }: World): string {
  if (/\.json$/i.test(argument))
    throw usageError("init", `${quote(argument)}: JSON has no comments, so name a .yaml file`);
  return files.tidy(/\.ya?ml$/i.test(argument) ? argument : `${argument}.yaml`);
}

/** What the arguments said is checked by the same rules as a spec; doubts come back. */
function refuseMistakes(path: string, text: string): readonly Problem[] {
  const { problems } = readSpec({ path, bytes: Buffer.from(text) });
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return problems;
  throw new CannotRun(
    `this would make no valid spec\n${errors.map((error) => printLine(error)).join("")}`.trimEnd(),
  );
}

async function write(path: string, text: string, isForced: boolean, { files }: World): Promise<void> {
  if (isForced) await files.replace(path, text);
  else if (!(await files.create(path, text)))
    throw new CannotRun(`${visible(path)} is there already: --force writes over it`);
}
