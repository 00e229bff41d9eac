import type { Source } from "../documents/source.ts";
import type { SourceState, SpecRecord } from "../documents/source-state.ts";
import type { Repositories, Tree, TreeEntry } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { type Claim, checkNumber, checkTogether } from "../spec/across.ts";
import { checkEntry, isSpecPath } from "../spec/entries.ts";
import { type Problem, sortProblems } from "../spec/problem.ts";
import { readSpec, type Spec } from "../spec/read.ts";
import { planTree } from "./plan.ts";

/** GitHub asks for few requests at once. */
const BLOBS_AT_ONCE = 8;

export interface ReadSpecs {
  /** Every mistake and doubt of every file, in order. */
  readonly problems: readonly Problem[];
  readonly known: ReadonlyMap<string, SpecRecord>;
  readonly read: ReadonlyMap<TreeEntry, Spec>;
}

/** The files of a tree that are specs. */
export function specEntries(tree: Tree, source: Source): readonly TreeEntry[] {
  return tree.kind === "missing" ? [] : tree.entries.filter(({ path }) => isSpecPath(path, source.directory));
}

/** What is known of a spec that was read by an earlier sync. */
const claimOf = ([path, { pool, vaults = [] }]: readonly [string, SpecRecord]): Claim => ({
  path,
  pool,
  vaults: vaults.map((vault) => ({ vault })),
});

/** Reads what is new in `entries` and validates everything, so that one push gives one list of mistakes. */
export async function readSpecs(
  entries: readonly TreeEntry[],
  state: SourceState,
  source: Source,
  repositories: Pick<Repositories, "blob">,
): Promise<ReadSpecs> {
  const paths = entries.map(({ path }) => path);
  const excess = checkNumber(paths);
  // Nothing is read, so nothing is known to be changed or gone.
  if (excess.length > 0)
    return { problems: excess, known: new Map(Object.entries(state.files)), read: new Map() };
  const { toRead, known } = planTree(entries, state);
  const refused = toRead.flatMap((entry) => checkEntry(entry) ?? []);
  const refusedFiles = new Set(refused.map(({ file }) => file));
  const readable = toRead.filter(({ path }) => !refusedFiles.has(path));
  const results = await mapConcurrently(readable, BLOBS_AT_ONCE, async (entry) => ({
    entry,
    ...readSpec({ path: entry.path, bytes: await repositories.blob(source.repository, entry.sha) }),
  }));
  const read = new Map(results.flatMap(({ entry, spec }) => (spec ? [[entry, spec] as const] : [])));
  const claims = [...read.values(), ...[...known].map(claimOf)];
  const problems = sortProblems([
    ...refused,
    ...results.flatMap((result) => result.problems),
    ...checkTogether(claims, source, paths),
  ]);
  return { problems, known, read };
}
