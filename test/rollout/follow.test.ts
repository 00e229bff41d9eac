import { describe, expect, it } from "vitest";
import { poolDocument, rolloutDocument, wantedDocument } from "../../src/documents/names.ts";
import { groupKey } from "../../src/pool/id.ts";
import type { CommitStatus } from "../../src/ports.ts";
import { followRollout } from "../../src/rollout/follow.ts";
import { Busy } from "../../src/shared/failures.ts";
import { aPoolId, aPoolState, aRollout, aRolloutMessage, aSha, aSource, at, aWanted } from "../builders.ts";
import { createFaults } from "../fakes/faults.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryPools } from "../fakes/memory-pools.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

function createFollow() {
  const clock = createFixedClock();
  const documents = createMemoryDocuments();
  const queues = createMemoryQueues(clock);
  const told: string[] = [];
  const words: string[] = [];
  const github = createFaults<"report">();
  const deps = {
    documents,
    queues,
    clock,
    chance: createSeededChance(),
    log: createMemoryLog(),
    pools: createMemoryPools(clock),
    repositories: {
      report: async (_repository: unknown, _commit: string, { state, description }: CommitStatus) => {
        github.meet("report");
        told.push(state);
        words.push(description);
      },
    },
  };
  const name = rolloutDocument("session-pools", aSha("c"));
  documents.put(name, aRollout(), { phase: "open", at: "0" });
  documents.put(wantedDocument(aPoolId()), aWanted(), { generation: "1", commit: aSha("c") });
  documents.put(poolDocument(aPoolId()), aPoolState(), {
    phase: "settled",
    generation: "1",
    outcome: "applied",
    at: "0",
  });
  return {
    ...deps,
    github,
    told,
    words,
    name,
    follow: (message = aRolloutMessage(), source = aSource()) => followRollout(message, source, deps),
  };
}

