/** Which service a call goes to. */
export type Service = "storage" | "queue" | "audit" | "github" | "arm" | "vault";

export interface EffectCall {
  readonly service: Service;
  /** Such as `read` or `PUT`. */
  readonly what: string;
  /** What it is about: a blob, a pool, a commit. In words that are the same in every run of a script. */
  readonly about: string;
  /** Of a PUT: the `rev` that its body carries. */
  readonly rev?: number;
}

/** The only way from the program to its stand-ins. */
export interface Effects {
  /** `perform` is done when the call arrives at the service; what it returns or throws is the answer. */
  call<T>(call: EffectCall, perform: () => T | Promise<T>): Promise<T>;
  /** Done every so often by whoever makes the calls, while it lives; returns what ends it. */
  every(ms: number, call: EffectCall, perform: () => void): () => void;
}

/** Calls arrive at once and are always answered: for the contracts that every stand-in keeps. */
export const IMMEDIATE: Effects = {
  call: async (_, perform) => await perform(),
  every: () => () => undefined,
};
