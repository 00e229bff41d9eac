import { createSign, generateKeyPairSync } from "node:crypto";

const { publicKey, privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** An App for tests, with the half of its key that only its owner has. */
export const APP = { id: 1234, clientId: "Iv23liTestApp", installationId: 77, publicKey };
export const PRIVATE_KEY = privateKey;

/** A JWT as GitHub wants it, but for `claims`. */
export function signJwt(claims: { readonly [name: string]: unknown } = {}, key = privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now - 30, exp: now + 540, iss: APP.id, ...claims })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
}
