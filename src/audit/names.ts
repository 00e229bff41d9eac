/** Every body is stored once, by its content. `hash` is the SHA-256 of its bytes. */
export function bodyName(hash: string): string {
  return `${BODIES}${hash.slice(0, 2)}/${hash}.json`;
}

/** Names of manifests sort as their sequence does, for a manifest is never taken before the one that it follows. */
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

export const SNAPSHOTS = "snapshots/";
const BODIES = "bodies/sha256/";
/** One manifest an hour: enough for ten thousand years. */
const SEQUENCE_DIGITS = 8;
const MANIFEST = /^snapshots\/\d{4}\/\d{2}\/\d{2}\/\d{8}T\d{6}Z-(\d{8,})\.json$/;
