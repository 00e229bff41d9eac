import { parseManifest } from "../audit/manifest.ts";
import { SNAPSHOTS, sequenceOf } from "../audit/names.ts";
import type { SnapshotHead, SnapshotLink } from "../documents/snapshot-head.ts";
import type { Audit } from "../ports.ts";
import { sha256 } from "../shared/canonical.ts";

export interface Newest {
  readonly link: SnapshotLink;
  /** Hashes of the bodies that it names. Empty if it can't be believed. */
  readonly bodies: ReadonlySet<string>;
  /** False if the manifest is gone or another than the head says: the chain goes on, and verification tells. */
  readonly isIntact: boolean;
}

/**
 * The manifest that the next one has to follow; `undefined` if there is none. The container knows better than the
 * head: a run may have crashed after it stored its manifest, and the whole state may have been deleted.
 */
export async function findNewest(
  head: SnapshotHead | undefined,
  audit: Pick<Audit, "list" | "read">,
): Promise<Newest | undefined> {
  const known = head?.newest;
  const listed = await newestName(audit, known?.sequence ?? 0);
  const name = listed?.name ?? known?.name;
  if (name === undefined) return undefined;
  const text = (await audit.read(name)) ?? "";
  const hash = sha256(text);
  const link = listed ? { ...listed, hash } : known;
  if (!link) return undefined;
  const manifest = link.hash === hash ? parseManifest(text) : undefined;
  const bodies = new Set(manifest?.pools.flatMap(({ bodyHash }) => bodyHash ?? []));
  return { link, bodies, isIntact: manifest !== undefined };
}

/** The highest sequence above `above`. */
async function newestName(
  audit: Pick<Audit, "list">,
  above: number,
): Promise<{ readonly sequence: number; readonly name: string } | undefined> {
  let newest: { readonly sequence: number; readonly name: string } | undefined;
  for await (const name of audit.list(SNAPSHOTS)) {
    const sequence = sequenceOf(name) ?? 0;
    if (sequence > (newest?.sequence ?? above)) newest = { sequence, name };
  }
  return newest;
}
