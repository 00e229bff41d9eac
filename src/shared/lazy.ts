/** Makes the value when it is first asked for, and once. What fails is tried again by the next who asks. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** How each method of a port answers: with a promise, or with one thing after another. */
export type Methods<P> = {
  readonly [Method in keyof P]-?: P[Method] extends (...args: never) => AsyncIterable<unknown>
    ? "stream"
    : P[Method] extends (...args: never) => Promise<unknown>
      ? "call"
      : never;
};

type Anything = (...args: unknown[]) => unknown;

/** A port whose adapter is made, and its packages loaded, by the first call of any method. */
export function lazily<P extends object>(make: () => Promise<P>, methods: Methods<P>): P {
  const port = once(make);
  const methodOf = async (name: string) => {
    const made = (await port()) as { readonly [method: string]: Anything };
    return made[name]?.bind(made) as Anything;
  };
  const call =
    (name: string) =>
    async (...args: unknown[]) =>
      await (await methodOf(name))(...args);
  const stream = (name: string) =>
    async function* (...args: unknown[]) {
      yield* (await methodOf(name))(...args) as AsyncIterable<unknown>;
    };
  const entries = Object.entries(methods).map(([name, kind]) => [
    name,
    kind === "stream" ? stream(name) : call(name),
  ]);
  return Object.fromEntries(entries) as P;
}
