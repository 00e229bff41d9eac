import { registerHooks } from "node:module";
import { BUGS, type Edit } from "./bugs.ts";

/*
 * Loaded before the simulation (`node --import`): the program that is loaded after it has the bug that the variable
 * PLANTED names. Nothing is written anywhere.
 */

const bug = BUGS.find(({ name }) => name === process.env.PLANTED);
if (!bug) throw new Error(`there is no bug named ${process.env.PLANTED}`);

const planted = new Set<Edit>();

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const edits = bug.edits.filter(({ file }) => url.endsWith(`/${file}`));
    if (edits.length === 0) return loaded;
    return { ...loaded, source: edits.reduce(plant, String(loaded.source)) };
  },
});

process.on("exit", () => {
  if (planted.size !== bug.edits.length) throw new Error(`${bug.name}: not all of it was loaded`);
});

function plant(source: string, edit: Edit): string {
  const parts = source.split(edit.right);
  if (parts.length !== 2)
    throw new Error(`${edit.file} has ${parts.length - 1} places that read: ${edit.right}`);
  planted.add(edit);
  return parts.join(edit.wrong);
}
