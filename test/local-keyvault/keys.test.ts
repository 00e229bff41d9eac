import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "../../src/shared/canonical.ts";
import { KeyShelf } from "../local/keyvault/keys.ts";

type Shown = { readonly key: { readonly kid: string } };

test("a key shows its public half, and what it signs verifies over the text itself", () => {
  const keys = new KeyShelf();
  const { key } = keys.show("contoso", "audit") as Shown;
  const text = "a manifest";

  const value = Buffer.from(sha256(text), "hex").toString("base64url");
  const signed = keys.sign("contoso", "audit", { alg: "RS256", value }) as { kid: string; value: string };

  expect(signed.kid).toBe(key.kid);
  expect(key.kid).toMatch(/^https:\/\/contoso\.vault\.azure\.net\/keys\/audit\/[0-9a-f]{32}$/);
  const publicKey = createPublicKey({ format: "jwk", key });
  expect(verify("sha256", Buffer.from(text), publicKey, Buffer.from(signed.value, "base64url"))).toBe(true);
  expect(Object.keys(key)).not.toContain("d");
});

test("each key is its own, and nothing but a SHA-256 is signed", () => {
  const keys = new KeyShelf();

  expect(keys.show("contoso", "audit")).not.toEqual(keys.show("contoso", "other"));
  expect(keys.show("contoso", "audit")).toEqual(keys.show("contoso", "audit"));
  expect(keys.sign("contoso", "audit", { alg: "RS256", value: "short" })).toBeUndefined();
  expect(keys.sign("contoso", "audit", { alg: "ES256", value: "A".repeat(43) })).toBeUndefined();
});
