import { storedBody } from "../audit/body.ts";
import type {
  AuditEvent,
  CorrectionEvent,
  IntentEvent,
  ResultEvent,
  SecretVersionEvent,
} from "../audit/event.ts";
import { patchBetween } from "../audit/patch.ts";
import { poolEventId } from "../audit/record.ts";
import type { Change, Corrections, OpenIntent, PoolState, SettledOutcome } from "../documents/pool-state.ts";
import type { Wanted } from "../documents/wanted.ts";
import { expectedBody } from "../pool/expected.ts";
import { poolPath } from "../pool/id.ts";
import { redact } from "../pool/redact.ts";
import { type DeployedSecret, wantedSecrets } from "../pool/secrets.ts";
import type { Accepted, FoundPool } from "../ports.ts";
import type { Attempted } from "../shared/attempt.ts";
import type { Failure } from "../shared/failures.ts";
import { fromIso } from "../shared/time.ts";

/** What the events of one step have in common. */
export interface Entry {
  readonly wanted: Wanted;
  readonly correlationId: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly found: FoundPool | undefined;
}

const aboutOf = ({ wanted, correlationId, at }: Entry) => ({
  format: 1 as const,
  ...{ at, source: wanted.source, commit: wanted.commit },
  ...(wanted.actor !== undefined && { actor: wanted.actor }),
  ...{ pool: poolPath(wanted.pool), rollout: correlationId, generation: wanted.generation },
});

export interface Intending {
  /** A new id. */
  readonly change: string;
  readonly action: Change["kind"];
  readonly why: string;
  /** It puts back what was changed outside git. */
  readonly isCorrection: boolean;
}

/** The intent that a request is for, and what is to be said before it leaves. Another try of one is the same intent. */
export function intend(
  entry: Entry,
  { intent: open, secrets, corrections, change: earlier }: PoolState,
  intending: Intending,
): { readonly intent: OpenIntent; readonly events: readonly AuditEvent[] } {
  const event = intentOf(entry, intending);
  if (open && !earlier?.accepted && isSameIntent(open.event, event))
    return { intent: { ...open, attempts: open.attempts + 1 }, events: [open.event] };
  const events: readonly AuditEvent[] = [
    ...(open ? [resultOf(entry, open)] : []),
    ...(intending.isCorrection && corrections ? [correctionOf(entry, intending, corrections)] : []),
    event,
  ];
  return { intent: { event, attempts: 1, ...(secrets && { secrets }) }, events };
}

function intentOf(entry: Entry, { change, action, why }: Intending): IntentEvent {
  const { wanted, found } = entry;
  const { wish } = wanted;
  const body = action === "put" && wish.kind === "present" ? wish.body : undefined;
  const before = found ? redact(found.resource) : null;
  const after = body ? expectedBody(body, found?.resource) : null;
  return {
    ...{ kind: "intent", id: poolEventId(poolPath(wanted.pool), change), ...aboutOf(entry) },
    ...{ change, action, why, difference: patchBetween(before, after) },
    ...(body && { wantedHash: storedBody({ ...body }).hash }),
    ...(found && { foundHash: storedBody(found.resource).hash }),
  };
}

/** Whether a request is another try of what is on record, and not a change of its own. */
function isSameIntent(one: IntentEvent, other: IntentEvent): boolean {
  return (["action", "generation", "commit", "wantedHash", "foundHash"] as const).every(
    (member) => one[member] === other[member],
  );
}

export interface Ending {
  readonly outcome: SettledOutcome;
  readonly failure?: Failure | undefined;
}

