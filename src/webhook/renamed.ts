import { sourceDocument, sourceDocuments } from "../documents/names.ts";
import type { Source } from "../documents/source.ts";
import type { Documents } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";

/**
 * Names of the sources whose repository has this number, under another name by now. Best effort: where storage can't
 * answer, the poll finds out.
 */
export async function findRenamed(
  repositoryId: number | undefined,
  sources: readonly Source[],
  documents: Pick<Documents, "list">,
): Promise<readonly string[]> {
  if (repositoryId === undefined) return [];
  const known = new Set<string>();
  await attempt(async () => {
    for await (const { name, labels } of documents.list(sourceDocuments)) {
      if (labels.repository === String(repositoryId)) known.add(name);
    }
  });
  return sources
    .filter((source) => source.repositoryId === repositoryId || known.has(sourceDocument(source.name)))
    .map(({ name }) => name);
}
