import { describe, expect, it } from "vitest";
import { poolDocument } from "../../src/documents/names.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;

interface Fuse {
  next: number;
  readonly at: number;
  readonly when: "before" | "after";
  lit: boolean;
}

type Method = (...args: unknown[]) => unknown;

/** Wraps every effect of a port, so that the one that the fuse names dies before or after it was done. */
function crashing<T extends object>(port: T, fuse: Fuse): T {
  return new Proxy(port, {
    get(target, property) {
      const method: unknown = Reflect.get(target, property);
      if (typeof method !== "function") return method;
      if (property === "hold") return crashingHold(method as Method, target, fuse);
      return (...args: unknown[]) => crashable(() => Reflect.apply(method, target, args), fuse);
    },
  });
}

/** A hold's own writes are effects as well. */
function crashingHold(hold: Method, target: object, fuse: Fuse): Method {
  return (name, work) =>
    Reflect.apply(hold, target, [name, (held: object) => (work as Method)(crashing(held, fuse))]);
}

function crashable(effect: () => unknown, fuse: Fuse): unknown {
  if (!fuse.lit) return effect();
  const isHere = fuse.next === fuse.at;
  fuse.next += 1;
  if (!isHere) return effect();
  if (fuse.when === "before") throw new Error("crash");
  const result = effect();
  if (!(result instanceof Promise)) return result;
  return result.then(() => {
    throw new Error("crash");
  });
}

const specs = (sessions: number, image: string) => ({
  "pools/a.yaml": interpreter("quick", sessions),
  "pools/b.yaml": container("slow", image),
});

/** One push, its webhook, and polls until everything that can happen has happened. */
async function deploy(
  world: ReturnType<typeof createWorld>,
  files: ReturnType<typeof specs>,
): Promise<string> {
  const commit = world.repositories.commit(files);
  await world.hear(commit).catch(() => 500);
  for (let polls = 0; polls < 4; polls += 1) {
    await world.pass(5 * MINUTE);
    await world.poll().catch(() => undefined);
  }
  await world.pass(5 * MINUTE);
  return commit;
}

describe.each(["before", "after"] as const)("a crash %s any one effect", (when) => {
  it.each(["create", "update"])("of a push to %s pools loses nothing and repeats nothing", async (what) => {
    let effects = 0;
    for (let at = 0; at <= effects; at += 1) {
      const fuse: Fuse = { next: 0, at, when, lit: what === "create" };
      const world = createWorld({ wrap: (port) => crashing(port, fuse) });
      if (what === "update") await deploy(world, specs(100, "contoso.azurecr.io/worker:1"));
      const putsBefore = world.pools.puts.length;
      fuse.lit = true;

      const commit = await deploy(world, specs(50, "contoso.azurecr.io/worker:2"));

      const story = `crash ${when} effect ${at}`;
      const [quick, slow] = ["quick", "slow"].map((name) => world.pools.found(aPoolId(name)));
      expect(quick?.provisioningState, story).toBe("Succeeded");
      expect(JSON.stringify(quick?.resource), story).toContain('"maxConcurrentSessions":50');
      expect(slow?.provisioningState, story).toBe("Succeeded");
      expect(JSON.stringify(slow?.resource), story).toContain("worker:2");
      expect(world.states(commit).at(-1), story).toBe("success");
      expect(world.said(commit), story).toMatch(/^2 applied in/);
      expect(world.pools.puts.slice(putsBefore), story).toHaveLength(2);
      effects = fuse.next - 1;
      fuse.lit = false;
      await expectOnRecord(world, what === "create" ? 2 : 4, story);
      expect(kinds(world, "sync"), story).toHaveLength(what === "create" ? 1 : 2);
    }
    expect(effects).toBeGreaterThan(30);
  });

  it("of a pass that puts back what was changed outside git loses nothing and repeats nothing", async () => {
    let effects = 0;
    for (let at = 0; at <= effects; at += 1) {
      const fuse: Fuse = { next: 0, at, when, lit: false };
      const world = createWorld({ source: { drift: "correct" }, wrap: (port) => crashing(port, fuse) });
      const commit = await deploy(world, specs(100, "contoso.azurecr.io/worker:1"));
      const wanted = world.pools.puts;
      for (const { pool, body } of wanted)
        if (pool && body) world.pools.set(pool, { ...body, tags: { by: "hand" } });
      const resources = () => ["quick", "slow"].map((name) => world.pools.found(aPoolId(name))?.resource);
      fuse.lit = true;

      for (let passes = 0; passes < 2; passes += 1) {
        await world.app.snapshot(world.log).catch(() => undefined);
        await passWithPolls(world);
      }

      const story = `crash ${when} effect ${at}`;
      for (const resource of resources()) expect(resource, story).not.toHaveProperty("tags");
      expect(world.pools.puts, story).toHaveLength(4);
      expect(world.states(commit).at(-1), story).toBe("success");
      for (const name of ["quick", "slow"])
        expect(world.documents.labels(poolDocument(aPoolId(name))), story).toMatchObject({
          phase: "settled",
          outcome: "applied",
          corrections: "1",
        });
      effects = fuse.next - 1;
      fuse.lit = false;
      await expectOnRecord(world, 4, story);
      expect(kinds(world, "drift"), story).toHaveLength(2);
      expect(kinds(world, "correction"), story).toHaveLength(2);
    }
    expect(effects).toBeGreaterThan(30);
  });
});

