import { describe, expect, it } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import type { Wish } from "../../src/documents/wanted.ts";
import type { Documents, PoolResources } from "../../src/ports.ts";
import { APPEARS_WITHIN_MS } from "../../src/reconcile/decide.ts";
import { reconcilePool } from "../../src/reconcile/reconcile.ts";
import { Busy } from "../../src/shared/failures.ts";
import { toIso } from "../../src/shared/time.ts";
import { aBody, aContainerBody, aPoolId, aReconcileMessage, aSource, aWanted, aWish } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createMemorySecrets } from "../fakes/memory-secrets.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

const VAULT = "contoso.vault.azure.net";
const SOURCE = aSource({ keyVaults: [VAULT] });
const POOL = aPoolId();
const OLD = aBody({ scaleConfiguration: { maxConcurrentSessions: 1 } });
const NEW = aBody({ scaleConfiguration: { maxConcurrentSessions: 2 } });

function createStage() {
  const clock = createFixedClock();
  const documents = createMemoryDocuments();
  const pools = createMemoryPools(clock);
  const queues = createMemoryQueues(clock);
  const secrets = createMemorySecrets(clock);
  const chance = createSeededChance();
  const audit = createMemoryAudit();
  const deps = { audit, documents, pools, secrets, queues, clock, chance, log: createMemoryLog() };
  const want = (generation: number, wish: Wish) =>
    documents.put(wantedDocument(POOL), aWanted({ generation, wish }), { generation: String(generation) });
  const step = (changed: Partial<{ pools: PoolResources; documents: Documents }> = {}) =>
    reconcilePool(aReconcileMessage({ firstAt: toIso(clock.now()) }), [SOURCE], { ...deps, ...changed });
  return {
    ...deps,
    want,
    step,
    /** A worker whose request waits on its way while another one takes its place for a newer wish. */
    async overtake(wish: Wish): Promise<void> {
      const slow: PoolResources = {
        ...pools,
        put: async (id, body, call) => {
          documents.loseHold(poolDocument(POOL));
          clock.advance(APPEARS_WITHIN_MS + 1_000);
          want(2, wish);
          for (let steps = 0; steps < 2; steps += 1) {
            await step();
            if (pools.found(POOL)?.provisioningState === "InProgress") pools.finish(POOL, "Succeeded");
          }
          clock.advance(1_000);
          return await pools.put(id, body, call);
        },
      };
      await step({ pools: slow });
    },
    /** Every message that waits, until none does. */
    async drain(): Promise<void> {
      for (let steps = 0; steps < 20; steps += 1) {
        clock.set(Math.max(clock.now(), queues.nextDueAt() ?? 0));
        const message = queues.take("reconciles")?.message;
        if (!message) return;
        await reconcilePool(message, [SOURCE], deps);
      }
      throw new Error("the messages never end");
    },
  };
}

