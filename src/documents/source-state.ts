import type { PoolId } from "../pool/id.ts";

/** What sync knows about one source. Written by sync alone, under a lease. */
export interface SourceState {
  readonly format: 1;
  /** The repository whose specs were read last: its name in lower case, and GitHub's number of it. */
  readonly repository?: { readonly name: string; readonly id: number };
  /** The newest branch head that was read to its end, valid or not, and when GitHub named it. */
  readonly seen?: {
    readonly commit: string;
    readonly at: string;
    /** Its mistakes refuse it. */
    readonly rejected?: true;
  };
  /** The settings that the seen commit was read with, as `readingOf` writes them. Others read it anew. */
  readonly readAs?: string;
  /** The newest commit whose specs were all valid: what is wanted. */
  readonly synced?: {
    readonly commit: string;
    readonly at: string;
    /** The settings that `files` was read with. What others do not find was not taken away by an author. */
    readonly readAs?: string;
  };
  /** What the synced commit's specs say, by path. */
  readonly files: { readonly [path: string]: SpecRecord };
  /**
   * Pools whose wishes a sync began to write, with the paths that name them. Written before them, and taken out by a
   * sync that ends well: until then `files` does not say what is wanted of these.
   */
  readonly inDoubt?: readonly DoubtfulPool[];
  /** The commit whose wishes a sync began to write. Until another head is read to its end, an older one is doubted. */
  readonly begun?: string;
  /**
   * Counts the syncs that wrote wishes. Written before them, and with each of them: a sync that lost its hold, and did
   * not notice, finds the round of a later one and stops.
   */
  readonly round?: number;
  /** The commit that was told `pending` and has no rollout to tell the end. */
  readonly announced?: string;
  /** Commits that were announced and left by the branch, and that GitHub has not taken that word for. Oldest first. */
  readonly overtaken?: readonly Overtaken[];
  /** Heads seen before, newest first, so that a stale answer of GitHub is known for what it is. */
  readonly recent: readonly string[];
  /** Since when the branch head reads as a commit that we already went past, and which one. */
  readonly rewind?: { readonly commit: string; readonly since: string };
  /** Until when GitHub asked to be left alone, whoever asks next. */
  readonly quietUntil?: string;
  /** Why the source can't be read, since when. Its pools are kept. */
  readonly unreadable?: {
    readonly code: string;
    readonly message: string;
    readonly since: string;
    /** The announced commit whose status says so. */
    readonly told?: string;
  };
}

/** Blob metadata of a source document, so that `health` need not read it. */
export interface SourceLabels {
  /** The commit whose specs are wanted. */
  readonly synced?: string;
  /** The code that says why the source can't be read, and since when (UTC, ISO 8601). */
  readonly unreadable?: string;
  readonly since?: string;
  /** What the code means here, in printable ASCII. */
  readonly reason?: string;
  /** GitHub's number of the repository: how a push is known that comes from it under another name. */
  readonly repository?: string;
}

export interface Overtaken {
  readonly commit: string;
  /** The head that it was left for. */
  readonly by: string;
  /** How often GitHub would not hear of it. */
  readonly refusals?: number;
}

export interface DoubtfulPool {
  readonly pool: PoolId;
  readonly path: string;
}

export interface SpecRecord {
  readonly blobSha: string;
  readonly pool: PoolId;
  readonly specHash: string;
  /** Hosts of the key vaults that its secrets are in, where it has any. */
  readonly vaults?: readonly string[];
}
