/** The newest link of the audit chain. Written by takeSnapshot alone, under a lease; found again by listing if lost. */
export interface SnapshotHead {
  readonly format: 1;
  readonly sequence: number;
  /** Blob name of the newest manifest in the container `audit`. */
  readonly manifest: string;
  /** SHA-256 of that manifest's bytes, lower-case hex. */
  readonly hash: string;
}
