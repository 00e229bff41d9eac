import { describe, expect, it } from "vitest";
import { sourceDocument } from "../../src/documents/names.ts";
import type { Documents } from "../../src/ports.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { UNSEEN } from "../../src/sync/state.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const MINUTE = 60_000;

type World = ReturnType<typeof createWorld>;

/** An hour with its polls. */
async function hour(world: World): Promise<void> {
  for (let polls = 0; polls < 12; polls += 1) {
    await world.pass(5 * MINUTE);
    await world.poll();
  }
}

/** Delivers the oldest waiting message of a sync, and no other. */
const syncNext = (world: World): Promise<void> =>
  world.app.sync(world.queues.take("syncs")?.message, world.log);

const unicorn = new Busy({ code: "Http502", message: "unicorn", status: 502 });
const forbidden = new Refused({
  code: "Forbidden",
  message: `no contents: ${"read ".repeat(40)}`,
  status: 403,
});

describe("a commit that was told pending", () => {
  it("and is overtaken before its specs were read is told the end", async () => {
    const world = createWorld();
    world.repositories.failNext("blob", unicorn);
    const overtaken = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.deliverDue();

    const head = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await hour(world);

    expect(world.states(head)).toEqual(["pending", "success"]);
    expect(world.states(overtaken)).toEqual(["pending", "success"]);
    expect(world.said(overtaken)).toBe(`superseded by ${head.slice(0, 7)} before it was read`);
  });

  it("is not told that it was superseded by the head before it, where GitHub lags", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    world.repositories.failNext("tree", forbidden);
    const commit = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await world.deliverDue();

    world.repositories.lagNext(2);
    await world.poll();
    await hour(world);

    const told = world.repositories.statuses.filter((status) => status.commit === commit);
    expect(told.map(({ state }) => state)).toEqual(["pending", "error", "success"]);
    expect(told.at(-1)?.description).toMatch(/^1 applied in/);
  });

  it("is not told that it was superseded by the head that it was forced over, where GitHub lags", async () => {
    const world = createWorld();
    const first = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    const left = world.repositories.commit({ "pools/a.yaml": interpreter("one", 20) });
    world.repositories.reset(first);
    const commit = world.repositories.commit({ "pools/a.yaml": interpreter("one", 30) });
    world.repositories.failNext("tree", forbidden);
    await world.poll();
    await world.deliverDue();

    world.repositories.reset(left);
    await world.poll();
    await world.pass(MINUTE);
    world.repositories.reset(commit);
    await hour(world);

    expect(world.states(commit)).toEqual(["pending", "error", "success"]);
    expect(world.said(commit)).toMatch(/^1 applied in/);
    expect(world.states(left)).toEqual([]);
  });

  it("is told that it was superseded by the head before it, where the branch went back to that", async () => {
    const world = createWorld();
    const first = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    world.repositories.failNext("tree", forbidden);
    const commit = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await world.deliverDue();
    const calls = world.pools.calls.length;

    world.repositories.reset(first);
    await hour(world);

    expect(world.said(commit)).toBe(`superseded by ${first.slice(0, 7)} before it was read`);
    expect(world.pools.calls).toHaveLength(calls);
  });

  it("and is overtaken is told the end also when GitHub does not take it at first", async () => {
    const world = createWorld();
    world.repositories.failNext("blob", unicorn);
    const overtaken = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.deliverDue();
    world.repositories.failNext("report", unicorn);

    const head = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await hour(world);

    expect(world.states(head)).toEqual(["pending", "success"]);
    expect(world.states(overtaken)).toEqual(["pending", "success"]);
    expect(world.said(overtaken)).toBe(`superseded by ${head.slice(0, 7)} before it was read`);
    expect(world.documents.value(sourceDocument("session-pools"))).not.toHaveProperty("overtaken");
  });

  it.each([
    [2, ["pending", "success"]],
    // A permission that is missing is not asked for ever.
    [3, ["pending"]],
  ])(
    "and is overtaken is told the end though GitHub refuses to hear it, but for %i times",
    async (times, states) => {
      const world = createWorld();
      world.repositories.failNext("blob", unicorn);
      const overtaken = await world.push({ "pools/a.yaml": interpreter("one", 10) });
      await world.deliverDue();
      const refusal = new Refused({ code: "Forbidden", message: "no", status: 403 });
      const { report } = world.repositories;
      let left = times;
      world.repositories.report = async (repository, commit, status) => {
        if (commit === overtaken && status.state === "success" && left-- > 0) throw refusal;
        await report(repository, commit, status);
      };

      await world.push({ "pools/a.yaml": interpreter("one", 20) });
      await hour(world);

      expect(world.states(overtaken)).toEqual(states);
      expect(world.documents.value(sourceDocument("session-pools"))).not.toHaveProperty("overtaken");
    },
  );

  it("and is overtaken by one that can't be read either is told the end once", async () => {
    const world = createWorld();
    world.repositories.failNext("blob", unicorn);
    const overtaken = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.deliverDue();

    world.repositories.failNext("tree", unicorn, 5);
    const head = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await hour(world);

    expect(world.states(overtaken)).toEqual(["pending", "success"]);
    expect(world.states(head)).toEqual(["pending", "success"]);
  });

  it("and is taken back before its specs were read is told the end", async () => {
    const world = createWorld();
    const first = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    world.repositories.failNext("blob", unicorn);
    const overtaken = await world.push({ "pools/a.yaml": interpreter("one", 20) });
    await world.deliverDue();

    world.repositories.reset(first);
    await world.hear(first, { before: overtaken, forced: true });
    await hour(world);

    expect(world.states(overtaken)).toEqual(["pending", "success"]);
    expect(world.said(overtaken)).toBe(`superseded by ${first.slice(0, 7)} before it was read`);
    expect(world.documents.value(sourceDocument("session-pools"))).not.toHaveProperty("announced");
  });

  it("is told so once, however often its specs can't be read", async () => {
    const world = createWorld();
    world.repositories.failNext("blob", unicorn, 30);
    const commit = await world.push({ "pools/a.yaml": interpreter("one", 10) });

    await hour(world);
    expect(world.states(commit)).toEqual(["pending"]);

    await hour(world);
    await hour(world);
    expect(world.states(commit)).toEqual(["pending", "success"]);
  });

  it("and has a rollout hears nothing but that one's word, though its sync stopped before it was over", async () => {
    const world = createWorld();
    const commit = await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(2 * MINUTE);
    const name = sourceDocument("session-pools");
    const { synced, seen, ...before } = world.documents.value(name) ?? UNSEEN;
    world.documents.put(name, { ...before, announced: commit });

    world.repositories.failNext("head", forbidden, 3);
    await hour(world);

    expect(world.states(commit)).not.toContain("error");
  });

  it("is told once why its specs can't be read, and the end when they can", async () => {
    const world = createWorld();
    world.repositories.failNext("blob", forbidden, 15);
    const commit = await world.push({ "pools/a.yaml": container("slow") });

    await hour(world);
    expect(world.states(commit)).toEqual(["pending", "error"]);
    expect(world.said(commit)).toMatch(/^Forbidden: no contents: read .*…$/);

    await hour(world);
    expect(world.states(commit)).toEqual(["pending", "error", "pending", "success"]);
  });
});

