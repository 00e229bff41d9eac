import { sha256 } from "../audit/canonical.ts";
import { type Source, statusContext } from "../documents/source.ts";
import type { Audit, Clock, Log, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { isObject, type Json } from "../shared/json.ts";
import type { QueueName } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";

/** A message that nobody could read may be anything: this much of it is kept. */
const MESSAGE_LENGTH_MAX = 4_000;

export interface AbandonDeps {
  readonly audit: Pick<Audit, "create">;
  readonly repositories: Pick<Repositories, "report">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Records and reports a message that the host gave up on after its tries. The poll takes the work up again. */
export async function abandon(
  queue: QueueName,
  message: unknown,
  sources: readonly Source[],
  deps: AbandonDeps,
): Promise<void> {
  const at = toIso(deps.clock.now());
  const kept = keep(message);
  const text = JSON.stringify({ format: 1, kind: "abandoned", at, queue, message: kept });
  const name = `abandoned/${at.slice(0, 10).replaceAll("-", "/")}/${at.replaceAll(/[-:.]/g, "")}-${sha256(text).slice(0, 12)}.json`;
  await deps.audit.create(name, text);
  deps.log.error("message abandoned", { queue, message: kept, record: name });
  const { source: sourceName, commit } = isObject(message) ? message : {};
  const source = sources.find(({ name: candidate }) => candidate === sourceName);
  if (!source || typeof commit !== "string") return;
  const status = {
    state: "error",
    context: statusContext(source.name),
    description: `gave up on a message of ${queue} after its tries; it will be tried again by the next poll`,
  } as const;
  const reported = await attempt(() => deps.repositories.report(source.repository, commit, status));
  if (!reported.ok)
    deps.log.warn("status not posted", { source: source.name, commit, code: reported.failure.code });
}

function keep(message: unknown): Json {
  const text = typeof message === "string" ? message : (JSON.stringify(message) ?? String(message));
  return text.length <= MESSAGE_LENGTH_MAX && isObject(message)
    ? (message as Json)
    : text.slice(0, MESSAGE_LENGTH_MAX);
}
