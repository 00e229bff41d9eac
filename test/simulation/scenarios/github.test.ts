import { describe, expect, test } from "vitest";
import { Refused } from "../../../src/shared/failures.ts";
import { ALWAYS } from "./interfere.ts";
import { createScene, deletions, followed, HOUR, MINUTE, remove, revs, type Scene, set } from "./scene.ts";

/** Why the source can't be read, as health tells it. */
const troubleOf = async (scene: Scene): Promise<string | undefined> =>
  (await scene.health())?.sources[0]?.unreadable?.code;

describe("reading GitHub", () => {
  test.each(["head", "tree", "blob"])(
    "fails at the %s: no older tree is used, and it is read later",
    async (what) => {
      const scene = await followed();
      const recover = scene.order({ service: "github", what }, { kind: "fail", how: "502" }, ALWAYS);
      const before = scene.calls({ service: "arm" }).length;

      const commit = scene.push([set("quick-1", 2), remove("quick-2")]);
      await scene.pass(HOUR);
      expect(scene.calls({ service: "arm" })).toHaveLength(before);
      expect(scene.states(commit)).not.toContain("success");

      recover();
      await scene.pass(HOUR);
      expect(revs(scene)).toEqual([2, undefined, 1]);
      expect(scene.states(commit).at(-1)).toBe("success");
    },
  );

  test("finds no spec at all: every pool stays, and the commit says so", async () => {
    const scene = await followed();

    const commit = scene.push([{ kind: "remove all" }]);
    await scene.pass(30 * MINUTE);

    expect(revs(scene)).toEqual([1, 1, 1]);
    expect(deletions(scene)).toBe(0);
    expect(scene.states(commit).at(-1)).toBe("failure");
    expect(scene.said(commit)).toContain("every spec below pools/ is gone");
  });

  test("finds the directory gone: every pool stays, and the commit says so", async () => {
    const scene = await followed();
    const before = scene.git.head("main") ?? "";
    const paths = [...(scene.git.commits.get(before)?.files.keys() ?? [])];

    const gone = Object.fromEntries(paths.map((path) => [path, null]));
    const after = scene.git.commit({ ...gone, "elsewhere/quick-1.yaml": "name: quick-1" }, "main");
    scene.hear({ before, after });
    await scene.pass(30 * MINUTE);

    expect(revs(scene)).toEqual([1, 1, 1]);
    expect(deletions(scene)).toBe(0);
    expect(scene.states(after).at(-1)).toBe("failure");
    expect(scene.said(after)).toContain("every spec below pools/ is gone");
  });

  test("looks into a directory that never was there: nothing is deployed, and the commit is told its end", async () => {
    const scene = createScene({ source: { directory: "no-such-directory" } });

    const commit = scene.push([{ kind: "note", rev: 1 }]);
    await scene.pass(30 * MINUTE);

    expect(scene.calls({ service: "arm" })).toEqual([]);
    expect(scene.states(commit).at(-1)).toBe("success");
    expect(scene.said(commit)).toContain("no specs");
  });

  test("gets a tree that is cut short: what it leaves out is not gone", async () => {
    const scene = await followed();
    scene.github.cut = "everything";

    const commit = scene.push([set("quick-1", 2)]);
    await scene.pass(30 * MINUTE);
    expect(revs(scene)).toEqual([1, 1, 1]);
    expect(scene.states(commit).at(-1)).toBe("error");

    scene.github.cut = "nothing";
    await scene.pass(HOUR);
    expect(revs(scene)).toEqual([2, 1, 1]);
    expect(deletions(scene)).toBe(0);
    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test.each([
    ["404", "RepositoryNotFound"],
    ["403", "Forbidden"],
  ])(
    "is not allowed any more (%s): every pool stays, and health says why until it is over",
    async (status, code) => {
      const scene = await followed();
      scene.closeGitHub(new Refused({ code, message: "no", status: Number(status) }));

      await scene.pass(HOUR);
      expect(revs(scene)).toEqual([1, 1, 1]);
      expect(await troubleOf(scene)).toBe(code);

      scene.closeGitHub(undefined);
      const commit = scene.push([set("quick-1", 2)]);
      await scene.pass(10 * MINUTE);
      expect(revs(scene)).toEqual([2, 1, 1]);
      expect(deletions(scene)).toBe(0);
      expect(await troubleOf(scene)).toBeUndefined();
      expect(scene.states(commit).at(-1)).toBe("success");
    },
  );
});

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

    const commit = scene.push([set("quick-1", 2)]);
    await scene.pass(30 * MINUTE);
    expect(revs(scene)).toEqual([2, 1, 1]);
    expect(scene.states(commit)).toEqual([]);

    scene.github.archived = false;
    await scene.pass(2 * HOUR);
    expect(scene.states(commit)).toEqual(["success"]);
  });
});

describe("statuses", () => {
  test("that GitHub does not take stop no deployment, and come when it takes them again", async () => {
    const scene = await followed();
    for (const what of ["report pending", "report success"])
      scene.order({ service: "github", what }, { kind: "fail", how: "502" }, 4);

    const commit = scene.push([set("quick-1", 2)]);
    await scene.pass(MINUTE);
    expect(scene.rev("quick-1")).toBe(2);
    await scene.pass(HOUR);

    expect(scene.states(commit).at(-1)).toBe("success");
  });

  test("say of mistakes how many there are and where the first is, and nothing of the commit is deployed", async () => {
    const scene = await followed();

    const commit = scene.push([
      set("quick-2", 2),
      { kind: "set", pool: "quick-1", rev: 2, mistake: "value" },
      { kind: "set", pool: "slow-1", rev: 2, mistake: "value" },
    ]);
    await scene.pass(10 * MINUTE);

    expect(scene.states(commit)).toEqual(["pending", "failure"]);
    expect(scene.said(commit)).toMatch(/^2 mistakes, nothing deployed\. pools\/quick-1\.yaml:\d+:\d+/);
    expect(revs(scene)).toEqual([1, 1, 1]);
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
