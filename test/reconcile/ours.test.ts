import { describe, expect, it } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import type { PoolState } from "../../src/documents/pool-state.ts";
import type { Wish } from "../../src/documents/wanted.ts";
import type { Documents, Held, PoolResources } from "../../src/ports.ts";
import { APPEARS_WITHIN_MS } from "../../src/reconcile/decide.ts";
import { isFromLateCreation } from "../../src/reconcile/ours.ts";
import { reconcilePool } from "../../src/reconcile/reconcile.ts";
import { Busy } from "../../src/shared/failures.ts";
import { toIso } from "../../src/shared/time.ts";
import {
  aBody,
  aContainerBody,
  aFound,
  aPoolId,
  aPoolState,
  aReconcileMessage,
  aSource,
  at,
  aWanted,
  aWish,
} from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createMemorySecrets } from "../fakes/memory-secrets.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

const POOL = aPoolId();
const SCALED = aBody({ scaleConfiguration: { maxConcurrentSessions: 5 } });
const REMOVED: Wish = { kind: "removed" };
const SECOND = 1_000;

type Changed = Partial<{ pools: PoolResources; documents: Documents }>;

function createStage() {
  const clock = createFixedClock();
  const documents = createMemoryDocuments();
  const pools = createMemoryPools(clock);
  const queues = createMemoryQueues(clock);
  const log = createMemoryLog();
  const [secrets, chance, audit] = [createMemorySecrets(clock), createSeededChance(), createMemoryAudit()];
  const deps = { audit, documents, pools, secrets, queues, clock, chance, log };
  const step = (changed: Changed = {}) =>
    reconcilePool(aReconcileMessage({ firstAt: toIso(clock.now()) }), [aSource()], { ...deps, ...changed });
  let generation = 0;
  return {
    ...deps,
    step,
    /** From a second later on, git says this. */
    want(wish: Wish): void {
      clock.advance(SECOND);
      generation += 1;
      documents.put(wantedDocument(POOL), aWanted({ generation, wish }), { generation: String(generation) });
    },
    outcome: () => documents.value(poolDocument(POOL))?.settled?.outcome,
    /** Takes every message of the pool's that waits, until none does. */
    async drain(): Promise<void> {
      for (let steps = 0; steps < 40; steps += 1) {
        const due = queues.waiting.flatMap(({ queue, dueAt }) => (queue === "reconciles" ? [dueAt] : []));
        if (due.length > 0) clock.set(Math.max(clock.now(), Math.min(...due)));
        const message = queues.take("reconciles")?.message;
        if (!message) return;
        await reconcilePool(message, [aSource()], deps);
      }
      throw new Error("the messages never end");
    },
  };
}

type Stage = ReturnType<typeof createStage>;

/** Storage takes the intent, and its answer is lost: the step stops, and nothing is sent. */
async function loseAnswerToIntent({ documents, step }: Stage): Promise<void> {
  await step({ documents: afterWrite(documents, () => Promise.reject(lost("storage"))) });
}

/** Storage takes the intent, and the worker dies with it. */
async function dieBeforeSending({ documents, step, queues }: Stage): Promise<void> {
  await expect(
    step({ documents: afterWrite(documents, () => Promise.reject(new Error("crash"))) }),
  ).rejects.toThrow("crash");
  await queues.send("reconciles", aReconcileMessage(), SECOND);
}

function afterWrite(documents: Documents, then: () => Promise<void>): Documents {
  const holding = <T>({ value, write }: Held<T>): Held<T> => ({
    value,
    write: async (next, labels) => {
      await write(next, labels);
      await then();
    },
  });
  return { ...documents, hold: (name, work) => documents.hold(name, (held) => work(holding(held))) };
}

/** The PUT waits on its way until `meanwhile` is done, is carried out, and its answer is lost. */
async function putLate({ pools, step }: Stage, meanwhile: () => unknown = () => undefined): Promise<void> {
  const slow: PoolResources = {
    ...pools,
    put: async (id, body, call) => {
      await meanwhile();
      await pools.put(id, body, call);
      throw lost("ARM");
    },
  };
  await step({ pools: slow });
}

/** It was to go, and is there still. */
function expectSpared({ pools, outcome }: Stage): void {
  expect(pools.found(POOL)).toBeDefined();
  expect(outcome()).toEqual({ kind: "kept" });
}

