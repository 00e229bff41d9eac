/** Every body is stored once, by its content. `hash` is the SHA-256 of its bytes. */
export function bodyName(hash: string): string {
  return `${BODIES}${hash.slice(0, 2)}/${hash}.json`;
}

/** `takenAt` is when the name was chosen (UTC, ISO 8601), so that a day's manifests are found by listing. */
export function manifestName(sequence: number, takenAt: string): string {
  const stamp = takenAt.replace(/\.\d+/, "").replaceAll(/[-:]/g, "");
  const day = `${stamp.slice(0, 4)}/${stamp.slice(4, 6)}/${stamp.slice(6, 8)}`;
  return `${SNAPSHOTS}${day}/${stamp}-${String(sequence).padStart(SEQUENCE_DIGITS, "0")}.json`;
}

/** The sequence that a manifest's name tells; `undefined` if it is no such name. */
export function sequenceOf(name: string): number | undefined {
  const [, digits] = MANIFEST.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The order of the chain, which is that of time unless clocks disagreed. */
export function bySequence(one: string, other: string): number {
  return (sequenceOf(one) ?? 0) - (sequenceOf(other) ?? 0) || (one < other ? -1 : 1);
}

export const SNAPSHOTS = "snapshots/";
const BODIES = "bodies/sha256/";
/** One manifest an hour: enough for ten thousand years. */
const SEQUENCE_DIGITS = 8;
const MANIFEST = /^snapshots\/\d{4}\/\d{2}\/\d{2}\/\d{8}T\d{6}Z-(\d{8,})\.json$/;
