import { parse } from "yaml";
import type { Author } from "./author.ts";
import type { Action } from "./script.ts";
import { poolIdOf, printSpec } from "./specs.ts";
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
      const heads = git.moves.flatMap(({ commit }) => commit ?? []);
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

/** Somebody changes, deletes or makes a pool by hand. What is made by hand takes ARM its time, as everything does. */
export async function touch(pool: string, how: "edit" | "delete" | "create", world: World): Promise<void> {
  const id = poolIdOf(pool);
  const { arm } = world;
  const found = arm.found(id);
  if (how === "create" ? found : found?.provisioningState !== "Succeeded") return;
  world.tell({ kind: "touched", pool });
  if (how === "delete") arm.service.remove(id);
  else if (how === "edit") arm.service.edit(id, { tags: { by: "hand" }, properties: BY_HAND });
  else await arm.make(id, parse(printSpec({ pool, rev: 0, location: "East US" })));
}

const BY_HAND = { scaleConfiguration: { maxConcurrentSessions: 7 } };
