import { createAuthor } from "./author.ts";
import { drain } from "./drain.ts";
import { play } from "./play.ts";
import { endOf, type Script } from "./script.ts";
import { SECRET } from "./specs.ts";
import { createTale, type Tale } from "./tale.ts";
import { type Breach, watchPromises } from "./watch.ts";
import { createWorld, START_MS } from "./world.ts";

export interface Outcome extends Tale {
  readonly breach: Breach | undefined;
  readonly traceHash: string;
  readonly steps: number;
  /** Keys of the faults that happened. */
  readonly faultKeys: readonly string[];
}

/** After the last action: so long do faults go on. */
const FAULTS_GO_ON_MS = 3 * 60_000;

/** Plays a script to its end, and stops where a promise is broken. */
export async function run(script: Script, muted: ReadonlySet<string> = new Set()): Promise<Outcome> {
  const { seed, rate, removed, drift, hasSecrets, skewMaxMs, bucket, actions } = script;
  const source = { removed, drift, keyVaults: hasSecrets ? [SECRET.vault] : [] };
  const world = createWorld({ seed, rate, muted, source, skewMaxMs, ...(bucket && { bucket }) });
  if (hasSecrets) world.rotateSecret();
  const author = createAuthor(world);
  const tale = createTale(world);
  const watchers = watchPromises(world, author);
  play(actions, world, author);
  const quietAtMs = START_MS + endOf(script) + FAULTS_GO_ON_MS;
  await drain(world, watchers, quietAtMs);
  return {
    breach: watchers.breach,
    traceHash: world.scheduler.traceHash,
    steps: world.scheduler.steps,
    faultKeys: [...world.faults.happened],
    ...tale.end(),
  };
}
