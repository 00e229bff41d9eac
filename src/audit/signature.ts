import { canonicalJson } from "../shared/canonical.ts";
import { isObject, parseJson } from "../shared/json.ts";

/**
 * A manifest's signature, stored beside it. It is over the manifest's bytes with SHA-256, so that what signs needs to
 * be shown the manifest's hash alone.
 */
export interface ManifestSignature {
  readonly format: 1;
  /** Blob name of the manifest. */
  readonly manifest: string;
  /** SHA-256 of its bytes, lower-case hex. */
  readonly hash: string;
  readonly algorithm: SigningAlgorithm;
  /** Id of the key, with its version. */
  readonly key: string;
  /** Base64url. Of ES256, the two numbers one behind the other (RFC 7518, 3.4). */
  readonly signature: string;
}

/** RSASSA-PKCS1-v1_5 or ECDSA on P-256, each with SHA-256. */
export type SigningAlgorithm = "RS256" | "ES256";

/** Reads a stored signature; `undefined` if the text is none, or not to the byte as one is written: no hash seals it. */
export function parseSignature(text: string): ManifestSignature | undefined {
  const value = parseJson(text);
  if (!isObject(value) || value.format !== 1) return undefined;
  const { manifest, hash, algorithm, key, signature } = value;
  const areTexts = [manifest, hash, key, signature].every((member) => typeof member === "string");
  const isKnown = algorithm === "RS256" || algorithm === "ES256";
  if (!areTexts || !isKnown) return undefined;
  const read = { format: 1, manifest, hash, algorithm, key, signature } as ManifestSignature;
  return canonicalJson({ ...read }) === text ? read : undefined;
}
