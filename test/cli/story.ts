import type { AuditEvent } from "../../src/audit/event.ts";
import { patchBetween } from "../../src/audit/patch.ts";
import { poolEventId, record } from "../../src/audit/record.ts";
import type { PoolBody } from "../../src/pool/body.ts";
import { expectedBody } from "../../src/pool/expected.ts";
import type { Json, JsonObject } from "../../src/shared/json.ts";
import { createBodies } from "../../src/snapshot/bodies.ts";
import { anEvent } from "../audit/events.ts";
import { bodyWith, createWorld, pathOf, poolNamed, type World } from "../snapshot/world.ts";

export const COMMIT_A = "a".repeat(40);
const COMMIT_B = "b".repeat(40);
export const POOL = pathOf("worker");

const ID = poolNamed("worker");

interface Change {
  readonly at: string;
  readonly commit: string;
  readonly actor: string;
  readonly body: PoolBody;
  readonly generation: number;
}

/**
 * A record of three hours, as a folder of files: ada's commit makes a pool at 08:30, bob's changes it at 09:30, somebody
 * puts a tag on it at 10:30; snapshots at 09:00, 10:00 and 11:00.
 */
export async function writeStory() {
  const world = createWorld();
  const bodies = createBodies(new Set(), world.audit);
  const store = async (resource: JsonObject | undefined) => resource && (await bodies.store(resource));
  const found = () => world.pools.found(ID)?.resource;

  async function change({ at, commit, actor, body, generation }: Change): Promise<void> {
    const before = found();
    const foundHash = await store(before);
    const about = { at, commit, actor, source: "session-pools" };
    const joined = {
      ...about,
      pool: POOL,
      change: `c${generation}`,
      generation,
      id: poolEventId(POOL, generation),
    };
    const spec = { path: "pools/worker.yaml", pool: POOL, blobSha: "c".repeat(40), generation };
    await write(anEvent("sync", { ...about, id: String(generation), specs: [spec] }));
    const { foundHash: _, ...intent } = anEvent("intent", {
      ...joined,
      why: before ? "scaleConfiguration.maxConcurrentSessions 10 → 20" : "create",
      wantedHash: (await store({ ...body })) ?? "",
      difference: patchBetween((before ?? null) as Json, expectedBody(body, before)),
    });
    await write(foundHash === undefined ? intent : { ...intent, foundHash });
    world.pools.set(ID, body);
    world.want(ID, body, { generation });
    world.label(ID, "settled", generation);
    const bodyHash = (await store(found())) ?? "";
    await write(
      anEvent("result", { ...joined, at: at.replace(":00.", ":02."), bodyHash, durationMs: 2_000 }),
    );
  }

  const write = (event: AuditEvent): Promise<void> => record(event, world.audit);

  const made = { commit: COMMIT_A, actor: "ada", generation: 1 };
  await change({ ...made, at: "2026-01-05T08:30:00.000Z", body: bodyWith(10) });
  await world.taken();
  const changed = { commit: COMMIT_B, actor: "bob", generation: 2 };
  await change({ ...changed, at: "2026-01-05T09:30:00.000Z", body: bodyWith(20) });
  await world.taken();
  world.pools.set(ID, { ...bodyWith(20), tags: { team: "core" } });
  const newest = await world.taken();

  return { contents: contentsOf(world), names: world.audit.names(), newest, world };
}

/** The record as a folder of files. */
export function contentsOf({ audit }: World): { readonly [path: string]: string } {
  return Object.fromEntries(audit.names().map((name) => [`record/${name}`, audit.text(name) ?? ""]));
}
