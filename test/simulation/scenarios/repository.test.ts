import { describe, expect, test } from "vitest";
import { deletions, followed, HOUR, MINUTE, remove, revs, set, troubleOf } from "./scene.ts";

describe("the repository", () => {
  test("is renamed: no redirect is followed, every pool stays, and health says why until it has its name again", async () => {
    const scene = await followed();
    const before = scene.git.head("main") ?? "";
    scene.github.renamedTo = { owner: "fabrikam", name: "pools" };

    const after = scene.push([set("quick-1", 2), remove("quick-2")], { webhooksMs: [] });
    scene.hear({ repository: "fabrikam/pools", before, after });
    await scene.pass(HOUR);
    expect(revs(scene)).toEqual([1, 1, 1]);
    expect(scene.states(after)).toEqual([]);
    expect(await troubleOf(scene)).toBe("RepositoryMoved");

    scene.github.renamedTo = undefined;
    await scene.pass(HOUR);
    expect(revs(scene)).toEqual([2, undefined, 1]);
    expect(scene.states(after).at(-1)).toBe("success");
  });

  test("gives its name to another one: nothing of that is deployed, and nothing is deleted for it", async () => {
    const scene = await followed();
    const ours = scene.git.head("main") ?? "";
    scene.github.id = 2;

    const theirs = scene.push([set("quick-1", 2), remove("quick-2")]);
    await scene.pass(HOUR);
    expect(revs(scene)).toEqual([1, 1, 1]);
    expect(scene.states(theirs)).toEqual([]);
    expect(await troubleOf(scene)).toBe("RepositoryReplaced");

    scene.github.id = 1;
    scene.force(ours);
    await scene.pass(HOUR);
    expect(revs(scene)).toEqual([1, 1, 1]);
    expect(await troubleOf(scene)).toBeUndefined();
  });

  test("is archived: it is deployed as it was left, though no commit can be told", async () => {
    const scene = await followed();
    scene.github.archived = true;

    const commit = scene.push([set("quick-1", 2), set("slow-1", 2)]);
    await scene.pass(30 * MINUTE);
    expect(revs(scene)).toEqual([2, 1, 2]);
    expect(scene.states(commit)).toEqual([]);
    expect(scene.audit.list("abandoned/")).toEqual([]);

    scene.github.archived = false;
    await scene.pass(2 * HOUR);
    expect(scene.states(commit)).toEqual(["success"]);
  });
});

describe("the branch", () => {
  test("is forced back: what the older commit says is applied, for it is the head", async () => {
    const scene = await followed();
    const first = scene.git.head("main") ?? "";
    scene.push([set("quick-1", 2)]);
    await scene.pass(5 * MINUTE);

    scene.force(first);
    await scene.pass(MINUTE);

    expect(scene.writes("quick-1").map(({ rev }) => rev)).toEqual([1, 2, 1]);
  });

  test("is forced back and no webhook tells of it: the next poll waits for GitHub to be sure, and applies it", async () => {
    const scene = await followed();
    const first = scene.git.head("main") ?? "";
    scene.push([set("quick-1", 2)]);
    await scene.pass(5 * MINUTE);

    scene.force(first, [], { webhooksMs: [] });
    await scene.pass(10 * MINUTE);

    expect(scene.writes("quick-1").map(({ rev }) => rev)).toEqual([1, 2, 1]);
  });

  test("is deleted: every pool stays, and health says why", async () => {
    const scene = await followed();
    const before = scene.git.head("main");
    scene.git.deleteBranch("main");
    scene.hear({ before, after: undefined });

    await scene.pass(HOUR);

    expect(revs(scene)).toEqual([1, 1, 1]);
    expect(deletions(scene)).toBe(0);
    expect(await troubleOf(scene)).toBe("BranchNotFound");
  });

  test("is renamed: pushes to the new name move nothing, and health says that the old one is gone", async () => {
    const scene = await followed();
    const before = scene.git.head("main") ?? "";
    scene.git.reset(before, "trunk");
    scene.git.deleteBranch("main");

    const after = scene.git.commit({ "pools/quick-1.yaml": "no spec" }, "trunk");
    scene.hear({ branch: "trunk", before, after });
    await scene.pass(HOUR);

    expect(revs(scene)).toEqual([1, 1, 1]);
    expect(scene.states(after)).toEqual([]);
    expect(await troubleOf(scene)).toBe("BranchNotFound");
  });
});
