import type { Link, Manifest } from "./manifest.ts";
import { manifestName } from "./names.ts";

/** A stored manifest that could be read. */
export interface Chained extends Link {
  readonly manifest: Manifest;
}

export interface Broken {
  readonly kind: "broken";
  /** Name of the blob that is not as it was. */
  readonly at: string;
  readonly why: Why;
}

export type Why =
  /** A manifest is not there although the next one names it. */
  | "missing"
  /** A manifest's bytes are not those that the next one names. */
  | "altered"
  /** A manifest stands in the place of another. */
  | "reordered"
  /** Two manifests follow the same one. */
  | "forked"
  /** A sequence was skipped, by a manifest that seems to follow the one before. */
  | "gap"
  /** A blob whose name is none that the deployer gives. */
  | "unknown"
  /** The newest manifest is not the one that was asked for: newer ones were cut off, or it is another. */
  | "not the head"
  /** No manifest has a hash that is known from elsewhere: it was cut off, or the chain was written anew. */
  | "witness missing"
  | "body missing"
  | "body altered"
  | "event missing"
  | "event altered"
  /** Two manifests have the same event. */
  | "event sealed twice"
  /** An event from before the newest manifest that no manifest has. */
  | "event unsealed"
  /** A manifest says that it is signed, and no signature is beside it. */
  | "signature missing"
  /** Signatures are to be checked, and the newest manifest does not say that it is signed: none vouches for it. */
  | "unsigned"
  /** What is beside a manifest is not its signature, or not by the key that was given. */
  | "signature wrong";

/** Whether `current` follows `preceding` (none: is the first). `names` are those of all manifests. */
export function checkLink(
  preceding: Chained | undefined,
  current: Chained,
  names: ReadonlySet<string>,
): Broken | undefined {
  const { previous, sequence } = current.manifest;
  if (!preceding) {
    if (previous) return broken(...astray(previous.name, current, names));
    return sequence === 1 ? undefined : broken(current.name, "gap");
  }
  if (previous?.name !== preceding.name) {
    // The same place twice: sequences are checked against names before.
    if (sequence === preceding.manifest.sequence || !previous) return broken(current.name, "forked");
    return broken(...astray(previous.name, current, names));
  }
  if (previous.hash !== preceding.hash) return broken(preceding.name, "altered");
  return sequence === preceding.manifest.sequence + 1 ? undefined : broken(current.name, "gap");
}

/** Whether the text that is stored under a manifest's name belongs there. */
export function checkPlace(
  current: Chained,
  sequence: number,
  names: ReadonlySet<string>,
): Broken | undefined {
  const { manifest } = current;
  if (manifest.sequence === sequence) return undefined;
  const isAnothers = names.has(manifestName(manifest.sequence, manifest.takenAt));
  return broken(current.name, isAnothers ? "reordered" : "altered");
}

/**
 * Two neighbours disagree (`found`, by checkLink): says which of them is at fault, by what the follower of `current`
 * names, or the head if nothing follows.
 */
export function blame(
  found: Broken,
  preceding: Chained | undefined,
  current: Chained,
  witness: Link | undefined,
): Broken {
  if (witness?.name !== current.name) return found;
  if (witness.hash !== current.hash) return broken(current.name, "altered");
  return found.why === "forked" && preceding ? broken(preceding.name, "forked") : found;
}

export function broken(at: string, why: Why): Broken {
  return { kind: "broken", at, why };
}

function astray(previous: string, current: Chained, names: ReadonlySet<string>): [string, Why] {
  return names.has(previous) ? [current.name, "reordered"] : [previous, "missing"];
}
