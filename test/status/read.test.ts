import { expect, test } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import { poolPath } from "../../src/pool/id.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { POOLS_SHOWN_MAX, readStatus, type Status } from "../../src/status/read.ts";
import { aPoolId, aPoolState, aSha, aSource, at, aWanted } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { container, createWorld, interpreter } from "../flow/world.ts";

const MINUTE = 60_000;

test("sources, pools, phases, generations and the newest snapshot are shown", async () => {
  const world = createWorld();
  world.heldBack.add("two");
  const one = await world.push({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": container("two") });
  await world.deliverDue();
  world.pools.failNext("put", new Refused({ code: "SessionPoolInvalid", message: "no", status: 400 }));
  const commit = await world.push({ "pools/c.yaml": interpreter("three") });
  await world.pass(2 * MINUTE);
  await world.app.snapshot(world.log);

  const { status, body } = await world.app.status();

  expect(status).toBe(200);
  expect(body).toMatchObject({
    sources: [{ name: "session-pools", repository: "contoso/session-pools", synced: commit, paused: false }],
    snapshot: { sequence: 1, name: expect.stringMatching(/^snapshots\//) },
    counts: { applied: 1, waiting: 1, rejected: 1 },
    pools: [
      { id: poolPath(aPoolId("one")), source: "session-pools", commit: one, wanted: 1, generation: 1 },
      { id: poolPath(aPoolId("three")), phase: "settled", outcome: "rejected" },
      { id: poolPath(aPoolId("two")), phase: "waiting", atWorkSince: expect.any(String) },
    ],
  });
});

/** Documents of pools that settled, and the wishes that came after. */
async function withPools(count: number) {
  const documents = createMemoryDocuments();
  for (let index = 0; index < count; index += 1) {
    const pool = aPoolId(`pool-${String(index).padStart(5, "0")}`);
    documents.put(poolDocument(pool), aPoolState({ pool }), {
      ...{ phase: "settled", generation: "1", outcome: "applied", at: String(Date.parse(at(0))) },
    });
    documents.put(wantedDocument(pool), aWanted({ pool }), { generation: "2", commit: aSha("c") });
  }
  const deps = { documents, clock: createFixedClock() };
  return { documents, read: (after?: string) => readStatus([aSource()], after, deps) };
}

test("a pool whose newest wish nobody began with is not shown as settled", async () => {
  const { read } = await withPools(1);

  const { body } = await read();

  expect((body as Status).pools).toMatchObject([{ phase: "notBegun", wanted: 2, generation: 1 }]);
  expect((body as Status).pools[0]).not.toHaveProperty("outcome");
});

test("a pool that ARM still works on for an older wish is shown as such, with no outcome", async () => {
  const { documents, read } = await withPools(1);
  const pool = aPoolId("pool-00000");
  const labels = { phase: "waiting", generation: "1", at: "0", since: "0" };
  documents.put(poolDocument(pool), aPoolState({ pool }), labels);

  const { body } = await read();

  expect((body as Status).pools).toMatchObject([{ phase: "waiting", wanted: 2, generation: 1 }]);
});

test("thousands of pools come page by page, each once, and the counts are whole on each", async () => {
  const { read } = await withPools(2 * POOLS_SHOWN_MAX + 1);
  const seen: string[] = [];

  for (let after: string | undefined, page = 0; page < 3; page += 1) {
    const body = (await read(after)).body as Status;
    expect(body.pools.length).toBeLessThanOrEqual(POOLS_SHOWN_MAX);
    expect(body.counts).toEqual({ notBegun: 2 * POOLS_SHOWN_MAX + 1 });
    seen.push(...body.pools.map(({ id }) => id));
    after = body.next;
    expect(after === undefined).toBe(page === 2);
  }

  expect(new Set(seen).size).toBe(2 * POOLS_SHOWN_MAX + 1);
  expect(seen).toHaveLength(2 * POOLS_SHOWN_MAX + 1);
});

test("a storage that can't answer is said so", async () => {
  const { documents, read } = await withPools(1);
  documents.failNext("list", new Busy({ code: "ServerBusy", message: "later" }));

  expect(await read()).toEqual({ status: 503, body: { message: "storage can't answer: ServerBusy" } });
});
