import type { Source } from "../documents/source.ts";
import type { Clock, Documents, Log, Signatures } from "../ports.ts";
import type { SyncMessage } from "../shared/messages.ts";
import { toIso } from "../shared/time.ts";
import {
  type Delivery,
  type Envelope,
  type Payload,
  Refusal,
  readEnvelope,
  readPayload,
  readText,
} from "./delivery.ts";
import { diagnose } from "./ping.ts";
import { hintOf, type Push, readPush, route } from "./push.ts";
import { type KnownRefusals, type RefusalDeps, recordRefusal } from "./refusals.ts";
import { findRenamed } from "./renamed.ts";

export interface ReceiveDeps extends RefusalDeps {
  readonly signatures: Signatures;
  readonly refusals: KnownRefusals;
  readonly documents: RefusalDeps["documents"] & Pick<Documents, "list">;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes the traceparent of a message; none: nothing is traced. */
  readonly traceparent?: () => string;
}

/**
 * What becomes of a delivery: what GitHub is told, and what is to be stored first. The texts are constants: a caller
 * learns nothing about us from them.
 */
export interface Answer {
  readonly status: 200 | 202 | Refusal["status"];
  readonly body: { readonly message: string; readonly problems?: readonly string[] };
  /** What must be stored in the queue `syncs` before the answer is given; nothing, if left out. */
  readonly syncs?: readonly SyncMessage[];
}

/**
 * Verifies one delivery, and says what to store and what to answer then. The push is a hint: its commit and file lists
 * are never what is applied.
 */
export async function receive(
  delivery: Delivery,
  sources: readonly Source[],
  deps: ReceiveDeps,
): Promise<Answer> {
  const envelope = readEnvelope(delivery);
  if (envelope instanceof Refusal) return await refused(envelope, deps);
  const payload = await readVerified(delivery, envelope, deps.signatures);
  if (payload instanceof Refusal) return await refused(payload, deps, envelope);
  switch (envelope.event) {
    case "ping":
      return pong(diagnose(payload, sources));
    case "push":
      return await push(payload, envelope, sources, deps);
    default:
      return accepted("ignored: only push events are of interest");
  }
}

async function readVerified(
  delivery: Delivery,
  { signature, encoding }: Envelope,
  signatures: Signatures,
): Promise<Payload | Refusal> {
  const text = readText(await delivery.body());
  if (text instanceof Refusal) return text;
  if (!(await signatures.verify(text, signature)))
    return new Refusal(401, "the signature does not match the body");
  return readPayload(text, encoding);
}

async function push(
  payload: Payload,
  envelope: Envelope,
  sources: readonly Source[],
  deps: ReceiveDeps,
): Promise<Answer> {
  const read = readPush(payload);
  if (!read) return await refused(new Refusal(400, "the payload is not that of a push"), deps, envelope);
  const routed = route(read, sources);
  if (routed.kind === "stranger") return await fromStranger(read, envelope, sources, deps);
  if (routed.kind === "ignore") return ignored(routed.why, read, envelope, deps);
  deps.log.info("push accepted", {
    ...about(read, envelope),
    sources: routed.sources.map(({ name }) => name),
  });
  return { ...accepted("accepted"), syncs: syncsOf(read, envelope, routed.sources, deps) };
}

async function fromStranger(
  read: Push,
  envelope: Envelope,
  sources: readonly Source[],
  deps: ReceiveDeps,
): Promise<Answer> {
  const names = await findRenamed(read.repositoryId, sources, deps.documents);
  if (names.length === 0) return ignored("this repository is not followed", read, envelope, deps);
  // The poll finds that the old name redirects, and says so where the source's state is told.
  deps.log.warn("push of a renamed repository", { ...about(read, envelope), sources: names });
  return accepted("ignored: the repository has another name in POOLKEEPER_SOURCES: change it there");
}

function ignored(why: string, read: Push, envelope: Envelope, { log }: ReceiveDeps): Answer {
  log.info("push ignored", { ...about(read, envelope), why });
  return accepted(`ignored: ${why}`);
}

function syncsOf(
  read: Push,
  { delivery }: Envelope,
  sources: readonly Source[],
  { clock, traceparent }: Pick<ReceiveDeps, "clock" | "traceparent">,
): readonly SyncMessage[] {
  const firstAt = toIso(clock.now());
  const push = hintOf(read, delivery);
  return sources.map(({ name: source }) => {
    const carried = traceparent && { traceparent: traceparent() };
    return { source, reason: "push", push, attempt: 0, firstAt, ...carried };
  });
}

const about = (read: Push, envelope: Envelope) => ({
  repository: read.repository,
  ref: read.ref,
  commit: read.after,
  pusher: read.pusher,
  delivery: envelope.delivery,
});

const accepted = (message: string): Answer => ({ status: 202, body: { message } });

const pong = (problems: readonly string[]): Answer =>
  problems.length === 0
    ? { status: 200, body: { message: "pong: pushes will be deployed" } }
    : { status: 200, body: { message: "pong, but the webhook needs attention", problems } };

async function refused(refusal: Refusal, deps: ReceiveDeps, envelope?: Envelope): Promise<Answer> {
  const { status, message } = refusal;
  deps.log.warn("delivery refused", { status, reason: message, delivery: envelope?.delivery });
  await recordRefusal(refusal, envelope, deps.refusals, deps);
  return { status, body: { message } };
}
