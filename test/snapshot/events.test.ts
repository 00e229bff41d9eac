import { describe, expect, test } from "vitest";
import type { AuditEvent } from "../../src/audit/event.ts";
import { eventName } from "../../src/audit/names.ts";
import { parseEvent } from "../../src/audit/parse-event.ts";
import { snapshotDocument } from "../../src/documents/names.ts";
import { sha256 } from "../../src/shared/canonical.ts";
import { findUnsealed } from "../../src/snapshot/events.ts";
import { takeCrashing } from "./crash.ts";
import { bodyWith, createWorld, pathOf, poolNamed, type World } from "./world.ts";

const namesIn = ({ manifest }: { readonly manifest: { readonly events: readonly { name: string }[] } }) =>
  manifest.events.map(({ name }) => name);

describe("a manifest has the events that none before it has", () => {
  test("with their hashes, in order of time", async () => {
    const world = createWorld();
    const later = await world.happen("2026-01-05T08:59:00.000Z");
    const earlier = await world.happen("2026-01-05T08:58:00.000Z");

    const { manifest } = await world.taken();

    const hashOf = (name: string) => sha256(world.audit.text(name) ?? "");
    expect(manifest.events).toEqual([earlier, later].map((name) => ({ name, hash: hashOf(name) })));
    expect(namesIn(await world.taken())).toEqual([]);
    expect(await world.verify()).toMatchObject({ kind: "whole", events: 2 });
  });

  test("one that comes late, for up to three days", async () => {
    const world = createWorld();
    await world.taken();
    const late = await world.happen("2026-01-02T10:00:00.000Z");
    const tooLate = await world.happen("2026-01-02T09:59:59.999Z");

    expect(namesIn(await world.taken())).toEqual([late]);
    expect(await world.verify()).toEqual({ kind: "broken", at: tooLate, why: "event unsealed" });
  });

  test("one from a clock that goes ahead", async () => {
    const world = createWorld();
    const ahead = await world.happen("2026-01-06T00:01:00.000Z");

    expect(namesIn(await world.taken())).toEqual([ahead]);
  });

  test("none of them twice, though the head was lost, is an old one, or the clock went back", async () => {
    const world = createWorld();
    await world.taken();
    const old = world.documents.value(snapshotDocument);
    await world.happen("2026-01-05T09:30:00.000Z");
    expect(namesIn(await world.taken())).toHaveLength(1);

    world.documents.put(snapshotDocument, old);
    expect(namesIn(await world.taken())).toEqual([]);
    world.documents.remove(snapshotDocument);
    expect(namesIn(await world.taken())).toEqual([]);
    world.clock.advance(3 * 24 * 3_600_000);
    expect(namesIn(await world.taken())).toEqual([]);
    world.clock.advance(-2 * 24 * 3_600_000);
    expect(namesIn(await world.taken())).toEqual([]);
  });

  test("in order of name, drift that was just found among those of a clock that goes ahead", async () => {
    const world = createWorld();
    world.manage("interpreter", 10);
    world.pools.set(poolNamed("interpreter"), bodyWith(99));
    const ahead = await world.happen("2026-01-05T09:30:00.000Z");

    const names = namesIn(await world.taken());

    expect(names).toEqual([expect.stringContaining("T090000000Z-drift-"), ahead]);
  });

  test("so many of them that it stays a few megabytes, the oldest first", async () => {
    const names = Array.from({ length: 50_001 }, (_, index) =>
      eventName({ at: "2026-01-05T09:00:00.000Z", kind: "drift", id: String(index).padStart(5, "0") }),
    );
    async function* list(prefix: string) {
      yield* names.filter((name) => name.startsWith(prefix));
    }

    const found = { newest: undefined, sealed: new Set<string>(), unsigned: [] };
    const unsealed = await findUnsealed("2026-01-05T10:00:00.000Z", found, { list });

    expect(unsealed).toHaveLength(50_000);
    expect(unsealed.at(-1)).toBe(names.at(-2));
  });

  test("and the head remembers only those that may be found again", async () => {
    const world = createWorld();
    await world.happen("2026-01-05T08:59:00.000Z");
    await world.taken();
    expect(world.documents.value(snapshotDocument)?.sealed).toHaveLength(1);

    world.clock.advance(3 * 24 * 3_600_000);
    await world.taken();

    expect(world.documents.value(snapshotDocument)?.sealed).toBeUndefined();
  });
});

describe("drift is recorded when it is first seen", () => {
  test("with what differs, and the last snapshot that did not show it", async () => {
    const world = createWorld();
    world.manage("interpreter", 10);
    const before = await world.taken();
    world.pools.set(poolNamed("interpreter"), bodyWith(99));

    const { manifest } = await world.taken();

    const [pool] = manifest.pools;
    expect(driftsOf(world)).toEqual([
      {
        format: 1,
        kind: "drift",
        id: expect.any(String),
        at: "2026-01-05T10:00:00.000Z",
        source: "session-pools",
        commit: "1".repeat(40),
        pool: pathOf("interpreter"),
        generation: 1,
        state: "drifted",
        foundHash: pool?.bodyHash,
        pointers: ["/properties/scaleConfiguration/maxConcurrentSessions"],
        difference: [
          { op: "replace", path: "/properties/scaleConfiguration/maxConcurrentSessions", value: 10 },
        ],
        since: before.name,
      },
    ]);
    expect(manifest.events).toHaveLength(1);
    expect(await world.verify()).toMatchObject({ kind: "whole", events: 1 });
  });

  test("once as long as it lasts, and again when it is another", async () => {
    const world = createWorld();
    world.manage("interpreter", 10);
    const seen: number[] = [];
    for (const sessions of [99, "untouched", 98, 10, 98] as const) {
      if (sessions !== "untouched") world.pools.set(poolNamed("interpreter"), bodyWith(sessions));
      seen.push(namesIn(await world.taken()).length);
    }

    expect(seen).toEqual([1, 0, 1, 0, 1]);
  });

  test("of a pool that is gone, with the body that is to be there", async () => {
    const world = createWorld();
    world.want(poolNamed("interpreter"), bodyWith(10));
    world.label(poolNamed("interpreter"), "settled");

    await world.taken();
    await world.taken();

    expect(driftsOf(world)).toMatchObject([
      { state: "missing", pointers: [], difference: [{ op: "replace", path: "", value: bodyWith(10) }] },
    ]);
    expect(driftsOf(world)[0]).not.toHaveProperty("since");
  });

  test.each(["before", "after"] as const)(
    "and a crash %s any effect loses and doubles none",
    async (when) => {
      let crashes = 0;
      for (let step = 1; ; step++) {
        const world = createWorld();
        world.manage("interpreter", 10);
        await world.taken();
        world.pools.set(poolNamed("interpreter"), bodyWith(99));
        await world.happen("2026-01-05T09:30:00.000Z");

        const crashed = await takeCrashing(world, step, when);
        if (!crashed) break;
        crashes += 1;
        world.clock.advance(3_600_000);
        await world.taken();
        await world.taken();

        expect(driftsOf(world), `step ${step}`).toHaveLength(1);
        expect(await world.verify(), `step ${step}`).toMatchObject({ kind: "whole", events: 2 });
      }
      expect(crashes).toBeGreaterThan(15);
    },
  );
});

const driftsOf = ({ audit }: World): readonly AuditEvent[] =>
  audit
    .names("events/")
    .map((name) => parseEvent(audit.text(name) ?? ""))
    .filter((event) => event?.kind === "drift");
