import type { Author } from "../author.ts";
import type { Fact } from "../facts.ts";
import type { World } from "../world.ts";

/** What is looked at: the world and its history, never the program. */
export interface Stage {
  readonly world: World;
  readonly author: Author;
  /** Pools that somebody changed by hand since our last change of them. */
  readonly touched: ReadonlySet<string>;
  /** Pools that ARM took a PUT of ours for, ever. */
  readonly ours: ReadonlySet<string>;
}

/** Tells what broke the promise, for people; `undefined` while it is kept. */
export interface Watch {
  readonly onFact?: (fact: Fact) => string | undefined;
  /** Once faults have stopped and all is quiet, or too much time went by. */
  readonly atEnd?: () => string | undefined | Promise<string | undefined>;
}

/** One of the promises of the design, by its number there. */
export interface Promised {
  readonly number: number;
  readonly says: string;
  readonly watch: (stage: Stage) => Watch;
}

/** The `rev` that a pool or a body carries, which tells what version of what spec it is. */
export function revOf(resource: unknown): number | undefined {
  const tags = (resource as { readonly tags?: { readonly rev?: string } } | undefined)?.tags;
  return tags?.rev === undefined ? undefined : Number(tags.rev);
}
