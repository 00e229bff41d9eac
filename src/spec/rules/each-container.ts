import { isCustom } from "./kind.ts";
import type { Finding, SoundPool } from "./rule.ts";

type Template = NonNullable<NonNullable<SoundPool["properties"]>["customContainerTemplate"]>;
export type Container = NonNullable<Template["containers"]>[number];

/** One container, its pointer, and what messages call it. */
export interface Placed {
  readonly container: Container;
  readonly pointer: string;
  readonly label: string;
}

/** The containers of a pool that runs them; none where they should not be at all. */
export function containersOf(pool: SoundPool): readonly Placed[] {
  if (!isCustom(pool)) return [];
  const containers = pool.properties?.customContainerTemplate?.containers ?? [];
  return containers.map((container, index) => ({
    container,
    pointer: `/properties/customContainerTemplate/containers/${index}`,
    label: `containers[${index}]`,
  }));
}

/** A check of one container makes one of all. */
export function eachContainer(
  check: (placed: Placed) => readonly Finding[],
): (pool: SoundPool) => readonly Finding[] {
  return (pool) => containersOf(pool).flatMap(check);
}
