import { poolIdOf } from "../specs.ts";
import { headsOf, lastStatus } from "./heads.ts";
import { type Promised, revOf, type Stage } from "./promised.ts";

/** Every followed commit ends in success, failure or superseded, and what it is told is true. */
export const alwaysAnswers: Promised = {
  number: 10,
  says: "always answers",
  watch: (stage) => ({
    onFact(fact) {
      if (fact.kind !== "status" || fact.status.state !== "success") return undefined;
      // What was superseded is history, also where the branch has just come back to it.
      if (namesNewer(stage, fact.status.description)) return undefined;
      return fact.commit === headsOf(stage).at(-1) ? tooEarly(stage, fact.commit) : undefined;
    },
    atEnd() {
      const { names, nameOf } = stage.world;
      const open = [...names.keys()].find((commit) => lastStatus(stage, commit)?.state === "pending");
      return (
        open && `${nameOf(open)} was told "${lastStatus(stage, open)?.description}" last, and nothing more`
      );
    },
  }),
};

function namesNewer({ world }: Stage, description: string): boolean {
  const [, by] = /superseded by ([0-9a-f]{7})\b/.exec(description) ?? [];
  return by !== undefined && [...world.git.commits.keys()].some((commit) => commit.startsWith(by));
}

function tooEarly(stage: Stage, commit: string): string | undefined {
  const { world, author, touched } = stage;
  for (const { pool, rev, location } of author.specsOf(commit).values()) {
    const found = world.arm.found(poolIdOf(pool));
    if (touched.has(pool)) continue;
    const isThere = found?.provisioningState === "Succeeded" && revOf(found.resource) === rev;
    if (!isThere || found.resource.location !== location)
      return `${world.nameOf(commit)} was told success while ${pool} is ${found?.provisioningState ?? "not there"} with rev ${revOf(found?.resource)}`;
  }
  return undefined;
}
