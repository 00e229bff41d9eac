/** Something that goes wrong with the next requests to REST. */
export interface Fault {
  /** `*` for every method. */
  readonly method: string;
  /** A part of the path, such as `/git/trees/`; without it, every path. */
  readonly path?: string;
  /** How many requests it strikes. */
  readonly times: number;
  /** Nothing is done, and this is the answer. */
  readonly status?: number;
  /** Goes with `status`. */
  readonly message?: string;
  /** In seconds: a `retry-after` header with `status` or `secondary`; the time to the reset of `primary`. */
  readonly retryAfter?: number;
  /** Nothing is done: GitHub's hourly limit is used up, or its limit of bursts. */
  readonly rateLimit?: "primary" | "secondary";
  /** The connection is cut instead of an answer; without `status` the work is done. */
  readonly dropAnswer?: boolean;
  /** The request waits first. */
  readonly delayMs?: number;
}

export interface Faults {
  set(faults: readonly Fault[]): void;
  /** The first fault that fits and isn't used up, counted as used. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let armed: { readonly fault: Fault; left: number }[] = [];
  return {
    set(faults) {
      armed = faults.map((fault) => ({ fault, left: fault.times }));
    },
    take(method, path) {
      const struck = armed.find(({ fault, left }) => left > 0 && fits(fault, method, path));
      if (struck) struck.left -= 1;
      return struck?.fault;
    },
  };
}

function fits(fault: Fault, method: string, path: string): boolean {
  return (fault.method === "*" || fault.method.toUpperCase() === method) && path.includes(fault.path ?? "");
}
