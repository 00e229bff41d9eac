import { groupMistake } from "../pool/group.ts";
import { type PoolId, parseGroupPath, parsePoolPath, poolKey } from "../pool/id.ts";
import type { FoundPool } from "../ports.ts";
import { type JsonObject, parseJson } from "../shared/json.ts";
import { quote, visible } from "../spec/quote.ts";
import { readSpec } from "../spec/read.ts";
import { printLine } from "./human.ts";
import { leftOut } from "./left-out.ts";
import { readOptions, usageError } from "./options.ts";
import { readResources } from "./resources.ts";
import { schemaLine } from "./schema-line.ts";
import { specOf } from "./spec-of.ts";
import { printSpec } from "./spec-yaml.ts";
import { CannotRun, type Outcome, type World } from "./world.ts";

const OPTIONS = {
  output: { type: "string", short: "o" },
  force: { type: "boolean", default: false },
} as const;

/** `poolkeeper export`: prints the specs of live pools. */
export async function exportPools(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("export", args, OPTIONS);
  const found = positionals.length > 0 ? await readFromArm(positionals, world) : await readFromInput(world);
  if (found.length === 0) throw new CannotRun("there is no session pool to export");
  const directory = values.output === undefined ? undefined : world.files.tidy(values.output);
  const exported = found.map((resource) => toExported(resource, directory ?? ".", world));
  if (directory !== undefined) await writeAll(exported, values.force, world);
  const problems = exported.flatMap(
    ({ path, text }) => readSpec({ path, bytes: Buffer.from(text) }).problems,
  );
  return {
    exitCode: problems.some(({ severity }) => severity === "error") ? 1 : 0,
    output:
      directory === undefined ? printAll(exported) : exported.map(({ path }) => `Wrote ${path}\n`).join(""),
    errorOutput: [
      ...exported.map(lostIn),
      ...problems.map((problem) => printLine(problem)),
      ...(directory === undefined && exported.length > 1 ? [SEVERAL] : []),
    ].join(""),
  };
}

const SEVERAL = "A file holds one pool: --output <directory> writes a file for each.\n";

interface Exported {
  readonly pool: PoolId;
  readonly path: string;
  readonly text: string;
  /** What the pool has and no spec can say. */
  readonly lost: readonly string[];
}

function toExported(resource: JsonObject, directory: string, world: World): Exported {
  const { pool, body } = specOf(resource);
  const path = world.files.tidy(`${directory}/${pool.name}.yaml`);
  const text = `${schemaLine(path, world)}\n${printSpec(pool, body)}`;
  return { pool, path, text, lost: leftOut(resource) };
}

function lostIn({ path, lost }: Exported): string {
  if (lost.length === 0) return "";
  const names = lost.map((name) => visible(name)).join(", ");
  return `${visible(path)}: left out ${names}: a spec has no place for it, and deploying the pool may clear it\n`;
}

const printAll = (exported: readonly Exported[]): string => exported.map(({ text }) => text).join("---\n");

async function readFromInput({ input }: World): Promise<readonly JsonObject[]> {
  if (input.isTerminal) throw usageError("export", "give ARM ids, or what az prints on standard input");
  return readResources(parseJson(new TextDecoder().decode(await input.read())));
}

async function readFromArm(ids: readonly string[], world: World): Promise<readonly JsonObject[]> {
  const read = ids.map((id) => readerOf(id, world.uuid()));
  const pools = await world.pools();
  const found = new Map<string, JsonObject>();
  for (const readPools of read) {
    for (const { id, resource } of await readPools(pools)) found.set(poolKey(id), resource);
  }
  return [...found.values()];
}

type Pools = Awaited<ReturnType<World["pools"]>>;

function readerOf(text: string, correlationId: string): (pools: Pools) => Promise<readonly FoundPool[]> {
  const call = { correlationId };
  const pool = parsePoolPath(text);
  const group = pool ?? parseGroupPath(text);
  const mistake = group && groupMistake(group);
  if (mistake) throw usageError("export", `${quote(text)} ${mistake}`);
  if (pool) return async (pools) => [(await pools.get(pool, call)) ?? missing(text)];
  if (group) return (pools) => listAll(pools.list(group, call));
  throw usageError("export", `${quote(text)} is no ARM id of a session pool or resource group`);
}

async function listAll(listed: AsyncIterable<FoundPool>): Promise<readonly FoundPool[]> {
  const all: FoundPool[] = [];
  for await (const pool of listed) all.push(pool);
  return all;
}

function missing(id: string): never {
  throw new CannotRun(`there is no session pool ${visible(id)}`);
}

/** Nothing is written unless everything can be. */
async function writeAll(exported: readonly Exported[], isForced: boolean, { files }: World): Promise<void> {
  const paths = exported.map(({ path }) => path);
  const twin = paths.find((path, index) => paths.indexOf(path) < index);
  if (twin !== undefined)
    throw new CannotRun(`two pools would be ${visible(twin)}: export one resource group at a time`);
  const standing = await Promise.all(
    paths.map(async (path) => ((await files.look(path)) ? path : undefined)),
  );
  const taken = standing.find((path) => path !== undefined);
  if (taken !== undefined && !isForced)
    throw new CannotRun(`${visible(taken)} is there already: --force writes over it`);
  for (const { path, text } of exported) await files.replace(path, text);
}
