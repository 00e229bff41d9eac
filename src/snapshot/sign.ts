import { signatureName } from "../audit/names.ts";
import type { ManifestSignature } from "../audit/signature.ts";
import type { Audit, Log, Signer } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { canonicalJson, sha256 } from "../shared/canonical.ts";

export interface SignDeps {
  readonly audit: Pick<Audit, "create" | "read">;
  /** None: nothing is signed. */
  readonly signer?: Signer | undefined;
  readonly log: Log;
}

/**
 * Stores the signatures of these manifests beside them, and returns the names of those that could not be signed now: a
 * key that can't be reached costs no snapshot.
 */
export async function signManifests(
  names: readonly string[],
  { audit, signer, log }: SignDeps,
): Promise<readonly string[]> {
  if (!signer) return names;
  const unsigned: string[] = [];
  for (const name of names) {
    const signed = await attempt(() => signManifest(name, signer, audit));
    if (signed.ok) continue;
    const { code, message: reason } = signed.failure;
    log.error("manifest not signed", { name, code, reason });
    unsigned.push(name);
  }
  return unsigned;
}

async function signManifest(name: string, signer: Signer, audit: SignDeps["audit"]): Promise<void> {
  const place = signatureName(name);
  if ((await audit.read(place)) !== undefined) return;
  const text = await audit.read(name);
  if (text === undefined) return;
  const hash = sha256(text);
  const { algorithm, key, signature } = await signer.sign(hash);
  const stored: ManifestSignature = { format: 1, manifest: name, hash, algorithm, key, signature };
  await audit.create(place, canonicalJson({ ...stored }));
}
