/** Every body is stored once, by its content. `hash` is the SHA-256 of its bytes. */
export function bodyName(hash: string): string {
  return `${BODIES}${hash.slice(0, 2)}/${hash}.json`;
}

/** `takenAt` is when the name was chosen (UTC, ISO 8601), so that a day's manifests are found by listing. */
export function manifestName(sequence: number, takenAt: string): string {
  const stamp = takenAt.replace(/\.\d+/, "").replaceAll(/[-:]/g, "");
  const digits = String(sequence).padStart(SEQUENCE_DIGITS, "0");
  return `${SNAPSHOTS}${dayOf(takenAt)}/${stamp}-${digits}.json`;
}

/** Where a manifest's signature is: beside it. */
export function signatureName(manifest: string): string {
  return manifest.replace(/\.json$/, SIGNATURE_ENDING);
}

export function isSignatureName(name: string): boolean {
  return name.endsWith(SIGNATURE_ENDING) && sequenceOf(name.replace(SIGNATURE_ENDING, ".json")) !== undefined;
}

/** In order of time, to the millisecond. */
export function eventName({ at, kind, id }: { at: string; kind: string; id: string }): string {
  return `${EVENTS}${dayOf(at)}/${at.replaceAll(/[-:.]/g, "")}-${kind}-${id}.json`;
}

export interface EventPlace {
  /** UTC, ISO 8601, to the millisecond. */
  readonly at: string;
  readonly kind: string;
  readonly id: string;
}

/** What an event's name tells of it; `undefined` if it is no such name. */
export function eventPlaceOf(name: string): EventPlace | undefined {
  const [, day, stamp = "", kind, id] = EVENT.exec(name) ?? [];
  const [, y, mo, d, h, mi, s, ms] = STAMP.exec(stamp) ?? [];
  if (kind === undefined || id === undefined || day !== `${y}/${mo}/${d}`) return undefined;
  return { at: `${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`, kind, id };
}

/** `2026/01/05`: the folder of that day's events, and of its manifests. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10).replaceAll("-", "/");
}

/** The sequence that a manifest's name tells; `undefined` if it is no such name. */
export function sequenceOf(name: string): number | undefined {
  const [, digits] = MANIFEST.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** To the second: when a manifest's name was chosen. */
export function takenAtOf(name: string): string {
  const [, y, mo, d, h, mi, s] = TAKEN.exec(name) ?? [];
  return `${y}-${mo}-${d}T${h}:${mi}:${s}.000Z`;
}

/** The hash that a body's name tells; `undefined` if it is no such name. */
export function bodyHashOf(name: string): string | undefined {
  const [, folder = "", hash] = BODY.exec(name) ?? [];
  return hash?.startsWith(folder) ? hash : undefined;
}

/** The order of the chain, which is that of time unless clocks disagreed. */
export function bySequence(one: string, other: string): number {
  return (sequenceOf(one) ?? 0) - (sequenceOf(other) ?? 0) || (one < other ? -1 : 1);
}

export const SNAPSHOTS = "snapshots/";
export const EVENTS = "events/";
const BODIES = "bodies/sha256/";
const SIGNATURE_ENDING = ".sig.json";
/** One manifest an hour: enough for ten thousand years. */
const SEQUENCE_DIGITS = 8;
const MANIFEST = /^snapshots\/\d{4}\/\d{2}\/\d{2}\/\d{8}T\d{6}Z-(\d{8,})\.json$/;
const EVENT = /^events\/(\d{4}\/\d{2}\/\d{2})\/(\d{8}T\d{9}Z)-([A-Za-z]+)-([0-9A-Za-z-]+)\.json$/;
const STAMP = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/;
const TAKEN = /(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-\d+\.json$/;
const BODY = /^bodies\/sha256\/([0-9a-f]{2})\/([0-9a-f]{64})\.json$/;
