import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FIXTURES = join(import.meta.dirname, "../fixtures/specs");

export interface Seedling {
  /** `a.yaml` or `a.json`: how it is read. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** A right fixture counts as several, since what is changed in it leads deeper than what is changed in a broken one. */
const FOLDERS = [...Array.from({ length: 8 }, () => "valid"), "broken"];

/** Every fixture, right and broken. */
export function readCorpus(): readonly Seedling[] {
  return FOLDERS.flatMap((folder) => {
    const names = readdirSync(join(FIXTURES, folder)).filter((name) => /\.(?:ya?ml|json)$/.test(name));
    return names.toSorted().map((name) => ({
      path: name.endsWith(".json") ? "a.json" : "a.yaml",
      bytes: readFileSync(join(FIXTURES, folder, name)),
    }));
  });
}
