/** Things that happen a number of times, to what they match. */
export class Countdown<
  T extends { readonly method?: string; readonly path?: string; readonly times: number },
> {
  readonly #left: { readonly what: T; times: number }[];

  constructor(things: readonly T[] = []) {
    this.#left = things.map((what) => ({ what, times: what.times }));
  }

  /** The first that matches and isn't used up; it is used once. */
  take(method: string, path: string): T | undefined {
    const next = this.#left.find(
      ({ what, times }) =>
        times > 0 &&
        (what.method ?? method) === method &&
        path.toLowerCase().includes((what.path ?? "").toLowerCase()),
    );
    if (!next) return undefined;
    next.times--;
    return next.what;
  }
}