type World = ReturnType<typeof createWorld>;

const kinds = (world: World, kind: string) => world.events().filter((event) => event?.kind === kind);

/** Every change is told once, before and after, nothing is lost or doubled, and a snapshot seals it all. */
async function expectOnRecord(world: World, changes: number, story: string): Promise<void> {
  const ids = (kind: string) =>
    world.events().flatMap((event) => (event?.kind === kind && "change" in event ? [event.change] : []));
  expect(new Set(ids("intent")).size, story).toBe(changes);
  expect(ids("intent"), story).toHaveLength(changes);
  expect(ids("result").toSorted(), story).toEqual(ids("intent").toSorted());
  expect(await world.verify(), story).toMatchObject({ kind: "whole", events: world.events().length });
}

/** Long enough for what was lost to be found. */
async function passWithPolls(world: ReturnType<typeof createWorld>): Promise<void> {
  for (let polls = 0; polls < 2; polls += 1) {
    await world.pass(11 * MINUTE);
    await world.poll().catch(() => undefined);
  }
}
const VAULT = "contoso.vault.azure.net";
const withSecret = `${interpreter("one")}  secrets: [{ name: key, keyVaultSecret: https://${VAULT}/secrets/key }]\n`;

describe.each(["before", "after"] as const)("a crash %s any one effect of a rotation", (when) => {
  it("leaves the pool with the newest secret in the end, and that on record", async () => {
    let effects = 0;
    for (let at = 0; at <= effects; at += 1) {
      const fuse: Fuse = { next: 0, at, when, lit: false };
      const world = createWorld({ source: { keyVaults: [VAULT] }, wrap: (port) => crashing(port, fuse) });
      world.secrets.set(VAULT, "key", "old");
      const commit = await world.push({ "pools/a.yaml": withSecret });
      await world.pass(5 * MINUTE);
      const version = world.secrets.set(VAULT, "key", "new");
      fuse.lit = true;

      for (let hours = 0; hours < 2; hours += 1) {
        await world.app.snapshot(world.log).catch(() => undefined);
        await world.pass(30 * MINUTE);
        await world.poll().catch(() => undefined);
        await world.pass(30 * MINUTE);
      }

      const story = `crash ${when} effect ${at}`;
      expect(world.putsOf("one").at(-1)?.body?.properties.secrets, story).toEqual([
        { name: "key", value: "new" },
      ]);
      expect(world.documents.value(poolDocument(aPoolId("one"))), story).toMatchObject({
        settled: { outcome: { kind: "applied" } },
        secrets: [{ name: "key", version }],
      });
      expect(world.states(commit).at(-1), story).toBe("success");
      // Nobody can see which secrets a pool has: one more PUT is the price of an answer that nobody heard.
      expect(world.putsOf("one").length, story).toBeLessThanOrEqual(3);
      effects = fuse.next - 1;
    }
    expect(effects).toBeGreaterThan(10);
  });
});