const lost = (service: string) => new Busy({ code: "NetworkError", message: `${service}: socket hang up` });

describe.each([
  ["whose intent was stored, the answer lost,", loseAnswerToIntent],
  ["whose worker died before it was sent", dieBeforeSending],
])("a creation %s", (_, begin) => {
  it.each([
    ["of another kind", SCALED],
    ["as git says", aBody()],
  ])("gives no right to a pool that somebody made meanwhile, %s", async (_like, body) => {
    const stage = createStage();
    const { pools, want, drain, log } = stage;
    want(aWish());
    await begin(stage);
    expect(pools.puts).toEqual([]);

    want(REMOVED);
    pools.set(POOL, body);
    await drain();

    expectSpared(stage);
    expect(log.lines.at(-1)).toMatchObject({
      level: "warn",
      message: "pool not deleted",
      fields: { why: expect.stringMatching(/^the answer to a PUT of ours was lost, and ARM does not say/) },
    });
  });

  it("gives no right to a pool that somebody made as git says, also once git was content with it", async () => {
    const stage = createStage();
    const { pools, want, drain, step, outcome } = stage;
    want(aWish());
    await begin(stage);
    pools.set(POOL, aBody());
    await drain();
    expect(outcome()).toEqual({ kind: "unchanged" });

    want(REMOVED);
    await step();

    expectSpared(stage);
  });

  it("gives no right to a pool that somebody made while another spec was wanted", async () => {
    const stage = createStage();
    const { pools, want, drain } = stage;
    want(aWish());
    await begin(stage);
    want(aWish(SCALED));
    await begin(stage);

    want(REMOVED);
    pools.set(POOL, SCALED);
    await drain();

    expectSpared(stage);
  });

  it("in place of one of ours that somebody deleted gives no right to the next one", async () => {
    const stage = createStage();
    const { pools, want, step, drain, outcome } = stage;
    want(aWish());
    await step();
    expect(outcome()).toEqual({ kind: "applied" });
    pools.drop(POOL);
    want(aWish(SCALED));
    await begin(stage);

    want(REMOVED);
    pools.set(POOL, SCALED);
    await drain();

    expectSpared(stage);
  });

  it("is asked for again, and is ours then", async () => {
    const stage = createStage();
    const { pools, want, step, drain, outcome } = stage;
    want(aWish());
    await begin(stage);
    await drain();
    expect(outcome()).toEqual({ kind: "applied" });

    want(REMOVED);
    await step();

    expect(pools.found(POOL)).toBeUndefined();
  });

  it("of which nothing came is over when its spec is gone", async () => {
    const stage = createStage();
    const { pools, want, drain, outcome } = stage;
    want(aWish());
    await begin(stage);

    want(REMOVED);
    await drain();

    expect(outcome()).toEqual({ kind: "removed" });
    expect(pools.calls.some(({ operation }) => operation === "remove")).toBe(false);
  });
});

describe("a creation that ARM carried out, its answer lost,", () => {
  it("is ours, and goes with its spec", async () => {
    const stage = createStage();
    const { pools, want, drain, outcome } = stage;
    want(aWish());
    await putLate(stage);

    want(REMOVED);
    await drain();

    expect(pools.found(POOL)).toBeUndefined();
    expect(outcome()).toEqual({ kind: "removed" });
  });

  it("is ours also where somebody changed the pool since", async () => {
    const stage = createStage();
    const { pools, want, drain } = stage;
    want(aWish());
    await putLate(stage);
    pools.set(POOL, SCALED);

    want(REMOVED);
    await drain();

    expect(pools.found(POOL)).toBeUndefined();
  });

  it("is not what is there where somebody deleted the pool since, and made another", async () => {
    const stage = createStage();
    const { pools, want, drain } = stage;
    want(aWish());
    await putLate(stage);
    pools.drop(POOL);
    pools.set(POOL, aBody());

    want(REMOVED);
    await drain();

    expectSpared(stage);
  });

  it("is ours also where another spec was wanted meanwhile, and its request never left", async () => {
    const stage = createStage();
    const { pools, want, drain } = stage;
    want(aWish());
    await putLate(stage);
    want(aWish(SCALED));
    await loseAnswerToIntent(stage);

    want(REMOVED);
    await drain();

    expect(pools.found(POOL)).toBeUndefined();
  });

  it("is ours by its first try, where the next one never left", async () => {
    const stage = createStage();
    const { pools, want, drain, step, clock } = stage;
    want(aWish());
    await putLate(stage);
    const hiding: PoolResources = { ...pools, get: async () => undefined };
    clock.advance(30 * SECOND);
    const { documents } = stage;
    await step({ pools: hiding, documents: afterWrite(documents, () => Promise.reject(lost("storage"))) });
    expect(pools.puts).toHaveLength(1);

    want(REMOVED);
    await drain();

    expect(pools.found(POOL)).toBeUndefined();
  });

  it("makes a pool ours that somebody had made a moment before: it was put as git says", async () => {
    const stage = createStage();
    const { pools, want, drain } = stage;
    want(aWish());
    await putLate(stage, () => pools.set(POOL, SCALED));

    want(REMOVED);
    await drain();

    expect(pools.found(POOL)).toBeUndefined();
  });

  it("is seen where it comes after the first look for it", async () => {
    const stage = createStage();
    const { pools, want, step, drain, clock, documents } = stage;
    want(aWish());
    await putLate(stage, async () => {
      documents.loseHold(poolDocument(POOL));
      want(REMOVED);
      expect(await step()).toMatchObject({ kind: "again", why: "put, but not shown yet" });
      clock.advance(SECOND);
    });

    await drain();

    expect(pools.found(POOL)).toBeUndefined();
  });
});

