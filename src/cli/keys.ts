import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { isObject, parseJson } from "../shared/json.ts";
import { visible } from "../spec/quote.ts";
import { CannotRun, type SignatureCheck } from "./world.ts";

/** Public keys of a file: PEM (one or several), a JWK, what `az keyvault key show` prints, or a set of JWKs. */
export function readKeys(path: string, bytes: Uint8Array): SignatureCheck {
  const text = new TextDecoder().decode(bytes);
  const keys = [...readPem(text), ...readJwks(parseJson(text))];
  if (keys.length === 0)
    throw new CannotRun(`${visible(path)} holds no public key: PEM, JWK or a set of JWKs`);
  return (signed, { algorithm, signature }) =>
    // Text that only decodes to the same bytes was changed.
    isBase64url(signature) &&
    keys.some((key) => {
      if (key.asymmetricKeyType !== (algorithm === "RS256" ? "rsa" : "ec")) return false;
      return verify(
        "sha256",
        Buffer.from(signed),
        { key, dsaEncoding: "ieee-p1363" },
        Buffer.from(signature, "base64url"),
      );
    });
}

const isBase64url = (text: string): boolean => Buffer.from(text, "base64url").toString("base64url") === text;

const PEM = /-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[^-]+-----END \1-----/g;

const readPem = (text: string): readonly KeyObject[] =>
  (text.match(PEM) ?? []).flatMap((pem) => toKey(() => createPublicKey(pem)));

function readJwks(value: unknown): readonly KeyObject[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value.keys)) return value.keys.flatMap(readJwks);
  const jwk = isObject(value.key) ? value.key : value;
  // Key Vault says of keys that never leave it RSA-HSM and EC-HSM.
  const kty = String(jwk.kty).replace(/-HSM$/, "");
  return toKey(() => createPublicKey({ format: "jwk", key: { ...jwk, kty } }));
}

function toKey(read: () => KeyObject): readonly KeyObject[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof Error && "code" in error) return [];
    throw error;
  }
}
