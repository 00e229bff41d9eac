import { isObject, isTooDeep, type Json, type JsonObject, parseJson } from "../shared/json.ts";
import type { ResultEvent } from "./event.ts";
import { readEvents } from "./history.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { bodyName, bySequence, SNAPSHOTS, sequenceOf, takenAtOf } from "./names.ts";
import type { AuditReader } from "./reader.ts";

/** Names of all manifests, in the order of the chain. */
export async function manifestNames(audit: AuditReader): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of audit.list(SNAPSHOTS)) if (sequenceOf(name) !== undefined) names.push(name);
  return names.sort(bySequence);
}

/**
 * ARM ids of the pools that may be meant: an ARM id is itself, `group/name` and `name` are looked up in the newest
 * manifest.
 */
export async function findPools(audit: AuditReader, text: string): Promise<readonly string[]> {
  if (text.startsWith("/")) return [text];
  const newest = (await manifestNames(audit)).at(-1);
  const manifest = newest === undefined ? undefined : parseManifest((await audit.read(newest)) ?? "");
  const wanted = text.toLowerCase().split("/");
  const ids = (manifest?.pools ?? []).map(({ id }) => id);
  return ids.filter((id) => {
    // /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.App/sessionPools/{name}
    const [, , , , group, , , , name] = id.toLowerCase().split("/");
    return wanted.length === 1 ? wanted[0] === name : `${group}/${name}` === wanted.join("/");
  });
}

export interface BodyAt {
  /** None if there was no pool. */
  readonly body: JsonObject | undefined;
  readonly hash: string | undefined;
  /** When it was seen or made so, at or before the moment asked for (UTC, ISO 8601). */
  readonly at: string;
  /** The manifest that shows it, or the change that made it so. */
  readonly by: string;
}

/** The pool's body as it was at a moment, as far as the record knows; `undefined` if nothing was on record then. */
export async function bodyAt(audit: AuditReader, pool: string, at: string): Promise<BodyAt | undefined> {
  const seen = await seenAt(audit, pool, at);
  const since = seen === undefined ? {} : { since: seen.at };
  const filter = { ...since, until: at, pool, kinds: ["result"] } as const;
  for await (const event of readEvents(audit, filter, { order: "newestFirst", now: at })) {
    if (event.kind !== "result" || !isTelling(event)) continue;
    const { bodyHash } = event;
    return { body: await readBody(audit, bodyHash), hash: bodyHash, at: event.at, by: event.change };
  }
  return seen && { ...seen, body: await readBody(audit, seen.hash) };
}

/** Whether the result says what the pool was like after it. */
export function isTelling({ outcome, bodyHash }: ResultEvent): boolean {
  return outcome === "removed" || bodyHash !== undefined;
}

async function seenAt(
  audit: AuditReader,
  pool: string,
  at: string,
): Promise<Omit<BodyAt, "body"> | undefined> {
  const names = (await manifestNames(audit)).filter((name) => takenAtOf(name) <= at);
  for (const name of names.reverse()) {
    const manifest = parseManifest((await audit.read(name)) ?? "");
    if (!manifest || manifest.takenAt > at || !knows(manifest, pool)) continue;
    const record = manifest.pools.find(({ id }) => id.toLowerCase() === pool.toLowerCase());
    return { hash: record?.bodyHash, at: manifest.takenAt, by: name };
  }
  return undefined;
}

/** A group that could not be read says nothing of its pools, and one that was not followed neither. */
export function knows({ groups }: Manifest, pool: string): boolean {
  return groups.some(
    (group) => !("unreadable" in group) && pool.toLowerCase().startsWith(`${group.id.toLowerCase()}/`),
  );
}

/** `undefined` too if it is gone, or no body at all, which verification tells. */
export async function readBody(
  audit: AuditReader,
  hash: string | undefined,
): Promise<JsonObject | undefined> {
  if (hash === undefined) return undefined;
  const body = parseJson((await audit.read(bodyName(hash))) ?? "");
  return isObject(body) && !isTooDeep(body) ? (body as { readonly [name: string]: Json }) : undefined;
}
