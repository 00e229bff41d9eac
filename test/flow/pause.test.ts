import { describe, expect, it } from "vitest";
import { poolDocument, wantedDocument } from "../../src/documents/names.ts";
import { Busy } from "../../src/shared/failures.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "./world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ONE = aPoolId("one");

/** Whatever ARM was asked to change. */
const changesOf = ({ pools }: ReturnType<typeof createWorld>) =>
  pools.calls.filter(({ operation }) => operation === "put" || operation === "remove");

describe("a paused source", () => {
  it("has its commits read and validated, and nothing of them applied", async () => {
    const world = createWorld({ source: { paused: true } });

    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(HOUR);

    expect(world.states(commit)).toEqual(["pending", "pending"]);
    expect(world.said(commit)).toBe("paused: 1 spec valid, 1 change not applied");
    expect(changesOf(world)).toEqual([]);
    expect(world.documents.value(wantedDocument(ONE))).toBeUndefined();
  });

  it("still turns a commit with mistakes red", async () => {
    const world = createWorld({ source: { paused: true } });

    const commit = await world.push({ "pools/a.yaml": "name: [" });
    await world.pass(MINUTE);

    expect(world.states(commit).at(-1)).toBe("failure");
  });

  it("is deployed by the next poll once the pause is over, without a new commit", async () => {
    const world = createWorld({ source: { paused: true } });
    const commit = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(HOUR);

    world.configure({ paused: false });
    await world.poll();
    await world.pass(2 * MINUTE);

    expect(world.putsOf("one")).toHaveLength(1);
    expect(world.states(commit).at(-1)).toBe("success");
    expect(await world.verify()).toMatchObject({ kind: "whole" });
  });

  it("asks GitHub for the head alone at each poll", async () => {
    const world = createWorld({ source: { paused: true } });
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);
    const before = world.repositories.calls.length;

    await world.poll();
    await world.pass(MINUTE);

    expect(world.repositories.calls.slice(before)).toEqual(["head"]);
  });

  it("tells a commit that a newer one took over that it was superseded", async () => {
    const world = createWorld({ source: { paused: true } });
    const one = await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(MINUTE);
    await world.poll();
    await world.pass(MINUTE);

    const other = await world.push({ "pools/a.yaml": interpreter("one", 50) });
    await world.pass(MINUTE);
    world.configure({ paused: false });
    await world.poll();
    await world.pass(2 * MINUTE);

    expect(world.states(one).at(-1)).toBe("success");
    expect(world.said(one)).toContain("superseded");
    expect(world.states(other).at(-1)).toBe("success");
    expect(world.putsOf("one")).toHaveLength(1);
  });

  it("deletes nothing, and does it afterwards as its author wanted", async () => {
    const world = createWorld({ source: { removed: "delete" } });
    await world.push({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": interpreter("two") });
    await world.pass(2 * MINUTE);
    world.configure({ paused: true });

    await world.push({ "pools/a.yaml": null });
    await world.pass(HOUR);
    expect(world.pools.found(ONE)).toBeDefined();
    world.configure({ paused: false });
    await world.poll();
    await world.pass(2 * MINUTE);

    expect(world.pools.found(ONE)).toBeUndefined();
    expect(world.pools.found(aPoolId("two"))).toBeDefined();
  });

  it("is told of too many deletions while it is paused", async () => {
    const world = createWorld({ source: { removed: "delete", deletionsMax: 0 } });
    await world.push({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": interpreter("two") });
    await world.pass(2 * MINUTE);
    world.configure({ paused: true });

    const commit = await world.push({ "pools/a.yaml": null });
    await world.pass(MINUTE);

    expect(world.said(commit)).toContain("sync/too-many-deletions");
  });

  it("has no drift corrected, until the pause is over", async () => {
    const world = createWorld({ source: { drift: "correct" } });
    await world.push({ "pools/a.yaml": interpreter("one") });
    await world.pass(2 * MINUTE);
    const before = world.putsOf("one").length;
    world.configure({ paused: true });
    world.pools.drop(ONE);

    await world.pass(HOUR);
    await world.app.snapshot(world.log);
    await world.pass(5 * MINUTE);
    expect(world.putsOf("one")).toHaveLength(before);
    world.configure({ paused: false });
    await world.app.snapshot(world.log);
    await world.pass(5 * MINUTE);

    expect(world.putsOf("one")).toHaveLength(before + 1);
  });

  it("has what was begun seen to its end, and what was not begun left, and says so", async () => {
    const world = createWorld();
    const commit = await world.push({ "pools/a.yaml": container("one"), "pools/b.yaml": container("two") });
    const settled = () =>
      ["one", "two"]
        .map((name) => world.documents.value(poolDocument(aPoolId(name)))?.settled?.outcome.kind ?? "nothing")
        .sort();
    world.pools.failNext("put", new Busy({ code: "TooManyRequests", message: "later", status: 429 }));
    await world.pass(2 * SECOND);
    world.configure({ paused: true });

    for (let hour = 0; hour < 2; hour += 1) {
      await world.pass(HOUR);
      await world.poll();
    }
    await world.pass(5 * MINUTE);
    expect(changesOf(world)).toHaveLength(2);
    expect(settled()).toEqual(["applied", "nothing"]);
    expect(world.said(commit)).toBe("paused: 0 of 2 pools settled");
    world.configure({ paused: false });
    await world.poll();
    await world.pass(5 * MINUTE);

    expect(world.states(commit).at(-1)).toBe("success");
    expect(settled()).toEqual(["applied", "applied"]);
  });
});
