import { describe, expect, test } from "vitest";
import { Refused } from "../../../src/shared/failures.ts";
import { ALWAYS } from "./interfere.ts";
import {
  createScene,
  deletions,
  followed,
  HOUR,
  MINUTE,
  remove,
  revs,
  SECOND,
  set,
  troubleOf,
} from "./scene.ts";

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

  test("tells an older head for a while: nothing goes back to it", async () => {
    const scene = await followed();
    const commit = scene.push([set("quick-1", 2)]);
    await scene.pass(5 * MINUTE);

    const end = scene.gitHubIsBehind(10 * MINUTE);
    scene.poll();
    await scene.pass(MINUTE);
    end();
    await scene.pass(10 * MINUTE);

    expect(scene.writes("quick-1").map(({ rev }) => rev)).toEqual([1, 2]);
    expect(scene.states(commit)).toEqual(["pending", "success"]);
  });

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

  test("gets a list of the whole tree that is cut short: it is read directory by directory", async () => {
    const scene = await followed();
    scene.github.cut = "recursive";

    const commit = scene.push([set("quick-1", 2), remove("quick-2")]);
    await scene.pass(10 * MINUTE);

    expect(revs(scene)).toEqual([2, undefined, 1]);
    expect(scene.states(commit).at(-1)).toBe("success");
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

describe("statuses", () => {
  test("that GitHub does not take stop no deployment, and come when it takes them again", async () => {
    const scene = await followed();
    for (const what of ["report pending", "report success"])
      scene.order({ service: "github", what }, { kind: "fail", how: "502" }, 4);

    const commit = scene.push([set("quick-1", 2)]);
    // Not even as late as the host tries again what failed.
    await scene.pass(10 * SECOND);
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