/** How the change on record ended; what settled of another wish says nothing of it. */
export function resultOf(
  entry: Entry,
  { event, attempts, answered }: OpenIntent,
  ending?: Ending,
): ResultEvent {
  const { format, id, source, commit, actor, pool, rollout, change, action, generation } = event;
  const outcome =
    ending && generation === entry.wanted.generation ? endOf(ending.outcome, action) : "overtaken";
  return {
    ...{ kind: "result", format, id, at: entry.at, pool, change, action, generation, outcome, attempts },
    ...(source !== undefined && { source }),
    ...(commit !== undefined && { commit }),
    ...(actor !== undefined && { actor }),
    ...(rollout !== undefined && { rollout }),
    durationMs: Math.max(0, fromIso(entry.at) - fromIso(event.at)),
    ...answered,
    ...(outcome === "rejected" && ending && { failure: failureOf(ending) }),
    ...(outcome !== "overtaken" && entry.found && { bodyHash: storedBody(entry.found.resource).hash }),
  };
}

function endOf(outcome: SettledOutcome, action: Change["kind"]): ResultEvent["outcome"] {
  switch (outcome.kind) {
    case "applied":
      return action === "put" ? "applied" : "overtaken";
    case "removed":
      return action === "delete" ? "removed" : "overtaken";
    case "rejected":
      return "rejected";
    case "unchanged":
    case "kept":
      return "overtaken";
  }
}

function failureOf({ outcome, failure }: Ending): NonNullable<ResultEvent["failure"]> {
  const { code, message } = outcome.kind === "rejected" ? outcome : { code: "", message: "" };
  return { class: failure?.class ?? "operation", code, message };
}

function correctionOf(entry: Entry, { change, why }: Intending, { count }: Corrections): CorrectionEvent {
  const about = aboutOf(entry);
  return { kind: "correction", id: poolEventId(about.pool, change), ...about, why, count };
}

/** The secrets that the pool has in another version from now on. */
export function secretVersionsOf(
  entry: Entry,
  { event, secrets: before = [] }: OpenIntent,
  deployed: readonly DeployedSecret[],
): readonly SecretVersionEvent[] {
  const { wish } = entry.wanted;
  const references = wish.kind === "present" ? wantedSecrets(wish.body) : [];
  const about = aboutOf(entry);
  return deployed.flatMap(({ name, version }): SecretVersionEvent[] => {
    const previousVersion = before.find((one) => one.name === name)?.version;
    const reference = references.find((one) => one.name === name)?.reference;
    if (version === previousVersion || !reference) return [];
    const vaultSecret = `https://${reference.vault}/secrets/${reference.name}`;
    return [
      {
        ...{ kind: "secretVersion", id: poolEventId(about.pool, event.change, name), ...about },
        ...{ secret: name, vaultSecret, version },
        ...(previousVersion !== undefined && { previousVersion }),
      },
    ];
  });
}

/** What ARM answered to a request of a change. */
export function answeredOf(
  answered: Attempted<Accepted>,
  correlationId: string,
): NonNullable<OpenIntent["answered"]> {
  if (!answered.ok) {
    const { status, requestId } = answered.failure;
    const ids = { ...(status !== undefined && { status }), ...(requestId !== undefined && { requestId }) };
    return { answer: { ...ids, correlationId } };
  }
  const { value } = answered;
  const url = value.kind === "started" ? value.operationUrl?.reveal() : undefined;
  const operation = url === undefined ? undefined : operationIdOf(url);
  return {
    answer: { correlationId, ...value.answer },
    ...(operation !== undefined && { operation }),
  };
}

/** The last part of an operation's URL, without the rest of it, which is a capability. */
function operationIdOf(url: string): string | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : "";
  return path.split("/").findLast((part) => part !== "");
}

/** The bodies that events name, to be stored before them. */
export function bodiesOf(events: readonly AuditEvent[], { wanted, found }: Entry) {
  const { wish } = wanted;
  const bodies = [
    ...(found ? [storedBody(found.resource)] : []),
    ...(wish.kind === "present" ? [storedBody({ ...wish.body })] : []),
  ];
  const named = new Set(
    events.flatMap((event) => {
      if (event.kind === "intent") return [event.wantedHash, event.foundHash];
      return event.kind === "result" ? [event.bodyHash] : [];
    }),
  );
  return bodies.filter(({ hash }) => named.has(hash));
}
