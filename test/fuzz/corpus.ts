import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FIXTURES = join(import.meta.dirname, "../fixtures/specs");

export interface Seedling {
  /** `a.yaml` or `a.json`: how it is read. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** A right one counts as several, since what is changed in it leads deeper than what is changed in a broken one. */
const RIGHT_ONES = 4;

/** Every fixture, right and broken, also those of the rules. */
export function readCorpus(): readonly Seedling[] {
  const names = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" });
  const specs = names.filter((name) => /\.(?:ya?ml|json)$/.test(name)).toSorted();
  return specs.flatMap((name) => {
    const path = name.endsWith(".json") ? "a.json" : "a.yaml";
    const seedling = { path, bytes: readFileSync(join(FIXTURES, name)) };
    return Array.from({ length: /valid/.test(name) ? RIGHT_ONES : 1 }, () => seedling);
  });
}
