import { afterEach, beforeEach, expect, test } from "vitest";
import type { Clone } from "../local/clone.ts";
import { git } from "../local/github/git.ts";
import { openStandIn, type StandIn } from "./open-stand-in.ts";
import { type PushPayload, readPush } from "./push-payload.ts";

const NOTHING = "0".repeat(40);

let standIn: StandIn;
let clone: Clone;
beforeEach(async () => {
  standIn = await openStandIn();
  clone = await standIn.clone();
});
afterEach(() => standIn.close());

/** The events of everything that was pushed since the last look. */
async function told(): Promise<readonly PushPayload[]> {
  await standIn.github.idle();
  return await Promise.all(standIn.receiver.received.splice(0).map(readPush));
}

async function pushFirst(): Promise<string> {
  const sha = await clone.commit("one", { "README.md": "hello\n", "pools/a.yaml": "a" });
  await clone.push();
  await told();
  return sha;
}

test("the first push to an empty repository creates the branch with all its commits", async () => {
  const one = await clone.commit("one", { "README.md": "hello\n" });
  const two = await clone.commit("two\n\nbecause", { "pools/ä b.yaml": "x" });
  await clone.push();

  const [event, ...more] = await told();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    ref: "refs/heads/main",
    before: NOTHING,
    after: two,
    created: true,
    deleted: false,
    forced: false,
    base_ref: null,
    commits: [
      { id: one, distinct: true, added: ["README.md"], removed: [], modified: [] },
      { id: two, distinct: true, message: "two\n\nbecause", added: ["pools/ä b.yaml"] },
    ],
    head_commit: { id: two, author: { name: "Ada" }, committer: { name: "Grace" } },
    repository: { full_name: "contoso/session-pools", default_branch: "main" },
    pusher: { name: "mona" },
  });
});

test("a normal push tells what each commit added, removed and modified", async () => {
  const one = await pushFirst();
  const two = await clone.commit("two", { "pools/a.yaml": "b" });
  const three = await clone.commit("three", { "README.md": null, "NOTES.md": "hello\n" });
  await clone.push();

  const [event] = await told();
  expect(event).toMatchObject({
    before: one,
    after: three,
    created: false,
    forced: false,
    commits: [
      { id: two, added: [], removed: [], modified: ["pools/a.yaml"] },
      { id: three, added: ["NOTES.md"], removed: ["README.md"], modified: [] },
    ],
  });
  expect(event?.compare).toMatch(
    new RegExp(`/contoso/session-pools/compare/${one.slice(0, 12)}\\.\\.\\.${three.slice(0, 12)}$`),
  );
});

test("a force push is forced, and its commits are those that the old head hadn't", async () => {
  await pushFirst();
  const old = await clone.commit("two", { "pools/a.yaml": "b" });
  await clone.push();
  await told();
  await clone.git("reset", "--quiet", "--hard", "HEAD~1");
  const other = await clone.commit("other two", { "pools/a.yaml": "c" });
  await clone.push("--force", "origin", "main");

  const [event] = await told();
  expect(event).toMatchObject({ before: old, after: other, forced: true, commits: [{ id: other }] });
});

test("a rewind is forced and lists no commit, though the content changed", async () => {
  const one = await pushFirst();
  const two = await clone.commit("two", { "pools/a.yaml": "b" });
  await clone.push();
  await told();
  await clone.git("reset", "--quiet", "--hard", one);
  await clone.push("--force", "origin", "main");

  const [event] = await told();
  expect(event).toMatchObject({
    before: two,
    after: one,
    forced: true,
    commits: [],
    head_commit: { id: one },
  });
});

test("a new branch names the branch that it was made from, and lists no commit that is known", async () => {
  const one = await pushFirst();
  await clone.push("origin", "main:refs/heads/release/1");

  const [event] = await told();
  expect(event).toMatchObject({
    ref: "refs/heads/release/1",
    before: NOTHING,
    after: one,
    created: true,
    base_ref: "refs/heads/main",
    commits: [],
    head_commit: { id: one, distinct: false },
  });
});

test("a merge lists the commits that come in; those pushed before are not distinct", async () => {
  await pushFirst();
  await clone.git("checkout", "--quiet", "-b", "side");
  const side = await clone.commit("side", { "pools/b.yaml": "b" });
  await clone.push("origin", "side");
  await told();
  await clone.git("checkout", "--quiet", "main");
  await clone.git("merge", "--quiet", "--no-ff", "--message", "merge", "side");
  await clone.push("origin", "main");

  const [event] = await told();
  expect(event?.commits).toMatchObject([
    { id: side, distinct: false },
    { message: "merge", distinct: true, added: ["pools/b.yaml"] },
  ]);
});

test("a deleted branch has no commit after it", async () => {
  const one = await pushFirst();
  await clone.push("origin", "main:side");
  await told();
  await clone.push("origin", ":side");

  const [event] = await told();
  expect(event).toMatchObject({
    ref: "refs/heads/side",
    before: one,
    after: NOTHING,
    deleted: true,
    created: false,
    forced: false,
    commits: [],
    head_commit: null,
  });
});

