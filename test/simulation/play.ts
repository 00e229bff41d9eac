import { parse } from "yaml";
import type { PoolView } from "../local/arm/service.ts";
import type { Author } from "./author.ts";
import type { Action, ByHand } from "./script.ts";
import { needsSecret, poolIdOf, printSpec } from "./specs.ts";
import { deliver } from "./webhook.ts";
import { START_MS, type World } from "./world.ts";

/** Lets every action of a script happen at its time. */
export function play(actions: readonly Action[], world: World, author: Author): void {
  for (const action of actions) {
    const what = `${action.kind}${"name" in action ? ` ${action.name}` : ""}`;
    world.scheduler.at(START_MS + action.atMs, what, () => act(action, world, author));
  }
}

function act(action: Action, world: World, author: Author): void | Promise<void> {
  const { git, github, faults, host, source, scheduler } = world;
  switch (action.kind) {
    case "push":
      author.push(action.changes, action.telling);
      return;
    case "force": {
      const heads = git.moves.flatMap(({ branch, commit }) => (branch === source.branch && commit) || []);
      const to = heads.at(-1 - action.back) ?? heads[0];
      if (to !== undefined) author.force(to, action.changes, action.telling);
      return;
    }
    case "touch":
      return touch(action.pool, action.how, world);
    case "poll":
      host.invoke("poll", (app, { log }) => app.poll(log));
      return;
    case "snapshot":
      host.invoke("snapshot", (app, { log }) => app.snapshot(log));
      return;
    case "die":
      host.die();
      return;
    case "rotate":
      world.rotateSecret();
      return;
    case "elsewhere":
      return pushElsewhere(action, world);
    case "lose branch":
      return loseBranch(action.ms, world);
    case "close":
      faults.close(action.service, action.how, scheduler.now() + action.ms);
      return;
    case "cut":
      github.cut = action.how;
      scheduler.at(scheduler.now() + action.ms, `lists of ${source.name} are whole again`, () => {
        github.cut = "nothing";
      });
  }
}

/** What another branch says is no business of the source's, though GitHub tells of it. */
function pushElsewhere(
  { pool, rev }: { pool: string; rev: number },
  { git, source, host, hostOf, github: { id: repositoryId } }: World,
): void {
  const { branch, directory, repository } = source;
  const onto = git.head(branch);
  if (onto === undefined) return;
  const text = printSpec({ pool, rev, location: "East US" });
  const after = git.commit({ [`${directory}/${pool}.yaml`]: text }, "feature", { onto });
  const push = { branch: "feature", before: undefined, after, forced: false, delivery: "of-another-branch" };
  host.invoke("webhook of feature", async (app, invocation) => {
    const told = { repository: `${repository.owner}/${repository.name}`, repositoryId, ...push };
    await deliver(told, app, hostOf(invocation));
  });
}

function loseBranch(ms: number, { git, source: { branch }, scheduler, tell }: World): void {
  const head = git.head(branch);
  if (head === undefined) return;
  git.deleteBranch(branch);
  scheduler.at(scheduler.now() + ms, `${branch} is there again`, () => {
    if (git.head(branch) !== undefined) return;
    git.reset(head, branch);
    tell({ kind: "pushed", commit: head });
  });
}

/** Somebody changes, deletes or makes a pool by hand. What is made by hand takes ARM its time, as everything does. */
export async function touch(pool: string, how: ByHand, world: World): Promise<void> {
  const id = poolIdOf(pool);
  const { arm } = world;
  const found = arm.found(id);
  if (how === "create" ? found : found?.provisioningState !== "Succeeded") return;
  // Whoever puts such a pool by hand would need its secret.
  if (needsSecret(pool) && (how === "create" || how === "put")) return;
  const isDone = await changeByHand();
  if (isDone) world.tell({ kind: "touched", pool });

  async function changeByHand(): Promise<boolean> {
    if (how === "create" || how === "put")
      return await arm.make(id, parse(printSpec({ pool, rev: 0, location: placeOf(found) })));
    if (how === "delete") arm.service.remove(id);
    else arm.service.edit(id, { tags: { by: "hand" }, properties: BY_HAND });
    return true;
  }
}

const placeOf = (found: PoolView | undefined): string => String(found?.resource.location ?? "East US");

const BY_HAND = { scaleConfiguration: { maxConcurrentSessions: 7 } };
