import { groupMistake } from "../pool/group.ts";
import { parseGroupPath, type ResourceGroup } from "../pool/id.ts";
import { parseVault } from "../pool/secrets.ts";
import { quote } from "../spec/quote.ts";
import { check, type Report } from "./check.ts";
import { type Candidate, collect, entryOf } from "./collect.ts";
import { printGithub } from "./github.ts";
import { printHuman } from "./human.ts";
import { printJson } from "./json.ts";
import { readOptions, usageError } from "./options.ts";
import { printSarif } from "./sarif.ts";
import { isClean } from "./summary.ts";
import { CannotRun, type Outcome, type World } from "./world.ts";

const FORMATS = ["human", "json", "github", "sarif"] as const;
type Format = (typeof FORMATS)[number];

const STDIN = "-";

const OPTIONS = {
  format: { type: "string", short: "f", default: "human" },
  "resource-group": { type: "string", multiple: true, default: [] as string[] },
  "key-vault": { type: "string", multiple: true, default: [] as string[] },
  "max-warnings": { type: "string" },
  "stdin-path": { type: "string" },
  color: { type: "boolean" },
  "no-color": { type: "boolean" },
} as const;

/** `poolkeeper validate`: checks specs as the server would, and prints what is wrong. */
export async function validate(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("validate", args, OPTIONS);
  const format = readFormat(values.format);
  const resourceGroups = values["resource-group"].map(readGroup);
  const keyVaults = values["key-vault"].map(readVault);
  const warningsMax = readCount(values["max-warnings"]);
  const candidates = await findAll(positionals, values["stdin-path"], world);
  if (candidates.length === 0) throw nothingIn(positionals);
  const { files, input } = world;
  const read = ({ path, found }: Candidate) => (found ? files.read(path) : input.read());
  const report = await check(candidates, { read, resourceGroups, keyVaults });
  const isColorful = !values["no-color"] && (values.color || world.isColorful);
  const output = print(format, report, candidates, { isColorful, version: world.version });
  return { exitCode: isClean(report, warningsMax) ? 0 : 1, output };
}

async function findAll(
  positionals: readonly string[],
  stdinPath: string | undefined,
  { files }: World,
): Promise<readonly Candidate[]> {
  const paths = positionals.filter((path) => path !== STDIN);
  const isStdinAsked = paths.length < positionals.length;
  if (stdinPath !== undefined && !isStdinAsked)
    throw usageError("validate", "--stdin-path names what comes on standard input: give the path - too");
  // A script whose variable is empty did not mean this directory.
  if (stdinPath === "") throw usageError("validate", "--stdin-path is empty: it names a file");
  const found = await collect(positionals.length === 0 ? ["."] : paths, files);
  if (!isStdinAsked) return found;
  const text = await stdinCandidate(stdinPath, files);
  // An editor's unsaved text stands for the file that it will become.
  return [...found.filter(({ path }) => path !== text.path), text];
}

async function stdinCandidate(stdinPath: string | undefined, files: World["files"]): Promise<Candidate> {
  if (stdinPath === undefined) return { path: "<stdin>", entryPath: "stdin.yaml", isInRepository: false };
  const path = files.tidy(stdinPath);
  return { path, ...(await entryOf(path, files)) };
}

/** Nothing checked is nothing known: a mistyped directory must not look like a good one. */
function nothingIn(paths: readonly string[]): CannotRun {
  const where = paths.length === 0 ? "this directory" : paths.map(quote).join(", ");
  return new CannotRun(
    `no spec in ${where}: specs are .yaml, .yml and .json files whose names, and whose folders' names, don't begin with _ or .`,
  );
}

function print(
  format: Format,
  report: Report,
  candidates: readonly Candidate[],
  options: PrintOptions,
): string {
  switch (format) {
    case "human":
      return printHuman(report, options);
    case "json":
      return printJson(report);
    case "github":
      return printGithub(fromRoot(report, candidates));
    case "sarif":
      return printSarif(fromRoot(report, candidates), options.version);
  }
}

interface PrintOptions {
  readonly isColorful: boolean;
  readonly version: string;
}

/** GitHub finds files by their paths from the root, wherever in the repository a step of a workflow runs. */
function fromRoot(report: Report, candidates: readonly Candidate[]): Report {
  const known = candidates.filter(({ isInRepository }) => isInRepository);
  const paths = new Map(known.map(({ path, entryPath }) => [path, entryPath]));
  const problems = report.problems.map((one) => ({ ...one, file: paths.get(one.file) ?? one.file }));
  return { ...report, problems };
}

function readFormat(text: string): Format {
  const format = FORMATS.find((name) => name === text);
  if (format) return format;
  throw usageError("validate", `--format ${quote(text)}: there is ${FORMATS.join(", ")}`);
}

function readGroup(text: string): ResourceGroup {
  const group = parseGroupPath(text);
  const mistake = group && groupMistake(group);
  if (mistake) throw usageError("validate", `--resource-group ${quote(text)} ${mistake}`);
  if (group) return group;
  const example = "/subscriptions/…/resourceGroups/rg";
  throw usageError(
    "validate",
    `--resource-group ${quote(text)}: write the group's ARM id, such as ${example}`,
  );
}

function readVault(text: string): string {
  const vault = parseVault(text);
  if (vault) return vault;
  throw usageError("validate", `--key-vault ${quote(text)}: write the vault's name, such as contoso`);
}

function readCount(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw usageError("validate", `--max-warnings ${quote(text)}: write a whole number`);
}
