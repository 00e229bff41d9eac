import { describe, expect, it } from "vitest";
import {
  attentionDocument,
  type DocumentName,
  poolDocument,
  rolloutDocument,
  sourceDocument,
  wantedDocument,
} from "../../src/documents/names.ts";
import type { PoolLabels } from "../../src/documents/pool-state.ts";
import type { Source } from "../../src/documents/source.ts";
import { STUCK_AFTER_MS } from "../../src/documents/stuck.ts";
import { pollSources } from "../../src/poll/poll.ts";
import type { PoolId } from "../../src/pool/id.ts";
import { Busy } from "../../src/shared/failures.ts";
import {
  aPoolId,
  aPoolState,
  aRollout,
  aSha,
  aSource,
  aSourceState,
  at,
  aWanted,
  NOW_MS,
} from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** As a label tells it. */
const ago = (ms: number): string => String(NOW_MS - ms);

function createPoll(sources: readonly Source[] = [aSource()]) {
  const clock = createFixedClock();
  const memory = createMemoryDocuments();
  const reads: string[] = [];
  const documents = {
    ...memory,
    reads,
    read: <T>(name: DocumentName<T>) => {
      reads.push(name);
      return memory.read(name);
    },
  };
  const queues = createMemoryQueues(clock);
  const log = createMemoryLog();
  const deps = { documents, queues, clock, chance: createSeededChance(), log };
  return {
    ...deps,
    poll: () => pollSources(sources, deps),
    /** A pool in this phase since, or due, so long ago. */
    aPool: (
      phase: PoolLabels["phase"],
      agoMs: number,
      outcome?: PoolLabels["outcome"],
      pool: PoolId = aPoolId(),
    ) => {
      const labels = { phase, generation: "1", at: String(NOW_MS - agoMs), ...(outcome && { outcome }) };
      documents.put(poolDocument(pool), aPoolState({ pool }), labels);
      documents.put(wantedDocument(pool), aWanted({ pool }), { generation: "1", commit: aSha("c") });
    },
    aRollout: (phase: "open" | "closed", agoMs: number, source = "session-pools") =>
      documents.put(rolloutDocument(source, aSha("c")), aRollout({ source }), {
        phase,
        at: String(NOW_MS - agoMs),
      }),
  };
}

describe("a poll", () => {
  it("asks for a sync of every source, as if nobody had heard of any push", async () => {
    const { poll, queues } = createPoll([aSource({ name: "one" }), aSource({ name: "two" })]);

    expect(await poll()).toEqual({ syncs: 2, rollouts: 0, pools: 0 });

    expect(queues.messages("syncs")).toEqual(
      ["one", "two"].map((source) => ({ source, reason: "poll", attempt: 0, firstAt: at(0) })),
    );
    expect(queues.due()).toHaveLength(2);
  });

  it("done twice asks twice: what it asks for is done once all the same", async () => {
    const { poll, aPool } = createPoll();
    aPool("settled", HOUR, "rejected");

    expect(await poll()).toEqual(await poll());
  });
});

describe("a source that is paused", () => {
  it.each([
    ["what ARM works on is seen to its end", "waiting", undefined, 1],
    ["what is not begun waits", "pending", undefined, 0],
    ["what was refused is not tried again", "settled", "rejected", 0],
  ] as const)("is polled, and %s", async (_, phase, outcome, pools) => {
    const { poll, aPool, aRollout: put } = createPoll([aSource({ paused: true })]);
    aPool(phase, HOUR, outcome);
    put("open", HOUR);

    const polled = await poll();

    expect(polled).toMatchObject({ syncs: 1, rollouts: 0, pools });
  });
});