describe("a commit that leaves a pool as it is", () => {
  const refusal = new Refused({ code: "RequestDisallowedByPolicy", message: "Not here.", status: 403 });

  it.each(["created", "updated"])(
    "is not green while the pool's older wish to be %s was not tried",
    async (what) => {
      const world = createWorld();
      if (what === "updated") await world.push({ "pools/a.yaml": interpreter("one", 10) });
      await world.pass(MINUTE);
      world.pools.failNext("put", refusal, 100);
      const first = await world.push({ "pools/a.yaml": interpreter("one", 20) });
      await syncNext(world);
      const head = await world.push({ "README.md": "hello" });
      await syncNext(world);

      await world.pass(10 * MINUTE);

      expect(world.states(first).at(-1)).toBe("failure");
      expect(world.states(head).at(-1)).toBe("failure");
      expect(world.said(head)).toMatch(/^1 rejected/);
    },
  );
});

describe("pushes in a row", () => {
  const askedSince = (world: World, before: number): number =>
    world.repositories.calls.slice(before).filter((call) => call === "head").length;

  it("cost one look at the branch each, though the first one's sync reads the last one's head", async () => {
    const world = createWorld();
    let before = await world.push({ "pools/a.yaml": interpreter("one", 1) });
    await world.pass(MINUTE);
    const calls = world.repositories.calls.length;

    for (let sessions = 2; sessions < 22; sessions += 1) {
      const commit = world.repositories.commit({ "pools/a.yaml": interpreter("one", sessions) });
      await world.hear(commit, { before });
      before = commit;
    }
    await world.pass(10 * MINUTE);

    expect(askedSince(world, calls)).toBeLessThanOrEqual(20);
    expect(world.states(before)).toEqual(["pending", "success"]);
  });

  it("cost no more where an older one's webhook comes last", async () => {
    const world = createWorld();
    await world.push({ "pools/a.yaml": interpreter("one", 1) });
    await world.pass(MINUTE);
    const calls = world.repositories.calls.length;

    const older = world.repositories.commit({ "pools/a.yaml": interpreter("one", 2) });
    const newer = world.repositories.commit({ "pools/a.yaml": interpreter("one", 3) });
    await world.hear(newer, { before: older });
    await world.pass(1_000);
    await world.hear(older);
    await world.pass(10 * MINUTE);

    expect(askedSince(world, calls)).toBe(2);
  });
});

/** Does something once, when a sync looks at the first wish that it is about to write. */
function interrupt() {
  let interruption: (() => Promise<void>) | undefined;
  const meet = async (): Promise<void> => {
    const run = interruption;
    interruption = undefined;
    await run?.();
  };
  const interrupting = (documents: Documents): Documents => ({
    ...documents,
    read: async (name) => {
      if (name.startsWith("wanted/")) await meet();
      return await documents.read(name);
    },
  });
  return {
    wrap: <T extends object>(port: T): T =>
      "hold" in port ? { ...port, ...interrupting(port as unknown as Documents) } : port,
    once: (run: () => Promise<void>) => {
      interruption = run;
    },
  };
}

describe("a sync that lost its hold among its wishes", () => {
  it("does not undo those of the sync that overtook it", async () => {
    const { wrap, once } = interrupt();
    const world = createWorld({ wrap });
    await world.push({ "pools/a.yaml": interpreter("one", 10) });
    await world.pass(MINUTE);
    await world.push({ "pools/a.yaml": interpreter("one", 20) });
    const older = world.queues.take("syncs")?.message;
    let head = "";
    once(async () => {
      world.documents.loseHold(sourceDocument("session-pools"));
      head = await world.push({ "pools/a.yaml": interpreter("one", 30) });
      await syncNext(world);
    });

    await expect(world.app.sync(older, world.log)).rejects.toMatchObject({ code: "Overtaken" });
    await hour(world);

    expect(JSON.stringify(world.pools.found(aPoolId("one"))?.resource)).toContain(
      '"maxConcurrentSessions":30',
    );
    expect(world.states(head)).toEqual(["pending", "success"]);
    expect(world.putsOf("one")).toHaveLength(2);
  });
});
