import type { EffectCall } from "../effects.ts";
import type { Actor } from "../facts.ts";
import { needsSecret, secretIn } from "../specs.ts";
import { hasMistakes, headsOf, specOf } from "./heads.ts";
import type { Promised, Stage } from "./promised.ts";

/** Only what a spec's author took away is deleted, only what we applied, and never too much at once. */
export const nothingDeletedByAccident: Promised = {
  number: 7,
  says: "nothing deleted by accident",
  watch: (stage) => {
    let wanted: string | undefined;
    /** Of `wanted`, among the heads: what a sync wrote since was said by a head from there on. */
    let place = 0;
    /** Syncs that wrote wishes, and have not said of which commit: one that comes no further never does. */
    const torn = new Set<Actor>();
    return {
      onFact(fact) {
        if (fact.kind === "arrived" && isWish(fact.call)) torn.add(fact.by);
        if (fact.kind === "log" && fact.message === "commit wanted") {
          const before = wanted;
          wanted = String(fact.fields.commit);
          torn.delete(fact.by);
          const between = torn.size > 0 ? headsOf(stage).slice(place) : [];
          torn.clear();
          place = Math.max(place, headsOf(stage).lastIndexOf(wanted));
          const problems = [before, ...between].map((from) => tooManyGone(stage, from, String(wanted)));
          return problems.includes(undefined) ? undefined : problems[0];
        }
        if (fact.kind !== "armWrite") return undefined;
        const { name } = fact.pool;
        if (fact.method === "PUT")
          return needsSecret(name) && !secretIn(fact.body)
            ? `a PUT of ${name} without its secret, which clears it`
            : undefined;
        if (stage.world.source.removed !== "delete") return `a DELETE of ${name}, and its source says keep`;
        if (!stage.ours.has(name)) return `a DELETE of ${name}, which was never applied by us`;
        const isGone = headsOf(stage).some((commit, at) => at > 0 && isDeletion(stage, commit, name));
        return isGone ? undefined : `a DELETE of ${name}, whose spec no head without mistakes ever left out`;
      },
    };
  },
};

const isWish = ({ service, what, about }: EffectCall): boolean =>
  service === "storage" && /^(create|replace)$/.test(what) && about.startsWith("wanted/");

function isDeletion(stage: Stage, commit: string, pool: string): boolean {
  return stage.author.specsOf(commit).size > 0 && !hasMistakes(stage, commit) && !specOf(stage, commit, pool);
}

function tooManyGone(stage: Stage, before: string | undefined, wanted: string): string | undefined {
  const poolsOf = (commit: string | undefined) =>
    [...stage.author.specsOf(commit).values()].map(({ pool }) => pool);
  const [old, named] = [poolsOf(before), new Set(poolsOf(wanted))];
  const gone = old.filter((pool) => !named.has(pool));
  const { removed, deletionsMax } = stage.world.source;
  const name = stage.world.nameOf(wanted);
  if (old.length > 0 && named.size === 0) return `${name} has no specs at all, and was taken at its word`;
  return removed === "delete" && gone.length > deletionsMax
    ? `${name} was let take away ${gone.length} pools at once`
    : undefined;
}
