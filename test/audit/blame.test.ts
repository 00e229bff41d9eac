import { describe, expect, test } from "vitest";
import { blamePool } from "../../src/audit/blame.ts";
import { storedBody } from "../../src/audit/body.ts";
import { type PoolRecord, seal } from "../../src/audit/manifest.ts";
import { manifestName } from "../../src/audit/names.ts";
import { poolEventId, record } from "../../src/audit/record.ts";
import type { JsonObject } from "../../src/shared/json.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { anEvent } from "./events.ts";
import { manifestOf } from "./history.ts";

const POOL = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.App/sessionPools/pool0";
const NOW = "2026-01-05T12:00:00.000Z";

const body = (properties: JsonObject): JsonObject => ({ location: "East US", properties });

/** A record in which ada's commit made the pool by a change, and snapshots show it. */
function createRecord() {
  const audit = createMemoryAudit();
  const store = (resource: JsonObject): string => {
    const { name, text, hash } = storedBody(resource);
    audit.tamper(name, text);
    return hash;
  };
  return {
    async change(at: string, change: string, { wanted, found }: { wanted: JsonObject; found: JsonObject }) {
      const about = { at, pool: POOL, change, actor: "ada", id: poolEventId(POOL, change) };
      await record(anEvent("intent", { ...about, wantedHash: store(wanted) }), audit);
      await record(anEvent("result", { ...about, bodyHash: store(found) }), audit);
    },
    snapshot(sequence: number, takenAt: string, state: PoolRecord["state"], found: JsonObject): void {
      const pools: readonly PoolRecord[] = [{ id: POOL, state, bodyHash: store(found) }];
      const { name, text } = seal(manifestName(sequence, takenAt), {
        ...manifestOf(sequence, takenAt, [], undefined),
        pools,
      });
      audit.tamper(name, text);
    },
    async by(pointer: string) {
      return (await blamePool(audit, POOL, NOW)).find((one) => one.pointer === pointer)?.by;
    },
  };
}

describe("a property of a pool", () => {
  test("is its author's where he wrote it, and Azure's where he left it out and the change brought it", async () => {
    const { change, by } = createRecord();

    await change("2026-01-05T09:00:00.000Z", "c1", {
      wanted: body({ sessions: 10 }),
      found: body({ sessions: 10, pace: "chosen" }),
    });

    expect(await by("/properties/sessions")).toMatchObject({ kind: "git", actor: "ada" });
    expect(await by("/properties/pace")).toEqual({ kind: "azure", at: "2026-01-05T09:00:00.000Z" });
  });

  test("that a snapshot sees while its change is under way is its author's, and nobody's from outside git", async () => {
    const { change, snapshot, by } = createRecord();
    await change("2026-01-05T08:00:00.000Z", "c1", {
      wanted: body({ sessions: 10 }),
      found: body({ sessions: 10 }),
    });
    snapshot(1, "2026-01-05T09:00:00.000Z", "managed", body({ sessions: 10 }));
    snapshot(2, "2026-01-05T10:00:00.000Z", "settling", body({ sessions: 20 }));
    await change("2026-01-05T10:01:00.000Z", "c2", {
      wanted: body({ sessions: 20 }),
      found: body({ sessions: 20 }),
    });

    expect(await by("/properties/sessions")).toMatchObject({ kind: "git", at: "2026-01-05T10:01:00.000Z" });
  });

  test("that a snapshot sees changed with no change under way comes from outside git", async () => {
    const { snapshot, by } = createRecord();
    snapshot(1, "2026-01-05T09:00:00.000Z", "managed", body({ sessions: 10 }));
    snapshot(2, "2026-01-05T10:00:00.000Z", "drifted", body({ sessions: 99 }));

    expect(await by("/properties/sessions")).toEqual({
      kind: "outside",
      after: "2026-01-05T09:00:00.000Z",
      at: "2026-01-05T10:00:00.000Z",
    });
  });
});
