import type { PoolBody } from "../pool/body.ts";
import type { PoolId } from "../pool/id.ts";

/** What git says about one pool. Written by sync alone. */
export interface Wanted {
  readonly format: 1;
  /** Counts up with every change of the wish, and with every commit that tries a refused one again; never goes back. */
  readonly generation: number;
  readonly pool: PoolId;
  readonly source: string;
  /** The commit that brought this generation. */
  readonly commit: string;
  /** Who is behind it: the account that pushed it, or else its author; missing where GitHub said neither. */
  readonly actor?: string;
  /** The spec's path in the repository. */
  readonly path: string;
  readonly wish: Wish;
  /** The source's round that wrote it last. */
  readonly round?: number;
}

/** Tells one wish from another in few characters: generations do so only while nobody loses count. */
export function wishMark(wish: Wish): string {
  return wish.kind === "present" ? wish.specHash : wish.kind;
}

export type Wish =
  | { readonly kind: "present"; readonly specHash: string; readonly body: PoolBody }
  /** The spec is gone and the source says `removed: delete`. */
  | { readonly kind: "removed" }
  /** The spec is gone and the source says `removed: keep`: the pool stays and is followed no longer. */
  | { readonly kind: "released" };