describe("a look at a rollout", () => {
  it("of a closed rollout that could not write down what it told has the end told again", async () => {
    const { follow, documents, name, told } = createFollow();
    await follow();
    const settled = { phase: "settled", generation: "1", outcome: "applied", at: "0" };
    documents.put(poolDocument(aPoolId()), aPoolState(), { phase: "waiting", generation: "1", at: "0" });
    const { replace } = documents;
    let writes = 0;
    documents.replace = async (...args) => {
      writes += 1;
      if (writes === 2) throw new Busy({ code: "NetworkError", message: "socket hang up" });
      await replace.apply(documents, args as never);
    };
    const { beat: _, ...nudge } = aRolloutMessage();

    expect(await follow(nudge)).toMatchObject({ kind: "again" });
    documents.put(poolDocument(aPoolId()), aPoolState(), settled);
    await follow(nudge);

    expect(told).toEqual(["success", "pending", "success"]);
    expect(documents.value(name)?.closedAt).toBeDefined();
  });

  it("that told something while another look told the end has the end told again", async () => {
    const { follow, documents, name, told, repositories, queues, clock } = createFollow();
    const settled = documents.labels(poolDocument(aPoolId()));
    documents.put(poolDocument(aPoolId()), aPoolState(), { phase: "waiting", generation: "1", at: "0" });
    const { report } = repositories;
    repositories.report = async (...args) => {
      await report.apply(repositories, args);
      const reported = { state: "success", description: "1 applied", at: at(0) } as const;
      documents.put(name, { ...aRollout(), reported, closedAt: at(0) }, { phase: "closed", at: "0" });
      documents.put(poolDocument(aPoolId()), aPoolState(), settled);
      repositories.report = report;
    };

    const looked = await follow(aRolloutMessage({ beat: 0 }));
    clock.advance(60_000);
    for (const message of queues.messages("rollouts")) await follow(message);

    expect(looked).toMatchObject({ kind: "again" });
    expect(told).toEqual(["pending", "success"]);
    expect(documents.value(name)?.closedAt).toBeDefined();
  });

  it("comes no earlier than ARM asked for, where it would not list the pools", async () => {
    const { follow, documents, pools } = createFollow();
    documents.put(poolDocument(aPoolId()), aPoolState(), { phase: "waiting", generation: "1", at: "0" });
    pools.failNext("list", new Busy({ code: "TooManyRequests", message: "later", retryAfterMs: 90_000 }));

    expect(await follow(aRolloutMessage({ beat: 0 }))).toMatchObject({ woken: 0, nextBeatMs: 90_000 });
  });

  it("wakes nothing that is not begun while its source is paused", async () => {
    const { follow, documents } = createFollow();
    documents.put(poolDocument(aPoolId()), aPoolState(), { phase: "pending", generation: "1", at: "0" });

    expect(await follow(aRolloutMessage(), aSource({ paused: true }))).toMatchObject({ woken: 0 });
    expect(await follow(aRolloutMessage({ beat: 1 }))).toMatchObject({ woken: 1 });
  });

  it("that tells the end again tells the time that it took, and not the time until then", async () => {
    const { follow, clock, words } = createFollow();
    await follow();

    clock.advance(600_000);
    await follow({ ...aRolloutMessage({ beat: 0 }), retell: true });
    clock.advance(600_000);
    await follow(aRolloutMessage({ beat: 0 }));

    expect(words).toEqual(["1 applied in 14 s", "1 applied in 14 s"]);
  });

  it("that stood still tells nothing where another look was faster", async () => {
    const { follow, documents, clock, name, told, pools } = createFollow();
    documents.put(poolDocument(aPoolId()), aPoolState(), { phase: "waiting", generation: "1", at: "0" });
    const { list } = pools;
    pools.list = async function* (...args) {
      clock.advance(47_000);
      documents.put(name, { ...aRollout(), beat: 7 }, { phase: "open", at: "0" });
      yield* list.apply(pools, args);
    };

    expect(await follow()).toMatchObject({ kind: "again" });

    expect(told).toEqual([]);
  });

  it("that loses a race against another look comes back later, and is no failure", async () => {
    const { follow, documents, queues, clock, name } = createFollow();
    documents.failNext(
      "replace",
      new Busy({ code: "ConditionNotMet", message: "another look", status: 412 }),
    );

    const outcome = await follow(aRolloutMessage({ beat: 0 }));

    expect(outcome).toMatchObject({ kind: "again" });
    expect(queues.messages("rollouts")).toEqual([aRolloutMessage({ beat: 0, attempt: 1, retell: true })]);
    expect(queues.nextDueAt()).toBeGreaterThan(clock.now());
    expect(await follow(aRolloutMessage({ beat: 0 }))).toMatchObject({ kind: "closed" });
    expect(documents.value(name)?.closedAt).toBeDefined();
  });

  it("done twice tells the commit once", async () => {
    const { follow, told } = createFollow();

    await follow(aRolloutMessage({ beat: 0 }));

    expect(await follow(aRolloutMessage({ beat: 0 }))).toEqual({ kind: "stale" });
    expect(await follow()).toMatchObject({ kind: "closed" });
    expect(told).toEqual(["success"]);
  });

  it("whose status GitHub would not take leaves it alone for as long as it asked, nudged or not", async () => {
    const { follow, clock, documents, github, queues, name, told } = createFollow();
    const later = { code: "RateLimited", message: "later", status: 429, retryAfterMs: 120_000 };
    github.failNext("report", new Busy(later));

    await follow(aRolloutMessage({ beat: 0 }));

    expect(queues.nextDueAt()).toBe(clock.now() + 120_000);
    expect(documents.value(name)?.unheard).toEqual({ attempts: 1, firstAt: at(0), againAt: at(120_000) });
    clock.advance(119_999);
    expect(await follow()).toMatchObject({ kind: "followed" });
    expect(told).toEqual([]);
    clock.advance(1);
    expect(await follow()).toMatchObject({ kind: "closed" });
    expect(told).toEqual(["success"]);
    expect(documents.value(name)).not.toHaveProperty("unheard");
  });

  it("that fails to list a group warns once a beat, and not for every nudge", async () => {
    const { follow, documents, log, pools } = createFollow();
    documents.put(poolDocument(aPoolId()), aPoolState(), { phase: "waiting", generation: "1", at: "0" });
    pools.failNext("list", new Busy({ code: "ServerError", message: "later", status: 500 }), 3);

    await follow(aRolloutMessage({ beat: 0 }));
    await follow();
    await follow();

    const fields = expect.objectContaining({ group: groupKey(aPoolId()), code: "ServerError" });
    expect(log.lines).toEqual([{ level: "warn", message: "group not listed", fields }]);
  });

  it("that is a bug is the host's to see", async () => {
    const { follow, documents, queues } = createFollow();
    documents.failNext("list", new TypeError("a bug"));

    await expect(follow()).rejects.toThrow("a bug");
    expect(queues.waiting).toEqual([]);
  });
});
