import type { Source } from "../documents/source.ts";
import type { Clock, Log, Queues } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { toIso } from "../shared/time.ts";

export interface AskDeps {
  readonly queues: Queues;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Asked {
  readonly status: 202 | 404 | 503;
  readonly body: { readonly message: string; readonly sources?: readonly string[] };
}

/**
 * Has one source, or each, read anew at its branch head, and rejected pools of it tried again, without a new commit.
 * Answers once that is stored; a name that is not followed is answered with those that are.
 */
export async function askForSync(
  name: string | undefined,
  sources: readonly Source[],
  { queues, clock, log }: AskDeps,
): Promise<Asked> {
  const chosen = name === undefined ? sources : sources.filter((source) => isNamed(source, name));
  if (chosen.length === 0)
    return { status: 404, body: { message: "no such source", sources: sources.map(nameOf) } };
  const firstAt = toIso(clock.now());
  const asked = chosen.map(nameOf);
  const stored = await attempt(async () => {
    for (const source of asked) await queues.send("syncs", { source, reason: "asked", attempt: 0, firstAt });
  });
  if (!stored.ok) return { status: 503, body: { message: "not stored: ask again" } };
  log.info("sync asked for", { sources: asked });
  return { status: 202, body: { message: "enqueued", sources: asked } };
}

const nameOf = ({ name }: Source): string => name;

/** Without case: the settings have no two that differ in it alone. */
const isNamed = (source: Source, name: string): boolean =>
  source.name.toLowerCase() === name.trim().toLowerCase();
