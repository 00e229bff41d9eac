import { readPoolLabels } from "../../../src/documents/labels.ts";
import { poolDocument } from "../../../src/documents/names.ts";
import type { PoolView } from "../../local/arm/service.ts";
import { needsSecret, poolIdOf, SECRET, type SpecFile } from "../specs.ts";
import { hasMistakes, headsOf, lastStatus, specOf } from "./heads.ts";
import { type Promised, revOf, type Stage } from "./promised.ts";

/** Once faults stop, every pool is what the branch head says, and every rollout has settled. */
export const converges: Promised = {
  number: 1,
  says: "converges",
  watch: (stage) => ({
    atEnd: () => unconverged(stage)[0],
  }),
};

/** Everything that is not yet as it should be in the end. */
export function unconverged(stage: Stage): readonly string[] {
  const { world } = stage;
  const head = headsOf(stage).at(-1);
  const problems: string[] = [];
  const waiting = world.store.messages()[0];
  if (waiting) problems.push(`a message waits in ${waiting.queue} and never ends: ${waiting.text}`);
  if (head === undefined) return problems;
  const state = lastStatus(stage, head)?.state;
  if (state !== "success" && state !== "failure")
    problems.push(`the head ${world.nameOf(head)} was told ${state ?? "nothing"} last`);
  if (isRefused(stage, head)) return problems;
  for (const spec of stage.author.specsOf(head).values()) problems.push(...(unlike(spec, stage, head) ?? []));
  problems.push(...leftOver(stage, head));
  return problems;
}

/** The whole commit was refused, as it may have been: its mistakes, or too many specs gone at once. */
function isRefused(stage: Stage, head: string): boolean {
  if (hasMistakes(stage, head)) return true;
  const said = lastStatus(stage, head);
  return (
    said?.state === "failure" && /nothing deployed/.test(said.description) && mayRefuseForGone(stage, head)
  );
}

/** Heads that may have been wanted name more pools than may go at once, or it names none at all. */
function mayRefuseForGone(stage: Stage, head: string): boolean {
  const specs = [...stage.author.specsOf(head).values()];
  if (specs.length === 0) return true;
  const named = new Set(specs.map(({ pool }) => pool));
  const valid = headsOf(stage).filter((commit) => !hasMistakes(stage, commit));
  const all = new Set(
    valid.flatMap((commit) => [...stage.author.specsOf(commit).values()].map(({ pool }) => pool)),
  );
  const { removed, deletionsMax } = stage.world.source;
  return removed === "delete" && [...all].filter((pool) => !named.has(pool)).length > deletionsMax;
}

function unlike(spec: SpecFile, stage: Stage, head: string): readonly string[] | undefined {
  const { pool, rev, location } = spec;
  const { world } = stage;
  const found = world.arm.found(poolIdOf(pool));
  if (stage.touched.has(pool)) return leftChanged(spec, found, stage, head);
  if (!found) return [`${pool} is not there, and rev ${rev} is wanted`];
  const place = String(found.resource.location);
  if (place !== location) {
    // No PUT can move a pool: the commit has to say so.
    const isTold = lastStatus(stage, head)?.state === "failure";
    return isTold
      ? undefined
      : [`${pool} can't be moved from ${place} to ${location}, and ${stage.world.nameOf(head)} was not told`];
  }
  if (found.provisioningState !== "Succeeded") return [`${pool} is ${found.provisioningState}`];
  const foundRev = revOf(found.resource);
  if (foundRev !== rev) return [`${pool} has rev ${foundRev}, and rev ${rev} is wanted`];
  const hasNewest = !needsSecret(pool) || found.secrets[SECRET.name] === world.secretValues.at(-1);
  return hasNewest || world.secretValues.length === 0 ? undefined : [`${pool} has not the newest secret`];
}

/**
 * What somebody changed by hand stays so, unless its source wants it put back. A pool can't be moved for it, and one
 * that ARM refuses is no drift, but a rejection that its commit was told of.
 */
function leftChanged(
  { pool, location }: SpecFile,
  found: PoolView | undefined,
  { world }: Stage,
  head: string,
): readonly string[] | undefined {
  if (world.source.drift !== "correct") return undefined;
  if (isRejected(pool, world) && lastStatus({ world }, head)?.state === "failure") return undefined;
  const isMovable = found === undefined || String(found.resource.location) === location;
  return isMovable ? [`${pool} was changed by hand, and nobody put it back`] : undefined;
}

function isRejected(pool: string, { state }: Stage["world"]): boolean {
  return readPoolLabels(state.read(poolDocument(poolIdOf(pool)))?.labels ?? {})?.outcome === "rejected";
}

/** Pools of ours that are still there though no spec names them, where they should be deleted. */
function leftOver(stage: Stage, head: string): readonly string[] {
  const { world, ours, touched } = stage;
  if (world.source.removed !== "delete" || lastStatus(stage, head)?.state !== "success") return [];
  return [...ours]
    .filter((pool) => !touched.has(pool) && !specOf(stage, head, pool) && world.arm.found(poolIdOf(pool)))
    .map((pool) => `${pool} is still there, and its spec is gone`);
}
