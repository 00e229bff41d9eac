import { verifyAudit } from "../../../src/audit/verify.ts";
import { poolPath } from "../../../src/pool/id.ts";
import { parseJson } from "../../../src/shared/json.ts";
import type { Actor } from "../facts.ts";
import type { Promised, Stage } from "./promised.ts";

/** Every change to a pool has a record, and the chain of records verifies. */
export const everythingOnRecord: Promised = {
  number: 12,
  says: "everything is on record",
  watch: (stage) => {
    const begun = new Map<Actor, string>();
    return {
      onFact(fact) {
        if (fact.kind === "log" && fact.message === "change begun")
          begun.set(fact.by, String(fact.fields.pool));
        if (fact.kind !== "armWrite") return undefined;
        const isBegun = begun.get(fact.by)?.endsWith(`/${fact.pool.name}`);
        return isBegun
          ? undefined
          : `a ${fact.method} of ${fact.pool.name} of which nothing was written down before`;
      },
      async atEnd() {
        const { audit } = stage.world;
        const names = (prefix: string) => audit.list(prefix).map(({ name }) => name);
        const verified = await verifyAudit({
          read: async (name) => audit.read(name)?.text,
          list: async function* (prefix) {
            yield* names(prefix);
          },
        });
        if (verified.kind !== "whole") return `the chain is broken: ${JSON.stringify(verified)}`;
        return verified.newest
          ? unrecorded(stage, audit.read(verified.newest.name)?.text ?? "")
          : "no snapshot was taken";
      },
    };
  },
};

/** The newest manifest, taken when all was quiet, names every pool that there is. */
function unrecorded({ world }: Stage, manifest: string): string | undefined {
  const { pools } = parseJson(manifest) as {
    readonly pools: readonly { readonly id: string; readonly bodyHash?: string }[];
  };
  const recorded = new Set(pools.filter(({ bodyHash }) => bodyHash).map(({ id }) => id.toLowerCase()));
  const missing = world.arm.service.pools().find(({ id }) => !recorded.has(poolPath(id).toLowerCase()));
  return missing && `the newest snapshot does not name ${missing.id.name}`;
}