describe("a rollout", () => {
  it.each([
    ["that is overdue is taken up again", "open", MINUTE + 1, 1],
    ["that is due just now is left to its own message", "open", MINUTE, 0],
    ["that is due later is left to its own message", "open", -15_000, 0],
    ["that closed is left alone", "closed", 24 * HOUR, 0],
  ] as const)("%s", async (_, phase, agoMs, revived) => {
    const { poll, queues, aRollout: put } = createPoll();
    put(phase, agoMs);

    expect((await poll()).rollouts).toBe(revived);
    // Without a beat: a loop that is alive after all goes on undisturbed.
    const message = { source: "session-pools", commit: aSha("c"), attempt: 0, firstAt: at(0) };
    expect(queues.messages("rollouts")).toEqual(revived ? [message] : []);
  });

  it("of a source that is followed no longer is left alone", async () => {
    const { poll, aRollout: put } = createPoll();
    put("open", HOUR, "session-pools-of-old");

    expect((await poll()).rollouts).toBe(0);
  });
});

describe("a pool", () => {
  it.each([
    ["whose message was lost is woken", "pending", MINUTE + 1, undefined, "woken"],
    ["whose step is due just now is not", "pending", MINUTE, undefined, undefined],
    ["whose step is due later is not", "pending", -10 * MINUTE, undefined, undefined],
    ["that nobody watches is woken", "waiting", 10 * MINUTE + 1, undefined, "woken"],
    ["that its rollout watches is not", "waiting", 10 * MINUTE, undefined, undefined],
    ["that was refused an hour ago is tried again", "settled", HOUR, "rejected", "retry"],
    ["that was refused a moment ago is not", "settled", HOUR - 1, "rejected", undefined],
    ["that is applied is left alone", "settled", 24 * HOUR, "applied", undefined],
    ["that is unchanged is left alone", "settled", 24 * HOUR, "unchanged", undefined],
    ["that was removed is left alone", "settled", 24 * HOUR, "removed", undefined],
    ["that was kept is left alone", "settled", 24 * HOUR, "kept", undefined],
  ] as const)("%s", async (_, phase, agoMs, outcome, reason) => {
    const { poll, queues, aPool } = createPoll();
    aPool(phase, agoMs, outcome);

    expect((await poll()).pools).toBe(reason ? 1 : 0);
    expect(queues.messages("reconciles").map((message) => message.reason)).toEqual(reason ? [reason] : []);
  });

  it.each<[string, object | undefined, object, string | undefined]>([
    ["that nobody began with for long is woken", undefined, { at: ago(10 * MINUTE + 1) }, "woken"],
    ["that is about to be begun with is not", undefined, { at: ago(10 * MINUTE) }, undefined],
    ["whose document was lost with its labels is woken", undefined, {}, "woken"],
    ["that settled for an older wish long ago is woken", { generation: "1" }, { generation: "2" }, "woken"],
    [
      "that settled for another wish of the same number is woken",
      { generation: "1", wish: "one" },
      { generation: "1", wish: "two" },
      "woken",
    ],
    ["that settled for this wish is left alone", { wish: "one" }, { wish: "one" }, undefined],
    [
      "that was refused for an older wish is woken for the newer one",
      { generation: "1", outcome: "rejected" },
      { generation: "2" },
      "woken",
    ],
  ])("%s", async (_, state, wanted, reason) => {
    const { poll, queues, documents } = createPoll();
    const settled = { phase: "settled", generation: "1", outcome: "applied", at: ago(24 * HOUR) };
    if (state) documents.put(poolDocument(aPoolId()), aPoolState(), { ...settled, ...state });
    documents.put(wantedDocument(aPoolId()), aWanted(), { generation: "1", commit: aSha("c"), ...wanted });

    await poll();

    expect(queues.messages("reconciles").map((message) => message.reason)).toEqual(reason ? [reason] : []);
  });

  it("that may queue behind many others is not woken for being late like them", async () => {
    const { poll, queues, aPool } = createPoll();
    for (let index = 0; index < 1_000; index += 1)
      aPool("pending", 2 * MINUTE, undefined, aPoolId(`pool${index}`));

    expect((await poll()).pools).toBe(0);
    expect(queues.messages("reconciles")).toEqual([]);
  });

  it("is asked for under the name, commit and correlation of what is wanted of it", async () => {
    const { poll, queues, aPool, aRollout: put } = createPoll();
    put("closed", HOUR);
    aPool("pending", HOUR, undefined, aPoolId("Interpreter"));

    await poll();

    const { source, commit, correlationId } = aRollout();
    expect(queues.messages("reconciles")).toEqual([
      {
        pool: aPoolId("Interpreter"),
        source,
        commit,
        correlationId,
        reason: "woken",
        attempt: 0,
        firstAt: at(0),
      },
    ]);
  });

  it("whose rollout is gone gets a correlation of its own", async () => {
    const { poll, queues, aPool } = createPoll();
    aPool("pending", HOUR);

    await poll();

    expect(queues.messages("reconciles")[0]?.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("that was woken has its rollout look; a refused one looks refused until its try was made", async () => {
    const { poll, queues, aPool } = createPoll();
    aPool("settled", HOUR, "rejected", aPoolId("one"));
    await poll();
    expect(queues.messages("rollouts")).toEqual([]);

    aPool("pending", HOUR, undefined, aPoolId("two"));
    await poll();
    expect(queues.messages("rollouts")).toHaveLength(1);
  });

  it("that was woken has the newest commit look too, which may have taken it over", async () => {
    const { poll, documents, queues, aPool } = createPoll();
    const synced = { commit: aSha("d"), at: at(0) };
    documents.put(sourceDocument("session-pools"), aSourceState({ synced }));
    aPool("pending", HOUR);

    await poll();

    expect(queues.messages("rollouts").map(({ commit }) => commit)).toEqual([aSha("c"), aSha("d")]);
  });

  it("among many of one commit costs one look at its rollout", async () => {
    const { poll, documents, queues, aPool, aRollout: put } = createPoll();
    put("closed", HOUR);
    documents.put(
      sourceDocument("session-pools"),
      aSourceState({ synced: { commit: aSha("c"), at: at(0) } }),
    );
    for (let index = 0; index < 50; index += 1) aPool("pending", HOUR, undefined, aPoolId(`pool${index}`));

    expect((await poll()).pools).toBe(50);

    expect(queues.messages("reconciles")).toHaveLength(50);
    expect(queues.messages("rollouts")).toEqual([
      { source: "session-pools", commit: aSha("c"), attempt: 0, firstAt: at(0) },
    ]);
    expect(documents.reads.filter((name) => name.startsWith("rollouts/"))).toHaveLength(1);
  });

  it("whose rollout is overdue as well has it look once", async () => {
    const { poll, queues, aPool, aRollout: put } = createPoll();
    put("open", HOUR);
    aPool("pending", HOUR);

    expect(await poll()).toEqual({ syncs: 1, rollouts: 1, pools: 1 });

    expect(queues.messages("rollouts")).toHaveLength(1);
  });

  it("is found once in a group that two sources name", async () => {
    const { poll, aPool } = createPoll([aSource({ name: "one" }), aSource({ name: "two" })]);
    aPool("pending", HOUR);

    expect((await poll()).pools).toBe(1);
  });

  it("that nobody wants anything of is left alone", async () => {
    const { poll, documents, queues, aPool } = createPoll();
    aPool("pending", HOUR);
    documents.remove(wantedDocument(aPoolId()));

    expect((await poll()).pools).toBe(0);
    expect(queues.messages("reconciles")).toEqual([]);
  });

  it("among many is tried at the pace of ARM's own bucket", async () => {
    const { poll, queues, aPool } = createPoll();
    for (let index = 0; index < 250; index += 1) aPool("settled", HOUR, "rejected", aPoolId(`pool${index}`));

    expect((await poll()).pools).toBe(250);

    expect(queues.due().filter(({ queue }) => queue === "reconciles")).toHaveLength(200);
    expect(queues.due(NOW_MS + 5_000).filter(({ queue }) => queue === "reconciles")).toHaveLength(250);
  });
});

describe("pools that need a person", () => {
  const attention = (world: ReturnType<typeof createPoll>) => world.documents.value(attentionDocument);
  const messages = (world: ReturnType<typeof createPoll>) =>
    world.log.lines
      .filter(({ message }) => !["polled", "metric"].includes(message))
      .map(({ message }) => message);
  const put = ({ documents }: ReturnType<typeof createPoll>, labels: object) =>
    documents.put(poolDocument(aPoolId()), aPoolState(), { generation: "1", at: ago(0), ...labels });

  it.each([
    ["that ARM never ends with", { phase: "waiting", since: ago(STUCK_AFTER_MS) }, "stuck"],
    ["whose step finds ARM at work all the time", { phase: "pending", since: ago(STUCK_AFTER_MS) }, "stuck"],
    ["that ARM is at", { phase: "waiting", since: ago(STUCK_AFTER_MS - 1) }, undefined],
    ["that was put back three times", { phase: "settled", outcome: "applied", corrections: "3" }, "drifting"],
    ["that was put back twice", { phase: "settled", outcome: "applied", corrections: "2" }, undefined],
    ["that settled", { phase: "settled", outcome: "applied" }, undefined],
  ] as const)("are those %s", async (_, labels, where) => {
    const world = createPoll();
    put(world, labels);

    await world.poll();

    const { stuck = [], drifting = [] } = attention(world) ?? {};
    expect([stuck.length, drifting.length]).toEqual([
      Number(where === "stuck"),
      Number(where === "drifting"),
    ]);
  });

  it("are listed up to a number: whoever looks at these finds the others", async () => {
    const world = createPoll();
    for (let index = 0; index < 60; index += 1) {
      const pool = aPoolId(`pool-${index}`);
      const labels = { phase: "waiting", since: ago(STUCK_AFTER_MS), generation: "1", at: ago(0) };
      world.documents.put(poolDocument(pool), aPoolState({ pool }), labels);
    }

    await world.poll();

    expect(attention(world)?.stuck).toHaveLength(50);
  });

  it("are written down and logged once, and so is that they need nobody any more", async () => {
    const world = createPoll();
    put(world, { phase: "waiting", since: ago(STUCK_AFTER_MS) });

    await world.poll();
    const writes = world.documents.writes.length;
    await world.poll();
    expect(world.documents.writes).toHaveLength(writes);
    expect(attention(world)?.stuck).toEqual([{ pool: aPoolId(), since: at(-STUCK_AFTER_MS) }]);
    put(world, { phase: "settled", outcome: "applied" });
    await world.poll();

    expect(attention(world)).toMatchObject({ stuck: [], drifting: [] });
    expect(messages(world)).toEqual(["operation stuck", "operation stuck no longer"]);
  });

  it("cost no write where there are none", async () => {
    const world = createPoll();

    await world.poll();

    expect(world.documents.writes).toEqual([]);
  });

  it("are no reason to fail a poll when they can't be written down", async () => {
    const world = createPoll();
    put(world, { phase: "waiting", since: ago(STUCK_AFTER_MS) });
    world.documents.failNext("create", new Busy({ code: "ServerBusy", message: "later", status: 503 }));

    await world.poll();

    expect(messages(world)).toEqual(["attention not written"]);
  });
});

describe("a poll with storage in trouble", () => {
  const down = new Busy({ code: "ServerBusy", message: "storage: later", status: 503 });

  it("still asks for every sync", async () => {
    const { poll, queues, documents, log, aPool } = createPoll([
      aSource({ name: "one", resourceGroups: [] }),
      aSource({ name: "two" }),
    ]);
    aPool("pending", HOUR);
    documents.failNext("list", down);

    expect(await poll()).toEqual({ syncs: 2, rollouts: 0, pools: 1 });
    expect(queues.messages("syncs").map(({ source }) => source)).toEqual(["one", "two"]);
    expect(log.lines[0]).toMatchObject({
      level: "warn",
      fields: { source: "one", reason: "storage: later" },
    });
  });

  it("fails where the pools can't be listed, so that the host shows it", async () => {
    const { poll, queues, documents } = createPoll();
    documents.failNext("list", down, 2);

    await expect(poll()).rejects.toBe(down);
    expect(queues.messages("syncs")).toHaveLength(1);
  });
});
