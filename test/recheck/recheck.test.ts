import { describe, expect, it } from "vitest";
import type { Manifest, PoolRecord } from "../../src/audit/manifest.ts";
import { wantedDocument } from "../../src/documents/names.ts";
import { poolPath } from "../../src/pool/id.ts";
import { recheckPools } from "../../src/recheck/recheck.ts";
import { aPoolId, aSha, aSource, at, aWanted, SUBSCRIPTION } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";

const CORRECTING = aSource({ drift: "correct" });

const aRecord = (overrides: Partial<PoolRecord> = {}): PoolRecord => ({
  id: poolPath(aPoolId()),
  state: "drifted",
  bodyHash: "a".repeat(64),
  provisioningState: "Succeeded",
  pointers: ["/properties/scaleConfiguration"],
  commit: aSha("c"),
  generation: 1,
  ...overrides,
});

function createPass() {
  const clock = createFixedClock();
  const queues = createMemoryQueues(clock);
  const documents = createMemoryDocuments();
  const deps = { documents, queues, clock, chance: createSeededChance(), log: createMemoryLog() };
  return {
    ...deps,
    pass: (pools: readonly PoolRecord[], sources = [CORRECTING]) =>
      recheckPools({ pools } as unknown as Manifest, sources, deps),
  };
}

describe("a pool that wants the newest version of a secret", () => {
  const label = (documents: ReturnType<typeof createPass>["documents"], name: string, labels: object) =>
    documents.put(wantedDocument(aPoolId(name)), aWanted({ pool: aPoolId(name) }), {
      ...{ generation: "1", commit: aSha("c") },
      ...labels,
    });

  it("is looked at again every hour, whatever its source says of drift, and no other is", async () => {
    const { pass, queues, documents } = createPass();
    label(documents, "rotating", { secrets: "newest" });
    label(documents, "still", {});

    expect(await pass([], [aSource({ drift: "report" })])).toBe(1);

    expect(queues.messages("reconciles")).toEqual([
      expect.objectContaining({
        pool: aPoolId("rotating"),
        source: "session-pools",
        commit: aSha("c"),
        reason: "recheck",
        recheck: "secrets",
      }),
    ]);
  });

  it("is looked at once if it has drifted too: what is put back has the newest secrets", async () => {
    const { pass, queues, documents } = createPass();
    label(documents, "both", { secrets: "newest" });

    expect(await pass([aRecord({ id: poolPath(aPoolId("both")) })])).toBe(1);

    expect(queues.messages("reconciles")).toMatchObject([{ recheck: "drift" }]);
  });
});

it("looks at no pool of a source that is paused, for drift or for secrets", async () => {
  const { pass, queues, documents } = createPass();
  const labels = { generation: "1", commit: aSha("c"), secrets: "newest" };
  documents.put(wantedDocument(aPoolId("rotating")), aWanted({ pool: aPoolId("rotating") }), labels);

  expect(await pass([aRecord()], [aSource({ drift: "correct", paused: true })])).toBe(0);

  expect(queues.waiting).toEqual([]);
});

describe("a pool that a snapshot found amiss", () => {
  it("is looked at again, for its source and its commit", async () => {
    const { pass, queues } = createPass();

    expect(await pass([aRecord()])).toBe(1);

    expect(queues.messages("reconciles")).toEqual([
      {
        pool: aPoolId(),
        source: "session-pools",
        commit: aSha("c"),
        correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        reason: "recheck",
        recheck: "drift",
        attempt: 0,
        firstAt: at(0),
      },
    ]);
  });

  it.each<[string, Partial<PoolRecord>, boolean]>([
    ["that differs", {}, true],
    ["that is gone", { state: "missing" }, true],
    ["that is as wanted and failed", { state: "managed", provisioningState: "Failed" }, true],
    ["that is as wanted", { state: "managed" }, false],
    ["that differs while somebody works on it", { provisioningState: "InProgress" }, false],
    [
      "that is as wanted while somebody works on it",
      { state: "managed", provisioningState: "Updating" },
      false,
    ],
    ["that we work on", { state: "settling" }, false],
    ["that nobody wants", { state: "unmanaged" }, false],
  ])("%s: %j is rechecked: %j", async (_, record, isRechecked) => {
    const { pass, queues } = createPass();

    await pass([aRecord(record)]);

    expect(queues.messages("reconciles")).toHaveLength(Number(isRechecked));
  });

  it("is left as it is where its source only reports", async () => {
    const { pass, queues } = createPass();
    const elsewhere = aSource({
      name: "other",
      drift: "correct",
      resourceGroups: [{ subscriptionId: SUBSCRIPTION, resourceGroup: "other" }],
    });

    expect(await pass([aRecord()], [aSource({ drift: "report" }), elsewhere])).toBe(0);

    expect(queues.messages("reconciles")).toEqual([]);
  });

  it("among many is put back at the pace of ARM's own bucket", async () => {
    const { pass, queues } = createPass();

    await pass(Array.from({ length: 250 }, (_, index) => aRecord({ id: poolPath(aPoolId(`p${index}`)) })));

    expect(queues.messages("reconciles")).toHaveLength(250);
    for (let taken = 0; taken < 199; taken += 1) queues.take("reconciles");
    expect(queues.take("reconciles")).toBeDefined();
    expect(queues.take("reconciles")).toBeUndefined();
  });
});
