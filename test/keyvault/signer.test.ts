import { generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { createHttpHeaders, type PipelineRequest } from "@azure/core-rest-pipeline";
import { describe, expect, test } from "vitest";
import { createSigner } from "../../src/keyvault/signer.ts";
import { sha256 } from "../../src/shared/canonical.ts";
import { Busy, type Failure, NotYet, Refused } from "../../src/shared/failures.ts";
import { failureOf } from "../contract/failure-of.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";

const KEY = "https://contoso.vault.azure.net/keys/audit";
const KEYS = {
  RS256: { kty: "RSA", ...generateKeyPairSync("rsa", { modulusLength: 2048 }) },
  ES256: { kty: "EC", crv: "P-256", ...generateKeyPairSync("ec", { namedCurve: "P-256" }) },
};

type Answer = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };

function signerOver(answers: readonly Answer[], settings: { key?: string; endpoint?: string } = {}) {
  const requests: PipelineRequest[] = [];
  const scopes: string[] = [];
  const signer = createSigner({
    key: KEY,
    clock: createFixedClock(),
    userAgent: "poolkeeper/test",
    credential: {
      async getToken(asked) {
        scopes.push(String(asked));
        return { token: "t", expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    httpClient: {
      async sendRequest(request) {
        const { status, body = "", headers = {} } = answers[requests.length] ?? { status: 500 };
        requests.push(request);
        const bodyAsText = typeof body === "string" ? body : JSON.stringify(body);
        return { request, status, headers: createHttpHeaders(headers), bodyAsText };
      },
    },
    ...settings,
  });
  return { signer, requests, scopes };
}

const shown = (key: object): Answer => ({ status: 200, body: { key: { kid: `${KEY}/7`, ...key } } });
const signed = (value: string): Answer => ({ status: 200, body: { kid: `${KEY}/7`, value } });

describe("a hash is signed by the key's own kind", () => {
  test.each(["RS256", "ES256"] as const)("%s, so that the bytes themselves verify", async (algorithm) => {
    const { privateKey, publicKey, ...kind } = KEYS[algorithm];
    const text = "the manifest's bytes";
    const value = signText(text, privateKey);
    const { signer, requests, scopes } = signerOver([shown(kind), signed(value)]);

    const result = await signer.sign(sha256(text));

    expect(result).toEqual({ algorithm, key: `${KEY}/7`, signature: value });
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${KEY}?api-version=7.4`,
      `POST ${KEY}/7/sign?api-version=7.4`,
    ]);
    expect(JSON.parse(String(requests[1]?.body))).toEqual({
      alg: algorithm,
      value: Buffer.from(sha256(text), "hex").toString("base64url"),
    });
    expect(scopes[0]).toBe("https://vault.azure.net/.default");
    const key = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
    expect(verify("sha256", Buffer.from(text), key, Buffer.from(result.signature, "base64url"))).toBe(true);
  });

  test("and stands in the record without padding, also where the vault's answer has some", async () => {
    const { signer } = signerOver([shown({ kty: "RSA" }), signed("c2lnbg==")]);

    expect((await signer.sign(sha256(""))).signature).toBe("c2lnbg");
  });

  test("at the stand-in's place, where there is one", async () => {
    const { signer, requests } = signerOver([shown({ kty: "RSA" }), signed("s")], {
      endpoint: "https://127.0.0.1:9/{vault}",
      key: `${KEY}/7`,
    });

    await signer.sign(sha256(""));

    expect(requests.map(({ url }) => url.replace(/\?.*/, ""))).toEqual([
      "https://127.0.0.1:9/contoso/keys/audit/7",
      "https://127.0.0.1:9/contoso/keys/audit/7/sign",
    ]);
  });
});

test.each<[string, readonly Answer[], new (...args: never[]) => Failure, string]>([
  ["throttled", [{ status: 429, headers: { "retry-after": "7" } }], Busy, "Http429"],
  ["down", [shown({ kty: "RSA" }), { status: 503 }], Busy, "Http503"],
  [
    "without a role",
    [{ status: 403, body: { error: { code: "Forbidden", innererror: { code: "ForbiddenByRbac" } } } }],
    NotYet,
    "ForbiddenByRbac",
  ],
  ["without the key", [{ status: 404, body: { error: { code: "KeyNotFound" } } }], Refused, "KeyNotFound"],
  ["with another kind of key", [shown({ kty: "EC", crv: "P-521" })], Refused, "KeyNotUsable"],
  ["with what is no key", [{ status: 200, body: "<html>" }], Busy, "MalformedAnswer"],
  ["with what is no signature", [shown({ kty: "RSA" }), { status: 200, body: {} }], Busy, "MalformedAnswer"],
])("a vault that is %s is a failure of its class", async (_, answers, kind, code) => {
  const failure = await failureOf(signerOver(answers).signer.sign(sha256("")));

  expect(failure).toBeInstanceOf(kind);
  expect(failure.code).toBe(code);
});

const signText = (text: string, key: KeyObject): string =>
  sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
