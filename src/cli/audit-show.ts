import { describeChange } from "../audit/describe.ts";
import { patchBetween } from "../audit/patch.ts";
import { type BodyAt, bodyAt } from "../audit/pool-history.ts";
import type { AuditReader } from "../audit/reader.ts";
import type { Json } from "../shared/json.ts";
import { toIso } from "../shared/time.ts";
import { visible } from "../spec/quote.ts";
import { isJson, openAudit, PLACE_OPTIONS } from "./audit-place.ts";
import { readPool } from "./audit-pool.ts";
import { readEnd } from "./audit-time.ts";
import { stringify } from "./json.ts";
import { readOptions, usageError } from "./options.ts";
import { CannotRun, type Outcome, type World } from "./world.ts";

const SHOW_OPTIONS = { ...PLACE_OPTIONS, at: { type: "string" } } as const;

/** `poolkeeper audit show`: a pool's body as it was. */
export async function show(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("audit", args, SHOW_OPTIONS);
  const [name, extra] = positionals;
  if (name === undefined || extra !== undefined) throw usageError("audit", "show takes one pool");
  const isJsonAsked = isJson(values);
  const at = values.at === undefined ? toIso(world.now()) : readEnd("--at", values.at, world);
  const audit = await openAudit(values, world);
  const pool = await readPool(name, audit);
  const found = await findBody(audit, pool, at);
  const { body = null } = found;
  if (isJsonAsked)
    return said(`${stringify({ pool, at: found.at, by: found.by, hash: found.hash ?? null, body })}\n`);
  const head = `${visible(pool)}\nas of ${found.at}, by ${visible(found.by)}\n`;
  return said(body === null ? `${head}There was no such pool.\n` : `${head}${printBody(body)}\n`);
}

/** `poolkeeper audit diff`: what changed between two moments. */
export async function diff(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("audit", args, PLACE_OPTIONS);
  const [name, one, other, extra] = positionals;
  if (name === undefined || one === undefined || other === undefined || extra !== undefined)
    throw usageError("audit", "diff takes a pool and two times");
  const isJsonAsked = isJson(values);
  const [from, to] = [readEnd("the first time", one, world), readEnd("the second time", other, world)];
  const audit = await openAudit(values, world);
  const pool = await readPool(name, audit);
  const [before, after] = [await findBody(audit, pool, from), await findBody(audit, pool, to)];
  const difference = patchBetween(before.body ?? null, after.body ?? null);
  if (isJsonAsked) return said(`${stringify({ pool, from: before.at, to: after.at, difference })}\n`);
  const lines = difference.map((operation) => visible(describeChange(operation, before.body ?? null)));
  return said(`${lines.length === 0 ? "no difference" : lines.join("\n")}\n`);
}

async function findBody(audit: AuditReader, pool: string, at: string): Promise<BodyAt> {
  const found = await bodyAt(audit, pool, at);
  if (!found) throw new CannotRun(`nothing of ${visible(pool)} is on record at ${at} or before`);
  if (found.hash !== undefined && found.body === undefined)
    throw new CannotRun(
      `the body ${found.hash} is gone from the record, or not as it was written: poolkeeper audit verify says more`,
    );
  return found;
}

/** JSON over several lines, each safe for a terminal. */
const printBody = (body: Json): string =>
  JSON.stringify(body, undefined, 2).split("\n").map(visible).join("\n");

const said = (output: string): Outcome => ({ exitCode: 0, output });
