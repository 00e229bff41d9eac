import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { validate } from "../../src/spec/generated/validate.js";

const RULES = join(import.meta.dirname, "../fixtures/specs/rules");

const specsIn = (name: string): readonly unknown[] =>
  readdirSync(RULES).map((folder) => parse(readFileSync(join(RULES, folder, name), "utf8")));

/** Whole specs, one kind beside the other, and the same with one mistake each. */
const ORIGINALS = [...specsIn("valid.yaml"), ...specsIn("broken.yaml")];

type Path = readonly string[];

function pathsOf(value: unknown): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [key],
    ...pathsOf(member).map((path) => [key, ...path]),
  ]);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, key) => (found as { [key: string]: unknown } | undefined)?.[key],
    value,
  );
}

function changed(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy: { [key: string]: unknown } = { ...(typeof value === "object" ? value : {}) };
  const member = changed(copy[key], rest, by);
  if (member === undefined) delete copy[key];
  else copy[key] = member;
  return Array.isArray(value) ? Object.values(copy) : copy;
}

/** What stands at each name in any of them: values that are right somewhere. */
const VALUES = Map.groupBy(
  ORIGINALS.flatMap((spec) => pathsOf(spec).map((path) => ({ path, value: valueAt(spec, path) }))),
  ({ path }) => path.filter((key) => !/^\d+$/.test(key)).join("/"),
);

const PLACES = [...new Set(ORIGINALS.flatMap((spec) => pathsOf(spec).map((path) => path.join("\n"))))].map(
  (path) => path.split("\n"),
);

/** Numbers and texts at the edges of what is allowed. */
const EDGES = [0, 1, 0.25, 0.3, 2, 300, 600, 601, 3600, "", "a", "system", "0.5Gi", "East US", "latest"];

const change = fc.constantFrom(...PLACES).chain((path) => {
  const place = path.filter((key) => !/^\d+$/.test(key)).join("/");
  const seen = (VALUES.get(place) ?? []).map(({ value }) => value);
  return fc.record({
    path: fc.constant(path),
    by: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...seen) },
      { weight: 2, arbitrary: fc.constant(undefined) },
      fc.constantFrom(...EDGES),
      fc.string(),
    ),
  });
});

/** Any spec in which a few values are those of another one, others, or missing: what the schema says of it is open. */
export const changedSpec = fc
  .tuple(fc.constantFrom(...ORIGINALS), fc.array(change, { maxLength: 5 }))
  .map(([spec, changes]) => changes.reduce((body, { path, by }) => changed(body, path, by), spec));

/** The same, of those that the schema allows. */
export const schemaValidSpec = changedSpec.filter((spec) => validate(spec));
