import type { AbandonedEvent } from "../audit/event.ts";
import { eventId, record } from "../audit/record.ts";
import { rolloutDocument } from "../documents/names.ts";
import { type Source, statusContext } from "../documents/source.ts";
import type { Audit, Clock, Documents, Log, Queues, Repositories } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { sha256 } from "../shared/canonical.ts";
import type { Failure } from "../shared/failures.ts";
import { isObject, type Json, parseJson } from "../shared/json.ts";
import type { QueueName } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";

/** A message that nobody could read may be anything: this much of it is kept. */
const MESSAGE_LENGTH_MAX = 4_000;
/** Of which this much is in the event. */
const EVENT_MESSAGE_LENGTH_MAX = 1_000;

export interface AbandonDeps {
  readonly audit: Pick<Audit, "create" | "read">;
  readonly documents: Pick<Documents, "read">;
  readonly repositories: Pick<Repositories, "report">;
  readonly queues: Queues;
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
  const body = keep(message);
  const messageHash = sha256(print(message));
  const about = subjectOf(message, sources);
  // Named for the message alone: given up on twice, it is one record, and the time of the first counts.
  const note = `abandoned/${queue}/${messageHash}.json`;
  const at = await noteOnce(note, { queue, message: body }, deps);
  await record(abandonedEvent(queue, { messageHash, text: print(message), at, about }), deps.audit);
  deps.log.error("message abandoned", { queue, body, record: note });
  if (!about) return;
  const mark = `told/abandoned/${queue}/${about.source.name}/${about.commit}.json`;
  const told = await attempt(() => tellOnce(about, { queue, mark }, deps));
  if (!told.ok) return warnUntold(about, told.failure, deps.log);
  if (told.value) await afterTelling(about, { queue, mark, at }, deps);
}

/** When it was noted first, now or by an earlier try. */
async function noteOnce(
  name: string,
  what: { readonly queue: QueueName; readonly message: Json },
  { audit, clock }: AbandonDeps,
): Promise<string> {
  const now = toIso(clock.now());
  if (await audit.create(name, JSON.stringify({ format: 1, kind: "abandoned", at: now, ...what })))
    return now;
  const noted = parseJson((await audit.read(name)) ?? "");
  return isObject(noted) && typeof noted.at === "string" ? noted.at : now;
}

interface Abandoned {
  readonly messageHash: string;
  readonly text: string;
  readonly at: string;
  readonly about: Subject | undefined;
}

function abandonedEvent(queue: QueueName, { messageHash, text, at, about }: Abandoned): AbandonedEvent {
  return {
    ...{ format: 1, kind: "abandoned", id: eventId(queue, messageHash), at, queue, messageHash },
    ...(about && { source: about.source.name, commit: about.commit }),
    message: text.slice(0, EVENT_MESSAGE_LENGTH_MAX).toWellFormed(),
  };
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

interface Telling {
  readonly queue: QueueName;
  /** The blob that says that the commit was told. */
  readonly mark: string;
}

/**
 * A thousand pools may share one commit, whose statuses GitHub counts: each queue gives up on it once. False if there
 * was nothing to tell.
 */
async function tellOnce(
  { source, commit }: Subject,
  { queue, mark }: Telling,
  { audit, documents, repositories }: AbandonDeps,
): Promise<boolean> {
  const rollout = (await documents.read(rolloutDocument(source.name, commit)))?.value;
  // The commit has come to its end.
  if (rollout?.closedAt) return false;
  if ((await audit.read(mark)) !== undefined) return false;
  await repositories.report(source.repository, commit, {
    state: "error",
    context: statusContext(source.name),
    description: `gave up on a message of ${queue} after its tries; it will be tried again by the next poll`,
  });
  return true;
}

/** Whoever told the end at the same time tells it again: nobody else would take the word back. */
async function afterTelling(
  { source, commit }: Subject,
  { queue, mark, at }: Telling & { readonly at: string },
  { audit, queues, clock }: AbandonDeps,
): Promise<void> {
  const nudge = { source: source.name, commit, retell: true, attempt: 0 } as const;
  await queues.send("rollouts", { ...nudge, firstAt: toIso(clock.now()) });
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
