/** Chance that hangs on a name: the same seed and name give the same rolls, whatever else is rolled. */
export interface Dice {
  /** Evenly spread over [0, 1). */
  next(): number;
  isLucky(probability: number): boolean;
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  pick<T>(choices: readonly T[]): T;
  /** One of the entries, each as often as its weight says. */
  weighed<T>(choices: readonly (readonly [weight: number, choice: T])[]): T;
}

export function createDice(seed: number, name: string): Dice {
  let state = (hashOf(name) ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0;

  /** Mulberry32. */
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));

  return {
    next,
    isLucky: (probability) => next() < probability,
    between,
    pick<T>(choices: readonly T[]): T {
      if (choices.length === 0) throw new Error(`nothing to pick from: ${name}`);
      return choices[between(0, choices.length - 1)] as T;
    },
    weighed<T>(choices: readonly (readonly [number, T])[]): T {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, choice] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      throw new Error(`nothing to weigh: ${name}`);
    },
  };
}

/** FNV-1a with a final mix: texts that differ in one letter are far apart. */
export function hashOf(text: string, from = 0x811c9dc5): number {
  let hash = from;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
