import { counted } from "../shared/counted.ts";
import { isList, isObject, type Json, own } from "../shared/json.ts";
import { keysOf } from "../shared/pointer.ts";
import { printDuration } from "../shared/time.ts";
import type { AuditEvent, ResultEvent, SyncEvent } from "./event.ts";
import type { Operation } from "./patch.ts";

/** What an event says, in one line for people. */
export function describeEvent(event: AuditEvent): string {
  switch (event.kind) {
    case "delivery":
      return event.outcome === "accepted"
        ? `webhook accepted, delivery ${event.delivery ?? "unknown"}`
        : `webhook refused with ${event.status ?? "no status"}: ${event.why ?? "no reason"}`;
    case "sync":
      return describeSync(event);
    case "intent":
      return `${event.action}: ${event.why}`;
    case "result":
      return describeResult(event);
    case "drift":
      return event.state === "missing"
        ? "found gone, by nobody that we know"
        : `found changed outside git: ${describePlaces(event.difference)}`;
    case "correction":
      return `put back (${event.count}): ${event.why}`;
    case "secretVersion":
      return `secret ${event.secret}: version ${event.previousVersion ?? "none"} → ${event.version}`;
    case "abandoned":
      return `gave up on a message of ${event.queue}`;
    case "configuration":
      return `poolkeeper ${event.version} runs with ${event.sources.map(({ name }) => name).join(", ")}`;
  }
}

function describeSync({ outcome, specs, mistakes, problems, signature }: SyncEvent): string {
  const signed = signature ? (signature.verified ? ", signed" : `, signature: ${signature.reason}`) : "";
  if (outcome === "rejected")
    return `commit rejected, ${counted(mistakes, "mistake")}${signed}: ${problems[0] ?? ""}`;
  const paths = specs.map(({ path }) => path).join(", ");
  return `commit wanted, ${counted(specs.length, "pool")}${signed}${paths === "" ? "" : `: ${paths}`}`;
}

function describeResult(event: ResultEvent): string {
  const { outcome, failure, answer, durationMs, attempts } = event;
  const tries = attempts === 1 ? "" : ` in ${attempts} attempts`;
  const told = [`ARM ${answer?.status ?? "did not answer"}`, answer?.requestId].filter(Boolean).join(", ");
  const why = failure ? `: ${failure.code}: ${failure.message}` : "";
  return `${outcome} after ${printDuration(durationMs)}${tries} (${told})${why}`;
}

const PLACES_SHOWN_MAX = 5;

function describePlaces(operations: readonly Operation[]): string {
  const shown = operations.slice(0, PLACES_SHOWN_MAX).map(({ path }) => path);
  const more = operations.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** `~ /tags/team: "a" → "b"`, one line for each place. `before` is what the operations apply to. */
export function describeChange(operation: Operation, before: Json): string {
  const { op, path } = operation;
  const place = path === "" ? "the pool" : path;
  switch (op) {
    case "add":
      return `+ ${place}: ${print(operation.value)}`;
    case "remove":
      return `- ${place}: ${print(valueAt(before, path))}`;
    case "replace":
      return `~ ${place}: ${print(valueAt(before, path))} → ${print(operation.value)}`;
  }
}

const print = (value: Json | undefined): string => (value === undefined ? "?" : JSON.stringify(value));

/** `undefined` if there is nothing, such as in a list of which something was removed before. */
function valueAt(value: Json | undefined, pointer: string): Json | undefined {
  let place: Json | undefined = value;
  for (const key of keysOf(pointer)) {
    if (isList(place)) place = place[Number(key)];
    else place = isObject(place) ? own(place, key) : undefined;
  }
  return place;
}
