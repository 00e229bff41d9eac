import type { SessionPool } from "../generated/session-pool.ts";
import type { Problem } from "../problem.ts";

/** One thing that the service demands, or that people regret, beyond the shape of a spec. */
export interface Rule {
  /** Stable and greppable, such as `pool/ready-instances`. */
  readonly code: `pool/${string}`;
  readonly severity: Problem["severity"];
  /** What a spec must be like, in one line, for the table in the docs. */
  readonly demand: string;
  /** How we know it, in one line. */
  readonly source: string;
  /**
   * JSON pointers of what the rule must know wholly: it is not asked where any of it was refused. It needs none for a
   * value whose lack keeps it silent anyway.
   */
  readonly restsOn?: readonly string[];
  check(pool: SoundPool): readonly Finding[];
}

/** A place that breaks a rule. */
export interface Finding {
  /** JSON pointer of the value; of one that is missing too: then it is found at its parent. */
  readonly pointer: string;
  /** What is wrong and what to write instead. Never holds a value that could be a secret. */
  readonly message: string;
}

/**
 * What is sound of a pool: values that the schema refused are not there, so that a rule speaks only of what it can
 * know. An entry of a list that was refused is empty.
 */
export type SoundPool = Sound<SessionPool>;

export type Sound<T> = T extends readonly (infer Item)[]
  ? readonly Sound<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: Sound<T[Key]> | undefined }
    : T;
