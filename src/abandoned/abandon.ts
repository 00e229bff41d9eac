import { rolloutDocument } from "../documents/names.ts";
import { type Source, statusContext } from "../documents/source.ts";
import type { Audit, Clock, Documents, Log, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { sha256 } from "../shared/canonical.ts";
import type { Failure } from "../shared/failures.ts";
import { isObject, type Json } from "../shared/json.ts";
import type { QueueName } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";

/** A message that nobody could read may be anything: this much of it is kept. */
const MESSAGE_LENGTH_MAX = 4_000;

export interface AbandonDeps {
  readonly audit: Pick<Audit, "create" | "read">;
  readonly documents: Pick<Documents, "read">;
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
  const body = keep(message);
  // Named for the message alone: given up on twice, it is one record.
  const record = `abandoned/${queue}/${sha256(print(message))}.json`;
  await deps.audit.create(record, JSON.stringify({ format: 1, kind: "abandoned", at, queue, message: body }));
  deps.log.error("message abandoned", { queue, body, record });
  const about = subjectOf(message, sources);
  if (!about) return;
  const told = await attempt(() => tellOnce(queue, about, at, deps));
  if (!told.ok) warnUntold(about, told.failure, deps.log);
}

interface Subject {
  readonly source: Source;
  readonly commit: string;
}

/** What the message was about, where somebody can be told. A sync is about the push that asked for it. */
function subjectOf(message: unknown, sources: readonly Source[]): Subject | undefined {
  if (!isObject(message)) return undefined;
  const source = sources.find(({ name }) => name === message.source);
  const commit = message.commit ?? (isObject(message.push) ? message.push.after : undefined);
  return source && typeof commit === "string" ? { source, commit } : undefined;
}

/** A thousand pools may share one commit, whose statuses GitHub counts: each queue gives up on it once. */
async function tellOnce(
  queue: QueueName,
  { source, commit }: Subject,
  at: string,
  { audit, documents, repositories }: AbandonDeps,
): Promise<void> {
  const rollout = (await documents.read(rolloutDocument(source.name, commit)))?.value;
  // Nobody would take the word back: the commit has come to its end.
  if (rollout?.closedAt) return;
  const mark = `told/abandoned/${queue}/${source.name}/${commit}.json`;
  if ((await audit.read(mark)) !== undefined) return;
  await repositories.report(source.repository, commit, {
    state: "error",
    context: statusContext(source.name),
    description: `gave up on a message of ${queue} after its tries; it will be tried again by the next poll`,
  });
  // After the status: a crash before this tells twice, one the other way round would tell nobody.
  await audit.create(mark, JSON.stringify({ format: 1, kind: "abandonment-told", at, queue, commit }));
}

function warnUntold({ source, commit }: Subject, { code, requestId }: Failure, log: Log): void {
  log.warn("status not posted", { source: source.name, commit, code, requestId });
}

function keep(message: unknown): Json {
  const text = print(message);
  return text.length <= MESSAGE_LENGTH_MAX && isObject(message)
    ? (message as Json)
    : text.slice(0, MESSAGE_LENGTH_MAX);
}

function print(message: unknown): string {
  return typeof message === "string" ? message : (JSON.stringify(message) ?? String(message));
}
