import { sha256 } from "../shared/canonical.ts";
import { type Broken, blame, broken, type Chained, checkLink, checkPlace } from "./chain.ts";
import { Contents, type ContentsOptions } from "./contents.ts";
import { findGap, findGapAtEnd, type Gap } from "./gaps.ts";
import { type Link, parseManifest } from "./manifest.ts";
import { SNAPSHOTS, sequenceOf, signatureName } from "./names.ts";
import { type Listed, listManifests, type Range, rangeOf } from "./range.ts";
import type { AuditReader } from "./reader.ts";
import { findStray, findUnsealed } from "./strays.ts";

export type Verified =
  | {
      readonly kind: "whole";
      readonly manifests: number;
      /** Different ones, all of which were read. */
      readonly bodies: number;
      /** Those that manifests have, all of which were read. */
      readonly events: number;
      /** How many signatures a key was tried on; not said without a key. */
      readonly signatures?: number;
      /** Times without a manifest, longer than two intervals: nothing shows what the pools were like. */
      readonly gaps: readonly Gap[];
      /** Events from after the newest manifest, which no manifest seals yet: whoever may write could have put them there. */
      readonly waiting: number;
      /** None if there is no manifest at all. */
      readonly newest?: Link;
    }
  | Broken;

export interface VerifyOptions extends ContentsOptions {
  /**
   * The newest manifest's hash, known from elsewhere. Only such a witness shows that the newest manifests were
   * cut off or written anew: the chain that is left is whole in itself.
   */
  readonly head?: string;
  /** Hashes that manifests of the chain have to have, known from elsewhere. Of each, and of the head, a beginning will do. */
  readonly witnesses?: readonly string[];
  /** Only manifests taken at this moment or later (UTC, ISO 8601). The one before them is trusted. */
  readonly from?: string;
  /** Only manifests taken at this moment or earlier. */
  readonly to?: string;
  /** How often manifests are taken, in milliseconds; an hour if not said. */
  readonly intervalMs?: number;
}

/** Reads every manifest and all that they name, and tells the first that is not as it was written. */
export async function verifyAudit(audit: AuditReader, options: VerifyOptions = {}): Promise<Verified> {
  const listed = await listManifests(audit);
  const [unknown] = listed.unknown;
  if (unknown !== undefined) return broken(unknown, "unknown");
  const range = rangeOf(listed.manifests, options);
  const contents = new Contents(audit, options);
  const walked = await walk(audit, { listed, range, contents, options });
  if ("why" in walked) return walked;
  const { newest, gaps, hashes } = walked;
  if (!isHead(newest, options)) return broken(newest?.name ?? SNAPSHOTS, "not the head");
  const unseen = options.witnesses?.find((witness) => !hashes.some((hash) => hash.startsWith(witness)));
  if (unseen !== undefined) return broken(newest?.name ?? SNAPSHOTS, "witness missing");
  // A signature vouches for all that is before it: whoever writes the chain anew would leave the signatures out.
  const isUnsigned = options.checkSignature && newest && newest.manifest.signer === undefined;
  if (isUnsigned) return broken(newest.name, "unsigned");
  const unsealed = await findUnsealed(audit, newest, range, contents);
  const stray =
    unsealed.broken ??
    (range.anchor === undefined && range.after.length === 0 ? await findStray(audit, contents) : undefined);
  if (stray) return stray;
  return {
    kind: "whole",
    manifests: range.names.length - (range.anchor === undefined ? 0 : 1),
    bodies: contents.bodies.size,
    events: contents.checked,
    ...(options.checkSignature && { signatures: contents.signatures }),
    gaps: [...gaps, ...findGapAtEnd(newest, range.after[0], options)],
    waiting: unsealed.waiting,
    ...(newest && { newest: { name: newest.name, hash: newest.hash } }),
  };
}

interface Walk {
  readonly listed: Listed;
  readonly range: Range;
  readonly contents: Contents;
  readonly options: VerifyOptions;
}

interface Walked {
  readonly newest: Chained | undefined;
  readonly gaps: readonly Gap[];
  readonly hashes: readonly string[];
}

const isHead = (newest: Chained | undefined, { head }: VerifyOptions): boolean =>
  head === undefined || newest?.hash.startsWith(head) === true;

/** Follows the chain from its first manifest to its newest. */
async function walk(audit: AuditReader, walk: Walk): Promise<Walked | Broken> {
  const { listed, range, options } = walk;
  const all = new Set(listed.manifests);
  const gaps: Gap[] = [];
  const hashes: string[] = [];
  let newest: Chained | undefined;
  for (const [index, name] of range.names.entries()) {
    const current = await readChained(audit, name, all);
    if ("why" in current) return current;
    const gone = name === range.anchor ? undefined : checkLink(newest, current, all);
    const follower = range.names[index + 1] ?? range.after[0];
    if (gone) return blame(gone, newest, current, await witnessOf(audit, current, follower, options.head));
    // What a manifest names is looked up only once its follower has confirmed what it says.
    const lost = newest && (await look(newest, walk));
    if (lost) return lost;
    gaps.push(...findGap(newest, current, options));
    hashes.push(current.hash);
    newest = current;
  }
  const lost = newest && isHead(newest, options) ? await look(newest, walk) : undefined;
  return lost ?? { newest, gaps, hashes };
}

async function look(chained: Chained, { listed, range, contents }: Walk): Promise<Broken | undefined> {
  if (chained.name === range.anchor) return contents.trust(chained);
  const signature = signatureName(chained.name);
  // Of a manifest that does not say that it is signed, it is somebody else's.
  if (chained.manifest.signer === undefined && listed.signatures.has(signature))
    return broken(signature, "unknown");
  return await contents.check(chained);
}

async function readChained(
  audit: AuditReader,
  name: string,
  names: ReadonlySet<string>,
): Promise<Chained | Broken> {
  const text = await audit.read(name);
  if (text === undefined) return broken(name, "missing");
  const manifest = parseManifest(text);
  if (!manifest) return broken(name, "altered");
  const current = { name, hash: sha256(text), manifest };
  return checkPlace(current, sequenceOf(name) ?? 0, names) ?? current;
}

/** What the follower of `current` says of it, or the head if nothing follows. */
async function witnessOf(
  audit: AuditReader,
  current: Chained,
  follower: string | undefined,
  head: string | undefined,
): Promise<Link | undefined> {
  if (follower === undefined) {
    if (head === undefined) return undefined;
    return { name: current.name, hash: isHead(current, { head }) ? current.hash : head };
  }
  return parseManifest((await audit.read(follower)) ?? "")?.previous;
}
