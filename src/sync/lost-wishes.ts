import { wantedDocument, wantedDocuments } from "../documents/names.ts";
import type { Source } from "../documents/source.ts";
import type { DoubtfulPool, SourceState } from "../documents/source-state.ts";
import type { Documents } from "../ports.ts";

/** Pools of known specs whose wishes are not there any more: their documents were lost. One listing per group tells. */
export async function findLostWishes(
  { files }: SourceState,
  { resourceGroups }: Source,
  documents: Pick<Documents, "list">,
): Promise<readonly DoubtfulPool[]> {
  const kept = new Set<string>();
  for (const group of resourceGroups)
    for await (const { name } of documents.list(wantedDocuments(group))) kept.add(name);
  return Object.entries(files).flatMap(([path, { pool }]) =>
    kept.has(wantedDocument(pool)) ? [] : [{ pool, path }],
  );
}
