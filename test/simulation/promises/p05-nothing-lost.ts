import { sha256 } from "../../../src/shared/canonical.ts";
import { Failure } from "../../../src/shared/failures.ts";
import type { Actor } from "../facts.ts";
import type { Promised } from "./promised.ts";

/** Acknowledged only once stored; what can't be handled ends in `abandoned`, recorded. */
export const nothingLost: Promised = {
  number: 5,
  says: "nothing lost",
  watch: ({ world: { audit, nameOf } }) => {
    const storing = new Set<Actor>();
    const records: string[] = [];
    return {
      onFact(fact) {
        if (fact.kind === "arrived" && fact.call.what === "send to syncs") storing.add(fact.by);
        if (fact.kind === "poisoned")
          records.push(`abandoned/${fact.queue}/${sha256(JSON.stringify(JSON.parse(fact.text)))}.json`);
        if (fact.kind === "webhook" && fact.status === 202 && !storing.has(fact.by))
          return `the webhook of ${nameOf(fact.commit)} was acknowledged and not stored`;
        const isBug = fact.kind === "ended" && fact.error !== undefined && !(fact.error instanceof Failure);
        return isBug ? `${fact.by.name} ended in a bug: ${fact.error}` : undefined;
      },
      atEnd() {
        const missing = records.find((record) => audit.read(record) === undefined);
        return missing && `a message was given up on and not recorded: ${missing}`;
      },
    };
  },
};
