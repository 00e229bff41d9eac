import { describe, expect, it } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import { reconcilePool } from "../../src/reconcile/reconcile.ts";
import { aPoolId, aReconcileMessage, aSource, aWanted } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createMemorySecrets } from "../fakes/memory-secrets.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

function createHeld() {
  const clock = createFixedClock();
  const documents = createMemoryDocuments();
  const queues = createMemoryQueues(clock);
  const pools = createMemoryPools(clock);
  const secrets = createMemorySecrets(clock);
  const chance = createSeededChance();
  const audit = createMemoryAudit();
  const deps = { audit, documents, pools, queues, secrets, clock, chance, log: createMemoryLog() };
  documents.put(wantedDocument(aPoolId()), aWanted(), { generation: "1" });
  documents.holdElsewhere(poolDocument(aPoolId()));
  return { ...deps, deps };
}

describe("a pool that another step holds", () => {
  it.each(["wanted", "retry"] as const)("is tried again in a few seconds: %s", async (reason) => {
    const { deps, queues } = createHeld();

    const outcome = await reconcilePool(aReconcileMessage({ reason }), [aSource()], deps);

    expect(outcome).toMatchObject({ kind: "again", delayMs: 3_000 });
    expect(queues.nextDueAt()).toBeDefined();
  });

  it("needs no wake: one that was missed is sent again", async () => {
    const { deps, queues, pools } = createHeld();

    const outcome = await reconcilePool(aReconcileMessage({ reason: "woken" }), [aSource()], deps);

    expect(outcome).toEqual({ kind: "over" });
    expect(queues.nextDueAt()).toBeUndefined();
    expect(pools.calls).toEqual([]);
  });
});
