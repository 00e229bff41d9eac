import { describe, expect, it } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import { reconcilePool } from "../../src/reconcile/reconcile.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import type { ReconcileMessage } from "../../src/shared/messages.ts";
import {
  aBody,
  aContainerBody,
  aPoolId,
  aReconcileMessage,
  aSource,
  at,
  aWanted,
  aWish,
  NOW_MS,
} from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createMemorySecrets } from "../fakes/memory-secrets.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

const HOUR = 3_600_000;
const POOL = aPoolId();
const refusal = new Refused({ code: "RequestDisallowedByPolicy", message: "not here", status: 403 });

function createStep(wish = aWish()) {
  const clock = createFixedClock();
  const documents = createMemoryDocuments();
  const pools = createMemoryPools(clock);
  const queues = createMemoryQueues(clock);
  const secrets = createMemorySecrets(clock);
  const chance = createSeededChance();
  const audit = createMemoryAudit();
  const deps = { audit, documents, pools, secrets, queues, clock, chance, log: createMemoryLog() };
  documents.put(wantedDocument(POOL), aWanted({ wish }), { generation: "1" });
  return {
    ...deps,
    state: () => documents.value(poolDocument(POOL)),
    step: (message: Partial<ReconcileMessage> = {}) =>
      reconcilePool(aReconcileMessage(message), [aSource()], deps),
    /** An hour after a refusal, as the poll asks for it. */
    retry: () => {
      clock.set(NOW_MS + HOUR);
      return reconcilePool(aReconcileMessage({ reason: "retry", firstAt: at(HOUR) }), [aSource()], deps);
    },
  };
}

describe("a refused pool", () => {
  it("is over for everybody but its next try", async () => {
    const { step, pools } = createStep();
    pools.failNext("put", refusal);
    await step();

    expect(await step()).toEqual({ kind: "over" });
    expect(await step({ reason: "woken" })).toEqual({ kind: "over" });
    expect(await step({ reason: "retry", firstAt: at(0) })).toEqual({ kind: "over" });
    expect(pools.puts).toHaveLength(1);
  });

  it("is brought to its end when its next try takes ARM a while", async () => {
    const { step, retry, pools, state } = createStep(aWish(aContainerBody()));
    pools.failNext("put", refusal);
    await step();

    expect(await retry()).toMatchObject({ kind: "waiting" });
    expect(state()).not.toHaveProperty("settled");
    pools.finish(POOL, "Succeeded");

    expect(await step({ reason: "woken" })).toEqual({ kind: "settled", outcome: { kind: "applied" } });
  });

  it("is brought to its end when its next try finds ARM busy and its message is lost", async () => {
    const { step, retry, pools, queues } = createStep();
    pools.failNext("put", refusal);
    await step();
    pools.failNext(
      "get",
      new Busy({ code: "GatewayTimeout", message: "later", status: 504, retryAfterMs: 1 }),
    );
    await retry();
    queues.clear();

    expect(await step({ reason: "woken" })).toMatchObject({ kind: "again" });
    expect(queues.messages("reconciles")).toHaveLength(1);
  });

  it("asks its rollout to tell the commit once there is news, and not before", async () => {
    const { step, retry, pools, queues } = createStep();
    pools.failNext("put", refusal, 2);
    await step();
    await retry();
    expect(queues.messages("rollouts")).toEqual([]);

    const message = { reason: "retry", firstAt: at(2 * HOUR) } as const;
    expect(await step(message)).toEqual({ kind: "settled", outcome: { kind: "applied" } });
    expect(queues.messages("rollouts")).toHaveLength(1);

    await step(message);
    expect(queues.messages("rollouts"), "a crash before the first one").toHaveLength(2);
  });
});

describe("a PUT", () => {
  it("that was not taken is not remembered as one whose answer was lost", async () => {
    const { step, pools, clock, state } = createStep();
    pools.set(POOL, aBody({ scaleConfiguration: { maxConcurrentSessions: 5 } }));
    pools.failNext("put", new Busy({ code: "TooManyRequests", message: "later", status: 429 }));
    await step();
    expect(state()).not.toHaveProperty("change");

    // Somebody else makes the pool what it should be: it is as wanted, and not ours to delete some day.
    pools.set(POOL, aBody());
    clock.advance(HOUR);

    expect(await step()).toEqual({ kind: "settled", outcome: { kind: "unchanged" } });
    expect(state()).not.toHaveProperty("applied");
  });

  it("whose answer was lost is remembered until somebody has looked", async () => {
    const { step, pools, clock, state } = createStep();
    pools.loseAnswer("put");
    await step();
    expect(state()?.change).toMatchObject({ kind: "put", accepted: false });

    clock.advance(HOUR);

    expect(await step()).toEqual({ kind: "settled", outcome: { kind: "applied" } });
    expect(state()).toMatchObject({ applied: 1 });
    expect(pools.puts).toHaveLength(1);
  });
});

describe("a pool that was removed", () => {
  it("leaves no claim on the next one of its name", async () => {
    const { step, documents, pools, state } = createStep();
    await step();
    expect(state()).toMatchObject({ applied: 1 });

    documents.put(wantedDocument(POOL), aWanted({ generation: 2, wish: { kind: "removed" } }));
    expect(await step()).toEqual({ kind: "settled", outcome: { kind: "removed" } });
    pools.set(POOL, aBody());
    documents.put(wantedDocument(POOL), aWanted({ generation: 3 }));
    expect(await step()).toEqual({ kind: "settled", outcome: { kind: "unchanged" } });
    documents.put(wantedDocument(POOL), aWanted({ generation: 4, wish: { kind: "removed" } }));

    expect(await step()).toEqual({ kind: "settled", outcome: { kind: "kept" } });
    expect(pools.found(POOL)).toBeDefined();
  });
});