describe("a creation that comes after its pool was removed", () => {
  /** The PUT is carried out when its pool has settled as removed; `meanwhile` happens just before. */
  async function createLate(stage: Stage, wish: Wish, meanwhile: () => unknown = () => undefined) {
    const { want, step, clock, documents, outcome } = stage;
    want(wish);
    await putLate(stage, async () => {
      documents.loseHold(poolDocument(POOL));
      want(REMOVED);
      clock.advance(APPEARS_WITHIN_MS);
      await step();
      expect(outcome()).toEqual({ kind: "removed" });
      clock.advance(SECOND);
      await meanwhile();
    });
  }

  it("is undone, also where the answer to its deletion is lost", async () => {
    const stage = createStage();
    const { pools, drain, outcome } = stage;
    await createLate(stage, aWish());
    pools.failNext("remove", lost("ARM"));

    await drain();

    expect(pools.found(POOL)).toBeUndefined();
    expect(outcome()).toEqual({ kind: "removed" });
  });

  it("is undone once ARM has done with it, and its rollout watches that", async () => {
    const stage = createStage();
    const { pools, drain, step, documents, queues, clock } = stage;
    await createLate(stage, aWish(aContainerBody()));
    await drain();
    expect(documents.labels(poolDocument(POOL))).toMatchObject({
      phase: "waiting",
      since: String(clock.now()),
    });
    expect(queues.messages("rollouts")).toHaveLength(1);

    pools.finish(POOL, "Succeeded");
    await step();
    pools.finish(POOL, "Succeeded");
    await step();

    expect(pools.found(POOL)).toBeUndefined();
  });

  it("gives no right to a pool that somebody made since, even where it overwrote that", async () => {
    const stage = createStage();
    const { pools, drain, queues } = stage;
    await createLate(stage, aWish(), () => pools.set(POOL, SCALED));

    await drain();

    expectSpared(stage);
    expect(queues.messages("rollouts")).toHaveLength(1);
  });
});

describe("a pool that is there though it was removed", () => {
  const US = "5e0f2d3a-6a43-4b4e-9a52-0c8a6f8f5b11";
  const pools = { callers: async () => [US] };
  const state: PoolState = aPoolState({
    settled: { generation: 2, at: at(0), outcome: { kind: "removed" } },
  });
  const made = (createdAt: string, createdBy = US) => {
    const found = aFound();
    return { ...found, resource: { ...found.resource, systemData: { createdAt, createdBy } } };
  };

  it.each([
    ["made since", at(1_000), US, true],
    ["made when ARM might not yet have shown it, by a clock that is behind", at(-70_000), US, true],
    ["made before that", at(-70_001), US, false],
    ["made by somebody else", at(1_000), "somebody", false],
  ])("is ours or not: one %s", async (_, createdAt, createdBy, isOurs) => {
    expect(await isFromLateCreation(made(createdAt, createdBy), state, pools)).toBe(isOurs);
  });
});