test("the default branch can't be deleted", async () => {
  await pushFirst();

  await expect(clone.push("origin", ":main")).rejects.toThrow("deletion of the current branch prohibited");
  expect(await told()).toEqual([]);
});

test("an annotated tag is told by its own SHA, with the commit that it names as head", async () => {
  const one = await pushFirst();
  await clone.git("tag", "--annotate", "main", "--message", "named like the branch");
  const tag = await clone.git("rev-parse", "refs/tags/main");
  await clone.push("origin", "refs/tags/main");

  const [event] = await told();
  expect(tag).not.toBe(one);
  expect(event).toMatchObject({
    ref: "refs/tags/main",
    after: tag,
    created: true,
    base_ref: "refs/heads/main",
    commits: [],
    head_commit: { id: one },
  });
});

test("several refs in one push are an event each; more than three tags are none", async () => {
  await pushFirst();
  for (const tag of ["a", "b", "c"]) await clone.git("tag", tag);
  await clone.push("origin", "main:one", "main:two", "--tags");
  const few = await told();
  for (const tag of ["d", "e", "f", "g"]) await clone.git("tag", tag);
  await clone.push("origin", "main:three", "--tags");
  const many = await told();

  expect(few.map(({ ref }) => ref).sort()).toEqual(
    ["heads/one", "heads/two", "tags/a", "tags/b", "tags/c"].map((ref) => `refs/${ref}`),
  );
  expect(many.map(({ ref }) => ref)).toEqual(["refs/heads/three"]);
});

test("a push that changes nothing, and one that is refused, tell nothing", async () => {
  await pushFirst();
  await clone.push();
  const other = await standIn.clone("other");
  await other.commit("theirs", { "pools/b.yaml": "b" });
  await other.push();
  await told();
  await clone.commit("ours", { "pools/c.yaml": "c" });

  await expect(clone.push()).rejects.toThrow("rejected");
  expect(await told()).toEqual([]);
});

test("pushes at the same time are served one after the other, and each is told", async () => {
  await pushFirst();
  const clones = await Promise.all(["x", "y", "z"].map((name) => standIn.clone(name)));
  await Promise.all(
    clones.map(async (each, index) => {
      await each.commit(`from ${index}`, { [`pools/${index}.yaml`]: "x" });
      await each.push("origin", `HEAD:branch-${index}`);
    }),
  );

  const events = await told();
  expect(events.map(({ ref }) => ref).sort()).toEqual([0, 1, 2].map((index) => `refs/heads/branch-${index}`));
  expect(events.every(({ commits }) => commits.length === 1)).toBe(true);
});

test("a push larger than git's buffer gets through", async () => {
  const noise = Array.from({ length: 60_000 }, (_, index) => `${index * 7919}-${index ** 3}`).join("\n");
  const sha = await clone.commit("large", { "large.txt": noise });
  await clone.git("-c", "http.postBuffer=65536", "push", "--quiet", "origin", "HEAD");
  const other = await standIn.clone("other");

  expect(await other.git("rev-parse", "HEAD")).toBe(sha);
});

test("a fetch so long that git compresses it gets through", async () => {
  const one = await pushFirst();
  standIn.github.configure({ events: [] });
  const branches = Array.from({ length: 40 }, (_, index) =>
    imported(`branch-${index}`, `commit ${index}`, one),
  );
  await git(["-C", clone.path, "fast-import", "--quiet"], { stdin: branches.join("") });
  await clone.push("origin", "--all");
  const other = await standIn.clone("other");

  expect(await other.git("rev-parse", "origin/branch-39")).toBe(await clone.git("rev-parse", "branch-39"));
});

test("an event lists at most 2048 commits, the newest, and 3000 files of each", async () => {
  const one = await pushFirst();
  const commits = Array.from({ length: 2049 }, (_, index) =>
    imported("main", `commit ${index}`, index === 0 ? one : undefined),
  );
  const files = Array.from({ length: 3001 }, (_, index) => `M 100644 inline f/${index}\ndata 1\nx\n`);
  await git(["-C", clone.path, "fast-import", "--quiet"], { stdin: [...commits, ...files].join("") });
  await clone.push("origin", "main");

  const [event] = await told();
  expect(event?.commits).toHaveLength(2048);
  expect(event?.commits[0]?.message).toBe("commit 1");
  expect(event?.head_commit?.message).toBe("commit 2048");
  expect(event?.head_commit?.added).toHaveLength(3000);
});

/** A commit for `git fast-import`; without a parent it follows the branch. */
function imported(branch: string, message: string, parent?: string): string {
  const committer = "committer Ada <ada@contoso.example> 1760000000 +0000";
  const from = parent === undefined ? "" : `from ${parent}\n`;
  return `commit refs/heads/${branch}\n${committer}\ndata ${message.length}\n${message}\n${from}`;
}
