import { printSpec, type SpecFile } from "./specs.ts";
import type { Changes } from "./stand-ins/git.ts";
import { deliver, type Push } from "./webhook.ts";
import type { World } from "./world.ts";

/** The specs of a commit, by path. */
export type SpecTree = ReadonlyMap<string, SpecFile>;

export type SpecChange =
  /** Says something else of the pool; makes its spec where there is none. */
  | ({ readonly kind: "set" } & Pick<SpecFile, "pool" | "rev"> &
      Partial<Pick<SpecFile, "location" | "mistake">>)
  | { readonly kind: "remove"; readonly pool: string }
  /** The same spec, in another file. */
  | { readonly kind: "move"; readonly pool: string; readonly to: string }
  | { readonly kind: "remove all" }
  /** Touches no spec. */
  | { readonly kind: "note"; readonly rev: number };

/** How GitHub tells of a push: once for each delay, or never. */
export interface Telling {
  readonly name?: string;
  readonly webhooksMs?: readonly number[];
  /** How long GitHub's API does not know of it. */
  readonly lagMs?: number;
}

const EMPTY: SpecTree = new Map();

/** Whoever writes specs and pushes them. Commits are named `c1`, `c2`, …, or as told. */
export function createAuthor(world: World) {
  const { git, source } = world;
  const { branch, directory } = source;
  const trees = new Map<string, SpecTree>();
  let commits = 0;
  let deliveries = 0;

  const specsOf = (commit: string | undefined): SpecTree =>
    commit === undefined ? EMPTY : (trees.get(commit) ?? EMPTY);

  function hear(
    before: string | undefined,
    after: string,
    forced: boolean,
    { webhooksMs = [500] }: Telling,
  ): void {
    const { owner, name } = source.repository;
    const [repository, repositoryId] = [`${owner}/${name}`, world.github.id];
    const delivery = `delivery-${++deliveries}`;
    const push: Push = { repository, repositoryId, branch, before, after, forced, delivery };
    for (const delayMs of webhooksMs) {
      world.scheduler.at(world.scheduler.now() + delayMs, `webhook of ${world.nameOf(after)}`, () => {
        world.host.invoke(`webhook of ${world.nameOf(after)}`, async (app, invocation) => {
          const status = await deliver(push, app, world.hostOf(invocation));
          world.tell({ kind: "webhook", by: invocation, commit: after, status });
        });
      });
    }
  }

  /** On top of `onto`, where that is given. */
  function commit(changes: readonly SpecChange[], telling: Telling, onto?: string): string {
    const { lagMs = 0, name = `c${++commits}` } = telling;
    const before = git.head(branch);
    const old = specsOf(onto ?? before);
    const tree = changes.reduce((specs, change) => changed(specs, change, directory), old);
    const sha = git.commit(filesOf(old, tree, changes), branch, { lagMs, ...(onto && { onto }) });
    trees.set(sha, tree);
    world.names.set(sha, name);
    world.tell({ kind: "pushed", commit: sha });
    hear(before, sha, onto !== undefined, telling);
    return sha;
  }

  return {
    specsOf,
    /** Commits on top of the branch, and pushes. */
    push: (changes: readonly SpecChange[], telling: Telling = {}): string => commit(changes, telling),
    /** Moves the branch back to a commit, or to a new one on top of that, if there are changes. */
    force(to: string, changes: readonly SpecChange[] = [], telling: Telling = {}): string {
      if (changes.length > 0) return commit(changes, telling, to);
      const before = git.head(branch);
      git.reset(to, branch, telling.lagMs);
      world.tell({ kind: "pushed", commit: to });
      hear(before, to, true, telling);
      return to;
    },
  };
}

export type Author = ReturnType<typeof createAuthor>;

function changed(specs: SpecTree, change: SpecChange, directory: string): SpecTree {
  const next = new Map(specs);
  switch (change.kind) {
    case "set": {
      const { pool, rev, mistake } = change;
      const path = pathOf(specs, pool) ?? `${directory}/${pool}.yaml`;
      const location = change.location ?? specs.get(path)?.location ?? "East US";
      return next.set(path, { pool, rev, location, ...(mistake && { mistake }) });
    }
    case "remove":
      next.delete(pathOf(specs, change.pool) ?? "");
      return next;
    case "move": {
      const path = pathOf(specs, change.pool);
      const spec = path === undefined ? undefined : specs.get(path);
      if (path === undefined || !spec) return next;
      next.delete(path);
      return next.set(`${directory}/${change.to}.yaml`, spec);
    }
    case "remove all":
      return new Map();
    case "note":
      return next;
  }
}

const pathOf = (specs: SpecTree, pool: string): string | undefined =>
  [...specs].find(([, spec]) => spec.pool === pool)?.[0];

function filesOf(before: SpecTree, after: SpecTree, changes: readonly SpecChange[]): Changes {
  const files: { [path: string]: string | null } = {};
  for (const path of before.keys()) if (!after.has(path)) files[path] = null;
  for (const [path, spec] of after) if (before.get(path) !== spec) files[path] = printSpec(spec);
  const note = changes.find((change) => change.kind === "note");
  if (note || before.size === 0) files["README.md"] = `notes ${note?.rev ?? 0}\n`;
  return files;
}
