import type { SpecFile } from "../specs.ts";
import type { Stage } from "./promised.ts";

/** The commits that the branch has named, oldest first; one that it named twice stands there twice. */
export function headsOf({ world }: Pick<Stage, "world">): readonly string[] {
  const { git, source } = world;
  return git.moves.flatMap(({ branch, commit }) => (branch === source.branch && commit ? [commit] : []));
}

export const specOf = (stage: Stage, commit: string | undefined, pool: string): SpecFile | undefined =>
  [...stage.author.specsOf(commit).values()].find((spec) => spec.pool === pool);

export function hasMistakes(stage: Stage, commit: string): boolean {
  return mistakesIn(stage, commit) > 0;
}

export function mistakesIn({ author }: Stage, commit: string): number {
  return [...author.specsOf(commit).values()].filter(({ mistake }) => mistake !== undefined).length;
}

/** Whether this version of the pool's spec was ever a head's, in a commit that `is` so. */
export function wasEverHead(
  stage: Stage,
  { pool, rev }: Version,
  is: (commit: string) => boolean = () => true,
): boolean {
  return headsOf(stage).some((commit) => specOf(stage, commit, pool)?.rev === rev && is(commit));
}

export interface Version {
  readonly pool: string;
  readonly rev: number | undefined;
}

/** What the commit was told last. */
export const lastStatus = ({ world }: Pick<Stage, "world">, commit: string | undefined) =>
  world.github.statuses.findLast((status) => status.commit === commit);
