import { groupKey } from "../../../src/pool/id.ts";
import type { Promised } from "./promised.ts";

/** A source touches only the resource groups that it names. */
export const staysInItsLane: Promised = {
  number: 8,
  says: "stays in its lane",
  watch: ({ world: { source } }) => {
    const lane = new Set(source.resourceGroups.map(groupKey));
    return {
      onFact(fact) {
        if (fact.kind !== "armWrite" || lane.has(groupKey(fact.pool))) return undefined;
        return `a ${fact.method} of ${fact.pool.name} in ${fact.pool.resourceGroup}, which no source names`;
      },
    };
  },
};
