import { sourceDocument } from "../documents/names.ts";
import type { Source } from "../documents/source.ts";
import type { Documents } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";

export interface Health {
  readonly status: "ok" | "failing";
  readonly storage: "reachable" | { readonly unreachable: string };
  readonly sources: readonly SourceHealth[];
}

export interface SourceHealth {
  readonly name: string;
  /** The commit whose specs are wanted now. */
  readonly synced?: string;
  /** Why the source can't be read, since when; its pools are kept. */
  readonly unreadable?: { readonly code: string; readonly since: string };
}

/** Whether the settings could be read (they were, or nobody would answer) and storage answers. Names no secret. */
export async function checkHealth(
  sources: readonly Source[],
  documents: Pick<Documents, "read">,
): Promise<Health> {
  const read = await attempt(() => Promise.all(sources.map((source) => checkSource(source, documents))));
  if (read.ok) return { status: "ok", storage: "reachable", sources: read.value };
  return { status: "failing", storage: { unreachable: read.failure.code }, sources: [] };
}

async function checkSource({ name }: Source, documents: Pick<Documents, "read">): Promise<SourceHealth> {
  const state = (await documents.read(sourceDocument(name)))?.value;
  const { synced, unreadable } = state ?? {};
  return {
    name,
    ...(synced && { synced: synced.commit }),
    ...(unreadable && { unreadable: { code: unreadable.code, since: unreadable.since } }),
  };
}