describe("a step that finds storage or ARM in trouble", () => {
  const failures = {
    busy: new Busy({ code: "ServerBusy", message: "storage: later", status: 503, requestId: "req-1" }),
    refused: new Refused({ code: "AuthorizationFailure", message: "storage: no", status: 403 }),
  };

  it.each(["hold", "read", "write"] as const)(
    "is sent again, with its tries counted, where storage is busy: %s",
    async (operation) => {
      const { step, documents, queues, log } = createStep();
      documents.failNext(operation, failures.busy);

      expect(await step({ attempt: 3 })).toMatchObject({
        kind: "again",
        why: "ServerBusy: storage: later",
      });

      expect(queues.messages("reconciles")).toEqual([aReconcileMessage({ attempt: 4 })]);
      expect(log.lines.at(-1)).toMatchObject({
        message: "step postponed",
        fields: { requestId: "req-1", attempt: 4 },
      });
    },
  );

  it("is given back to the host where storage refuses", async () => {
    const { step, documents, queues } = createStep();
    documents.failNext("hold", failures.refused);

    await expect(step()).rejects.toBe(failures.refused);
    expect(queues.messages("reconciles")).toEqual([]);
  });

  it("that is refused is warned of, with the id that ARM's support asks for", async () => {
    const { step, pools, log } = createStep();
    pools.failNext("put", new Refused({ code: "NotHere", message: "no", status: 403, requestId: "req-2" }));

    await step();

    expect(log.lines.at(-1)).toMatchObject({
      level: "warn",
      message: "pool rejected",
      fields: { code: "NotHere", requestId: "req-2" },
    });
  });
});

describe("a message that comes too early", () => {
  const later = new Busy({
    code: "TooManyRequests",
    message: "later",
    status: 429,
    retryAfterMs: 60_000,
  });

  /** Busy for a minute and a little more: when the next step is due. */
  async function createBusy() {
    const busy = createStep();
    busy.pools.failNext("get", later);
    const { delayMs } = (await busy.step()) as { readonly delayMs: number };
    busy.queues.clear();
    return { ...busy, dueMs: NOW_MS + delayMs };
  }

  it("by a little, as clocks differ, is postponed by that", async () => {
    const { step, clock, queues, dueMs } = await createBusy();
    clock.set(dueMs - 10_000);

    expect(await step()).toMatchObject({ kind: "again", delayMs: 10_000 });
    expect(queues.messages("reconciles")).toHaveLength(1);
  });

  it("by more ends, for the message of that step is under way", async () => {
    const { step, clock, queues, pools, dueMs } = await createBusy();
    clock.set(dueMs - 10_001);

    expect(await step()).toEqual({ kind: "early" });
    expect(await step({ reason: "woken" })).toEqual({ kind: "early" });
    expect(queues.waiting).toEqual([]);
    expect(pools.calls).toHaveLength(1);
  });

  it("with a newer wish leaves it to the older message, which brings the newest", async () => {
    const { step, clock, documents, dueMs, state } = await createBusy();
    documents.put(wantedDocument(POOL), aWanted({ generation: 2 }), { generation: "2" });
    clock.set(dueMs - 30_000);
    expect(await step({ commit: "d".repeat(40) })).toEqual({ kind: "early" });

    clock.set(dueMs);
    expect(await step({ attempt: 1 })).toEqual({ kind: "settled", outcome: { kind: "applied" } });

    expect(state()?.settled?.generation).toBe(2);
  });

  it("is not too early for the step that sent it, however long its writing took", async () => {
    const { step, clock, pools, queues } = createStep();
    pools.failNext("get", later);
    const send = queues.send;
    queues.send = async (queue, message, delayMs) => {
      await send(queue, message, delayMs);
      clock.advance(20_000);
    };
    await step();
    queues.send = send;

    clock.set(queues.nextDueAt() ?? 0);

    expect(await step()).toMatchObject({ kind: "settled" });
  });
});

describe("a creation whose answer was lost", () => {
  it("is ours once the pool is there, whatever is wanted of it by then", async () => {
    const { step, pools, documents, clock, state } = createStep();
    pools.loseAnswer("put");
    await step();
    expect(state()).toMatchObject({ change: { creation: 1, accepted: false } });

    documents.put(wantedDocument(POOL), aWanted({ generation: 2, wish: { kind: "removed" } }));
    clock.advance(HOUR);
    await step({ attempt: 1 });

    expect(pools.found(POOL)).toBeUndefined();
  });

  it("of a pool that was there before is not ours", async () => {
    const { step, pools, documents, clock } = createStep();
    pools.set(POOL, aBody({ scaleConfiguration: { maxConcurrentSessions: 5 } }));
    pools.failNext("put", new Busy({ code: "GatewayTimeout", message: "later", status: 504 }));
    await step();
    clock.advance(HOUR);
    documents.put(wantedDocument(POOL), aWanted({ generation: 2, wish: { kind: "removed" } }));

    expect(await step()).toEqual({ kind: "settled", outcome: { kind: "kept" } });
    expect(pools.found(POOL)).toBeDefined();
  });
});
