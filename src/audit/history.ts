import { mapConcurrently } from "../shared/concurrent.ts";
import { fromIso, toIso } from "../shared/time.ts";
import type { AuditEvent, EventKind } from "./event.ts";
import { dayOf, EVENTS, type EventPlace, eventPlaceOf } from "./names.ts";
import { parseEvent } from "./parse-event.ts";
import type { AuditReader } from "./reader.ts";
import { poolTag } from "./record.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Enough to hide the storage's latency, and few enough that the first are soon there. */
const DAYS_AT_ONCE = 8;
const READS_AT_ONCE = 32;

/** Which events are asked for; all that is said has to hold. */
export interface EventFilter {
  readonly kinds?: readonly EventKind[];
  /** ARM id. */
  readonly pool?: string;
  /** The commit's name, or the beginning of it. */
  readonly commit?: string;
  /** Without case: an account, or the name or address of an author or committer. */
  readonly actor?: string;
  /** UTC, ISO 8601. */
  readonly since?: string;
  readonly until?: string;
}

export interface EventOrder {
  readonly order: "newestFirst" | "oldestFirst";
  /** UTC, ISO 8601: no event is expected from more than a day after this. */
  readonly now: string;
}

/** Reads events one after the other, as they are asked for. What is no event is passed over: verification tells of it. */
export async function* readEvents(
  audit: AuditReader,
  filter: EventFilter,
  order: EventOrder,
): AsyncGenerator<AuditEvent, undefined> {
  for await (const names of namesByDays(audit, filter, order)) {
    for (let index = 0; index < names.length; index += READS_AT_ONCE) {
      const batch = names.slice(index, index + READS_AT_ONCE);
      const events = await mapConcurrently(batch, READS_AT_ONCE, async (name) =>
        parseEvent((await audit.read(name)) ?? ""),
      );
      for (const event of events) if (event && matches(event, filter)) yield event;
    }
  }
}

async function* namesByDays(
  audit: AuditReader,
  filter: EventFilter,
  { order, now }: EventOrder,
): AsyncGenerator<readonly string[], undefined> {
  const days = await daysOf(audit, filter, now);
  if (order === "newestFirst") days.reverse();
  for (let index = 0; index < days.length; index += DAYS_AT_ONCE) {
    const listed = await mapConcurrently(days.slice(index, index + DAYS_AT_ONCE), DAYS_AT_ONCE, (day) =>
      namesOf(day, audit, filter),
    );
    for (const names of listed) yield order === "newestFirst" ? names.reverse() : names;
  }
}

/** From the first day that has an event, or that is asked for, to the last. */
async function daysOf(audit: AuditReader, { since, until }: EventFilter, now: string): Promise<string[]> {
  const first = await firstInstant(audit);
  if (first === undefined) return [];
  const from = since !== undefined && since > first ? since : first;
  const tomorrow = toIso(fromIso(now) + DAY_MS);
  const to = until !== undefined && until < tomorrow ? until : tomorrow;
  const days: string[] = [];
  const startMs = fromIso(`${from.slice(0, 10)}T00:00:00.000Z`);
  for (let ms = startMs; toIso(ms) <= to; ms += DAY_MS) days.push(dayOf(toIso(ms)));
  return days;
}

async function firstInstant(audit: AuditReader): Promise<string | undefined> {
  for await (const name of audit.list(EVENTS)) {
    const place = eventPlaceOf(name);
    if (place) return place.at;
  }
  return undefined;
}

async function namesOf(day: string, audit: AuditReader, filter: EventFilter): Promise<string[]> {
  const names: string[] = [];
  for await (const name of audit.list(`${EVENTS}${day}/`)) {
    const place = eventPlaceOf(name);
    if (place && mayMatch(place, filter)) names.push(name);
  }
  return names;
}

/** By the name alone, so that most of the others are never read. */
function mayMatch({ at, kind, id }: EventPlace, { kinds, pool, since, until }: EventFilter): boolean {
  if (kinds && !kinds.some((one) => one === kind)) return false;
  if (since !== undefined && at < since) return false;
  if (until !== undefined && at > until) return false;
  return pool === undefined || id.startsWith(`${poolTag(pool)}-`) || kind === "sync";
}

function matches(event: AuditEvent, { pool, commit, actor }: EventFilter): boolean {
  if (commit !== undefined && !event.commit?.startsWith(commit.toLowerCase())) return false;
  if (actor !== undefined && !peopleOf(event).includes(actor.toLowerCase())) return false;
  return pool === undefined || poolsOf(event).includes(pool.toLowerCase());
}

function peopleOf(event: AuditEvent): readonly string[] {
  const people = event.kind === "sync" ? [event.author, event.committer] : [];
  const names = people.flatMap((person) => [person?.name, person?.email, person?.login]);
  return [event.actor, ...names].flatMap((name) => name?.toLowerCase() ?? []);
}

function poolsOf(event: AuditEvent): readonly string[] {
  const pools = event.kind === "sync" ? event.specs.map(({ pool }) => pool) : [event.pool];
  return pools.flatMap((pool) => pool?.toLowerCase() ?? []);
}
