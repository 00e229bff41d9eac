import { bySequence, isSignatureName, SNAPSHOTS, sequenceOf, signatureName, takenAtOf } from "./names.ts";
import type { AuditReader } from "./reader.ts";

/** What there is among the manifests. */
export interface Listed {
  /** In the order of the chain. */
  readonly manifests: readonly string[];
  /** Names that are not the deployer's. */
  readonly unknown: readonly string[];
  /** Names of signatures. */
  readonly signatures: ReadonlySet<string>;
}

/** One listing of all that is below `snapshots/`; nothing is read. */
export async function listManifests(audit: AuditReader): Promise<Listed> {
  const manifests: string[] = [];
  const signatures = new Set<string>();
  const unknown: string[] = [];
  for await (const name of audit.list(SNAPSHOTS)) {
    if (isSignatureName(name)) signatures.add(name);
    else if (sequenceOf(name) === undefined) unknown.push(name);
    else manifests.push(name);
  }
  const signable = new Set(manifests.map(signatureName));
  unknown.push(...[...signatures].filter((name) => !signable.has(name)));
  return { manifests: manifests.sort(bySequence), signatures, unknown };
}

/** The part of the chain that is to be verified. */
export interface Range {
  readonly names: readonly string[];
  /** The first of the names, where it is there only to tie the others to: it is trusted as it is. */
  readonly anchor?: string;
  /** Those behind it, the nearest first. */
  readonly after: readonly string[];
}

/** Manifests that were taken between two instants, and the one before them. */
export function rangeOf(manifests: readonly string[], limits: { from?: string; to?: string }): Range {
  const [from, to] = [toSecond(limits.from), toSecond(limits.to)];
  const isInside = (name: string): boolean => {
    const takenAt = takenAtOf(name);
    return (from === undefined || takenAt >= from) && (to === undefined || takenAt <= to);
  };
  const first = manifests.findIndex(isInside);
  if (first < 0) return { names: [], after: [] };
  // With those between them that a clock which went back dated outside: without them the chain would have holes.
  const end = manifests.findLastIndex(isInside) + 1;
  const anchor = manifests[first - 1];
  return {
    names: manifests.slice(anchor === undefined ? first : first - 1, end),
    ...(anchor !== undefined && { anchor }),
    after: manifests.slice(end),
  };
}

/** Names tell the second alone. */
const toSecond = (instant: string | undefined): string | undefined => instant?.replace(/(\.\d+)?Z$/, ".000Z");
