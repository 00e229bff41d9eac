import { sha256 } from "../shared/canonical.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { type Broken, blame, broken, type Chained, checkLink, checkPlace } from "./chain.ts";
import { type Link, type Manifest, parseManifest } from "./manifest.ts";
import { bodyName, bySequence, SNAPSHOTS, sequenceOf } from "./names.ts";

export type Verified =
  | {
      readonly kind: "whole";
      readonly manifests: number;
      /** Different ones, all of which were read. */
      readonly bodies: number;
      /** None if there is no manifest at all. */
      readonly newest?: Link;
    }
  | Broken;

export interface VerifyOptions {
  /**
   * The newest manifest's hash, known from elsewhere. Only such a witness shows that the newest manifests were
   * cut off or written anew: the chain that is left is whole in itself.
   */
  readonly head?: string;
}

/** Where the record is read: the container itself, or a folder that it was downloaded to. */
export interface AuditReader {
  read(name: string): Promise<string | undefined>;
  /** Names that begin with `prefix`, in order. */
  list(prefix: string): AsyncIterable<string>;
}

/** Reads every manifest and every body that they name, and tells the first that is not as it was written. */
export async function verifyAudit(audit: AuditReader, { head }: VerifyOptions = {}): Promise<Verified> {
  const names: string[] = [];
  for await (const name of audit.list(SNAPSHOTS)) names.push(name);
  names.sort(bySequence);
  const all = new Set(names);
  const bodies = new Set<string>();
  let newest: Chained | undefined;
  for (const [index, name] of names.entries()) {
    const current = await readChained(audit, name, all);
    if ("why" in current) return current;
    const gone = checkLink(newest, current, all);
    if (gone) return blame(gone, newest, current, await witnessOf(audit, current, names[index + 1], head));
    // A manifest's bodies are looked up only once its follower has confirmed what it says.
    const lost = newest && (await checkBodies(audit, newest.manifest, bodies));
    if (lost) return lost;
    newest = current;
  }
  if (head !== undefined && newest?.hash !== head) return broken(newest?.name ?? SNAPSHOTS, "not the head");
  if (!newest) return { kind: "whole", manifests: 0, bodies: 0 };
  const lost = await checkBodies(audit, newest.manifest, bodies);
  const { name, hash } = newest;
  return lost ?? { kind: "whole", manifests: names.length, bodies: bodies.size, newest: { name, hash } };
}

async function readChained(
  audit: AuditReader,
  name: string,
  names: ReadonlySet<string>,
): Promise<Chained | Broken> {
  const sequence = sequenceOf(name);
  if (sequence === undefined) return broken(name, "unknown");
  const text = await audit.read(name);
  if (text === undefined) return broken(name, "missing");
  const manifest = parseManifest(text);
  if (!manifest) return broken(name, "altered");
  const current = { name, hash: sha256(text), manifest };
  return checkPlace(current, sequence, names) ?? current;
}

/** What the follower of `current` says of it, or the head if nothing follows. */
async function witnessOf(
  audit: AuditReader,
  current: Chained,
  follower: string | undefined,
  head: string | undefined,
): Promise<Link | undefined> {
  if (follower === undefined) return head === undefined ? undefined : { name: current.name, hash: head };
  return parseManifest((await audit.read(follower)) ?? "")?.previous;
}

const READS_AT_ONCE = 16;

/** Reads the bodies that were not read before; adds them to `known`. */
async function checkBodies(
  audit: AuditReader,
  manifest: Manifest,
  known: Set<string>,
): Promise<Broken | undefined> {
  const hashes = new Set(manifest.pools.flatMap(({ bodyHash }) => bodyHash ?? []));
  const unread = [...hashes].filter((hash) => !known.has(hash));
  const results = await mapConcurrently(unread, READS_AT_ONCE, async (hash) => {
    known.add(hash);
    const text = await audit.read(bodyName(hash));
    if (text === undefined) return broken(bodyName(hash), "body missing");
    return sha256(text) === hash ? undefined : broken(bodyName(hash), "body altered");
  });
  return results.find((result) => result !== undefined);
}
