import type { DeployedSecret } from "../pool/secrets.ts";
import { canonicalJson, sha256 } from "../shared/canonical.ts";
import { isObject, type Json, type JsonObject, parseJson } from "../shared/json.ts";
import { fromIso } from "../shared/time.ts";
import { eventPlaceOf } from "./names.ts";

/**
 * What was found in every followed resource group at one moment. Stored as canonical JSON; its hash is the SHA-256
 * of those bytes. Each manifest names the one before it and that one's hash, so that together they are one chain.
 */
export interface Manifest {
  readonly format: 1;
  /** 1 for the first manifest, then one more for each. */
  readonly sequence: number;
  /** UTC, ISO 8601: everything was read after this moment. */
  readonly takenAt: string;
  readonly deployer: { readonly version: string };
  /** None for the first. */
  readonly previous?: Link;
  /** In order of id. */
  readonly groups: readonly GroupRecord[];
  /** In order of id; those of unreadable groups are not known and not listed. */
  readonly pools: readonly PoolRecord[];
  readonly counts: Counts;
  /** The events that no manifest before this one has, in order of name. */
  readonly events: readonly Link[];
  /** Id of the key that signs this manifest: then its signature has to be beside it. */
  readonly signer?: string;
}

export interface Link {
  /** Blob name in the container `audit`. */
  readonly name: string;
  /** SHA-256 of the blob's bytes, lower-case hex. */
  readonly hash: string;
}

export type GroupRecord =
  /** `id` is the ARM id, `pools` how many were found. */
  | { readonly id: string; readonly pools: number }
  /** The service's own words. */
  | { readonly id: string; readonly unreadable: { readonly code: string; readonly message: string } };

export type PoolStanding =
  /** Found as wanted. */
  | "managed"
  /** Found, and no followed source wants it. */
  | "unmanaged"
  /** Wanted, and not found. */
  | "missing"
  /** Found, but not as wanted. */
  | "drifted"
  /** The deployer is at work on it, or about to be. */
  | "settling";

export interface PoolRecord {
  /** ARM id, as found; as wanted where nothing was found. */
  readonly id: string;
  readonly state: PoolStanding;
  /** Names the body that was found: `bodies/sha256/…`. */
  readonly bodyHash?: string;
  readonly provisioningState?: string;
  /** Of a drifted pool: where found differs from wanted, as JSON pointers. */
  readonly pointers?: readonly string[];
  /** What is wanted, where a followed source wants the pool. */
  readonly commit?: string;
  readonly generation?: number;
  /** Which versions of its secrets the deployer gave it, where it has any. Their values are nowhere. */
  readonly secrets?: readonly DeployedSecret[];
}

export type Counts = { readonly [standing in PoolStanding]: number } & {
  readonly found: number;
  readonly unreadableGroups: number;
};

/** A manifest as it is stored. */
export interface Sealed extends Link {
  readonly text: string;
}

/** The manifest as canonical JSON, with the hash that the next one names. */
export function seal(name: string, manifest: Manifest): Sealed {
  const text = canonicalJson(manifest as unknown as Json);
  return { name, text, hash: sha256(text) };
}

/** Reads a stored manifest; `undefined` if the text is none. */
export function parseManifest(text: string): Manifest | undefined {
  const value = parseJson(text);
  if (!isObject(value) || value.format !== 1 || !Number.isSafeInteger(value.sequence)) return undefined;
  const { takenAt, groups, pools, events, previous, signer } = value;
  const isManifest =
    isInstant(takenAt) &&
    Array.isArray(groups) &&
    groups.every(isNamed) &&
    Array.isArray(pools) &&
    pools.every(isRecord) &&
    Array.isArray(events) &&
    events.every(isEventLink) &&
    (previous === undefined || isLink(previous)) &&
    (signer === undefined || typeof signer === "string");
  return isManifest ? (value as unknown as Manifest) : undefined;
}

/** Hashes become names of blobs, and where the record was downloaded, of files. */
const HASH = /^[0-9a-f]{64}$/;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const isInstant = (value: unknown): boolean =>
  typeof value === "string" && INSTANT.test(value) && !Number.isNaN(fromIso(value));

const isNamed = (value: unknown): value is JsonObject & { readonly id: string } =>
  isObject(value) && typeof value.id === "string";

function isRecord(value: unknown): boolean {
  if (!isNamed(value)) return false;
  const { bodyHash } = value;
  return bodyHash === undefined || (typeof bodyHash === "string" && HASH.test(bodyHash));
}

function isLink(value: unknown): value is Link {
  return isObject(value) && typeof value.name === "string" && typeof value.hash === "string";
}

const isEventLink = (value: unknown): boolean => isLink(value) && eventPlaceOf(value.name) !== undefined;