describe("a step that was overtaken while its request was on its way", () => {
  it("looks after what came of it, and the newer wish has the last word", async () => {
    const { want, overtake, drain, pools } = createStage();
    want(1, aWish(OLD));

    await overtake(aWish(NEW));
    expect(pools.found(POOL)?.resource.properties).toMatchObject(OLD.properties);
    await drain();

    expect(pools.found(POOL)?.resource.properties).toMatchObject(NEW.properties);
  });

  it("looks after it also where ARM takes its time for it", async () => {
    const { want, step, overtake, drain, pools } = createStage();
    const newer = { scaleConfiguration: { maxConcurrentSessions: 2 } };
    want(1, aWish(aContainerBody({ scaleConfiguration: { maxConcurrentSessions: 1 } })));

    await overtake(aWish(aContainerBody(newer)));
    await drain();
    pools.finish(POOL, "Succeeded");
    // By the rollout, which sees that the operation has ended.
    await step();

    expect(pools.found(POOL)?.resource.properties).toMatchObject(newer);
  });

  it.each([
    ["is busy", new Busy({ code: "Http503", message: "later", status: 503 })],
    ["asks for patience", new Busy({ code: "Http429", message: "later", status: 429, retryAfterMs: 5_000 })],
  ])("looks after it also where ARM %s meanwhile", async (_, failure) => {
    const { want, overtake, drain, pools } = createStage();
    want(1, aWish(OLD));
    await overtake(aWish(NEW));

    pools.failNext("get", failure);
    await drain();

    expect(pools.found(POOL)?.resource.properties).toMatchObject(NEW.properties);
  });

  it("looks after it also where only a secret is another, which ARM does not show", async () => {
    const { want, overtake, drain, pools, secrets } = createStage();
    const withSecret = (value: string) => {
      const keyVaultSecret = `https://${VAULT}/secrets/key/${secrets.set(VAULT, "key", value)}`;
      return aWish(aBody({ secrets: [{ name: "key", keyVaultSecret }] }));
    };
    want(1, withSecret("old"));

    await overtake(withSecret("new"));
    const overtaken = pools.puts.at(-1)?.body?.properties.secrets;
    await drain();

    expect(overtaken).toEqual([{ name: "key", value: "old" }]);
    expect(pools.puts.at(-1)?.body?.properties.secrets).toEqual([{ name: "key", value: "new" }]);
  });

  it("puts nothing once more where the request had the secrets that are on record", async () => {
    const { want, overtake, drain, pools, secrets } = createStage();
    const keyVaultSecret = `https://${VAULT}/secrets/key/${secrets.set(VAULT, "key", "the same")}`;
    const wish = aWish(aBody({ secrets: [{ name: "key", keyVaultSecret }] }));
    want(1, wish);

    await overtake(wish);
    await drain();

    expect(pools.puts).toHaveLength(2);
  });

  it("looks after it also where the answer was lost", async () => {
    const { want, overtake, drain, pools } = createStage();
    want(1, aWish(OLD));
    pools.set(POOL, NEW);
    pools.loseAnswer("put");

    await overtake(aWish(NEW));
    expect(pools.found(POOL)?.resource.properties).toMatchObject(OLD.properties);
    await drain();

    expect(pools.found(POOL)?.resource.properties).toMatchObject(NEW.properties);
  });

  it("does not leave a pool that was removed meanwhile", async () => {
    const { want, overtake, drain, pools, documents } = createStage();
    want(1, aWish(OLD));

    await overtake({ kind: "removed" });
    expect(documents.value(poolDocument(POOL))?.settled?.outcome).toEqual({ kind: "removed" });
    expect(pools.found(POOL)).toBeDefined();
    await drain();

    expect(pools.found(POOL)).toBeUndefined();
  });

  it("sends nothing once it has stood still for so long that its hold may be lost", async () => {
    const { want, step, documents, clock, pools, queues } = createStage();
    want(1, aWish(OLD));
    const slow: Documents = {
      ...documents,
      hold: (name, work) =>
        documents.hold(name, (held) =>
          work({
            value: held.value,
            write: async (value, labels) => {
              await held.write(value, labels);
              clock.advance(15_001);
            },
          }),
        ),
    };

    expect(await step({ documents: slow })).toMatchObject({ kind: "again" });
    expect(pools.puts).toEqual([]);

    expect(queues.messages("reconciles")).toHaveLength(1);
    clock.advance(5_000);
    expect(await step()).toEqual({ kind: "settled", outcome: { kind: "applied" } });
  });

  it("looks after its request where storage could not take the outcome", async () => {
    const { want, step, drain, documents, pools } = createStage();
    want(1, aWish(OLD));
    const down = new Busy({ code: "ServerBusy", message: "storage: later", status: 503 });
    const failing: PoolResources = {
      ...pools,
      put: async (id, body, call) => {
        documents.failNext("write", down);
        return await pools.put(id, body, call);
      },
    };

    await step({ pools: failing });
    await drain();

    expect(documents.value(poolDocument(POOL))?.settled?.outcome).toEqual({ kind: "applied" });
    expect(pools.puts).toHaveLength(1);
  });

  it("takes what ARM showed for as old as the question, however late the answer came", async () => {
    const { want, step, clock, pools } = createStage();
    want(1, aWish(aContainerBody()));
    pools.loseAnswer("put");
    await step();
    clock.advance(10_000);
    // Asked one of ARM's servers that did not know the pool yet.
    const late: PoolResources = {
      ...pools,
      get: async () => {
        clock.advance(27_000);
        return undefined;
      },
    };

    expect(await step({ pools: late })).toMatchObject({ kind: "again" });

    expect(pools.puts).toHaveLength(1);
  });
});
