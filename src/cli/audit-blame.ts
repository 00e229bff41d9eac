import { type Blamed, blamePool, type SetBy } from "../audit/blame.ts";
import { toIso } from "../shared/time.ts";
import { quote, visible } from "../spec/quote.ts";
import { isJson, openAudit, PLACE_OPTIONS } from "./audit-place.ts";
import { readPool } from "./audit-pool.ts";
import { stringify } from "./json.ts";
import { readOptions, usageError } from "./options.ts";
import { CannotRun, type Outcome, type World } from "./world.ts";

/** `poolkeeper audit blame`: which commit and person last set each property, and what came from outside git. */
export async function blame(args: readonly string[], world: World): Promise<Outcome> {
  const { values, positionals } = readOptions("audit", args, PLACE_OPTIONS);
  const [name, pointer = "", extra] = positionals;
  if (name === undefined || extra !== undefined)
    throw usageError("audit", "blame takes a pool and a JSON pointer");
  if (pointer !== "" && !pointer.startsWith("/"))
    throw usageError(
      "audit",
      `${quote(pointer)} is no JSON pointer: write one such as /properties/scaleConfiguration`,
    );
  const isJsonAsked = isJson(values);
  const audit = await openAudit(values, world);
  const pool = await readPool(name, audit);
  const all = await blamePool(audit, pool, toIso(world.now()));
  const asked = all.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
  if (asked.length === 0) throw new CannotRun(nothing(pool, pointer, all));
  const output = isJsonAsked ? `${stringify({ pool, properties: asked })}\n` : print(asked);
  return { exitCode: 0, output };
}

function nothing(pool: string, pointer: string, all: readonly Blamed[]): string {
  if (all.length === 0) return `${visible(pool)} is not there, as far as the record knows`;
  return `there is no ${quote(pointer)} in the newest body of ${visible(pool)}`;
}

const WHO_CHARACTERS_MAX = 32;

function print(all: readonly Blamed[]): string {
  const rows = all.map(({ pointer, value, by }) => ({
    who: whoOf(by),
    by,
    what: `${pointer}: ${JSON.stringify(value)}`,
  }));
  const width = Math.min(WHO_CHARACTERS_MAX, Math.max(...rows.map(({ who }) => who.length)));
  return rows
    .map(
      ({ who, by, what }) =>
        `${visible(who).padEnd(width)}  ${by.at.slice(0, 16).replace("T", " ")}Z  ${visible(what)}\n`,
    )
    .join("");
}

function whoOf(by: SetBy): string {
  switch (by.kind) {
    case "git":
      return [by.commit?.slice(0, 7) ?? "git", by.actor].filter(Boolean).join(" ");
    case "azure":
      return "azure";
    case "found":
      return "found so";
    case "outside":
      return "outside git";
  }
}
