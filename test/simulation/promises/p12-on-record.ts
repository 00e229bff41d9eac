import { verifyAudit } from "../../../src/audit/verify.ts";
import { poolPath } from "../../../src/pool/id.ts";
import { parseJson } from "../../../src/shared/json.ts";
import type { Promised, Stage } from "./promised.ts";

/** Every change to a pool has a record of its own, before it leaves and when it ended, and the chain of records verifies. */
export const everythingOnRecord: Promised = {
  number: 12,
  says: "everything is on record",
  watch: (stage) => {
    const changes = new Set<string>();
    return {
      onFact(fact) {
        if (fact.kind !== "armWrite") return undefined;
        const { clientRequestId, pool, method } = fact;
        changes.add(clientRequestId);
        const isIntended = eventsOf(stage, "intent").some(({ change }) => change === clientRequestId);
        return isIntended ? undefined : `a ${method} of ${pool.name} of which nothing was on record before`;
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
          ? (endless(stage, changes) ?? unrecorded(stage, audit.read(verified.newest.name)?.text ?? ""))
          : "no snapshot was taken";
      },
    };
  },
};

interface ChangeEvent {
  readonly change: string;
}

function eventsOf({ world: { audit } }: Stage, kind: string): readonly ChangeEvent[] {
  return audit
    .list("events/")
    .filter(({ name }) => name.includes(`-${kind}-`))
    .map(({ name }) => parseJson(audit.read(name)?.text ?? "") as ChangeEvent);
}

/** Now that all is quiet, every change has come to its end, and each is told once. */
function endless(stage: Stage, changes: ReadonlySet<string>): string | undefined {
  const [intents, results] = (["intent", "result"] as const).map((kind) =>
    eventsOf(stage, kind).map(({ change }) => change),
  );
  for (const change of new Set([...changes, ...(intents ?? [])])) {
    const told = [intents, results].map((all) => all?.filter((one) => one === change).length);
    if (told.some((times) => times !== 1))
      return `the change ${change} has ${told.join(" intents and ")} results`;
  }
  return undefined;
}

/** The newest manifest, taken when all was quiet, names every pool that there is. */
function unrecorded({ world }: Stage, manifest: string): string | undefined {
  const { pools } = parseJson(manifest) as {
    readonly pools: readonly { readonly id: string; readonly bodyHash?: string }[];
  };
  const recorded = new Set(pools.filter(({ bodyHash }) => bodyHash).map(({ id }) => id.toLowerCase()));
  const missing = world.arm.service.pools().find(({ id }) => !recorded.has(poolPath(id).toLowerCase()));
  return missing && `the newest snapshot does not name ${missing.id.name}`;
}
