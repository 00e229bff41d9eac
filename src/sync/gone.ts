import { wantedDocument } from "../documents/names.ts";
import { readingOf, type Source } from "../documents/source.ts";
import type { SourceState } from "../documents/source-state.ts";
import { poolKey } from "../pool/id.ts";
import type { Documents } from "../ports.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import type { Problem } from "../spec/problem.ts";
import type { SpecChanges } from "./plan.ts";

const DOCUMENTS_AT_ONCE = 16;

type Gone = SpecChanges["gone"];

/**
 * What is wished for pools whose specs are gone. Where the source was read with other settings before, no author took
 * the specs away, and no pool is deleted for it.
 */
export function wishForGone({ synced, files }: SourceState, source: Source): "removed" | "released" {
  const isFirst = synced?.readAs === undefined && Object.keys(files).length === 0;
  const isReadAlike = isFirst || synced?.readAs === readingOf(source);
  return source.removed === "delete" && isReadAlike ? "removed" : "released";
}

/** How many pools would be deleted, without those that an earlier sync, stopped half way, wished away already. */
export async function countDeletions(
  gone: Gone,
  state: SourceState,
  source: Source,
  documents: Pick<Documents, "read">,
): Promise<number> {
  if (wishForGone(state, source) === "released") return 0;
  const doubtful = new Set(state.inDoubt?.map(({ pool }) => poolKey(pool)));
  const mayBeWished = gone.filter(({ pool }) => doubtful.has(poolKey(pool)));
  const wished = await mapConcurrently(mayBeWished, DOCUMENTS_AT_ONCE, async ({ pool }) => {
    const wanted = (await documents.read(wantedDocument(pool)))?.value;
    return wanted?.source === source.name && wanted.wish.kind === "removed";
  });
  return gone.length - wished.filter(Boolean).length;
}

/** Refuses what looks like an accident: every spec gone at once, or more removed than the source allows. */
export function checkGone(
  gone: Gone,
  { specs, deletions }: { readonly specs: number; readonly deletions: number },
  source: Source,
): readonly Problem[] {
  const first = gone[0];
  if (!first) return [];
  const at = { severity: "error", file: first.path, line: 1, column: 1 } as const;
  if (specs === 0) {
    const where = source.directory === "" ? "the repository" : `${source.directory}/`;
    const message = `every spec below ${where} is gone: nothing was changed. To stop following them, remove the source from the settings`;
    return [{ ...at, code: "sync/all-gone", message }];
  }
  if (deletions > source.deletionsMax) {
    const message = `this commit removes ${deletions} specs, more than the ${source.deletionsMax} deletions allowed at once (deletionsMax): nothing was changed`;
    return [{ ...at, code: "sync/too-many-deletions", message }];
  }
  return [];
}
