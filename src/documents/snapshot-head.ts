/**
 * The newest link of the audit chain. Written by takeSnapshot alone, under a lease. The chain itself is in the
 * container `audit`: a head that is lost or behind is made up from there.
 */
export interface SnapshotHead {
  readonly format: 1;
  /** None before the first snapshot. */
  readonly newest?: SnapshotLink;
  /**
   * The name under which the next manifest is stored, written before it is. Names are write-once, so a run that lost
   * its lease without knowing and the run after it can't both store one: the chain never forks.
   */
  readonly claim?: { readonly sequence: number; readonly name: string };
  /** Names of the events that manifests up to the newest have, of the days from which one may still come late. */
  readonly sealed?: readonly string[];
  /** Names of manifests that say that they are signed, and whose signature could not be made yet. */
  readonly unsigned?: readonly string[];
}

export interface SnapshotLink {
  readonly sequence: number;
  /** Blob name of the manifest in the container `audit`. */
  readonly name: string;
  /** SHA-256 of that manifest's bytes, lower-case hex. */
  readonly hash: string;
}
