import { RestError } from "@azure/core-rest-pipeline";
import { expect, test } from "vitest";
import { classify, describeSecret, toFailure } from "../../src/keyvault/failures.ts";
import { Busy, type Failure, NotYet, Refused } from "../../src/shared/failures.ts";
import { NOW_MS } from "../builders.ts";

const REFERENCE = { vault: "contoso.vault.azure.net", name: "api-key" };
const VERSIONED = { ...REFERENCE, version: "4387e9f3d6e14c459867679a90fd0f79" };

const answer = (status: number, error?: object | string, headers: { [name: string]: string } = {}) => ({
  status,
  bodyAsText: typeof error === "string" ? error : error && JSON.stringify({ error }),
  headers: { get: (name: string) => headers[name] },
});

test.each<[string, ReturnType<typeof answer>, typeof Busy | typeof NotYet | typeof Refused, string, RegExp]>([
  [
    "a secret that is not there",
    answer(404, { code: "SecretNotFound", message: "A secret with (name/id) api-key was not found" }),
    Refused,
    "SecretNotFound",
    /^there is no such secret: the secret api-key of the key vault contoso\.vault\.azure\.net$/,
  ],
  [
    "a disabled secret",
    answer(403, { code: "Forbidden", message: "no", innererror: { code: "SecretDisabled" } }),
    Refused,
    "SecretDisabled",
    /^the secret api-key of the key vault contoso\.vault\.azure\.net is disabled$/,
  ],
  [
    "a role that is missing, or still spreading",
    answer(403, { code: "Forbidden", message: "no\r\nCaller: x", innererror: { code: "ForbiddenByRbac" } }),
    NotYet,
    "ForbiddenByRbac",
    /^the deployer's identity needs the role Key Vault Secrets User: the secret api-key of/,
  ],
  [
    "an access policy that is missing",
    answer(403, { code: "Forbidden", message: "no", innererror: { code: "AccessDenied" } }),
    NotYet,
    "AccessDenied",
    /needs the role/,
  ],
  [
    "a firewall",
    answer(403, { code: "Forbidden", message: "no", innererror: { code: "ForbiddenByFirewall" } }),
    NotYet,
    "ForbiddenByFirewall",
    /^the key vault's network rules keep the deployer out: the secret api-key/,
  ],
  [
    "a token that is not taken",
    answer(401, { code: "Unauthorized", message: "no" }),
    NotYet,
    "Unauthorized",
    /role/,
  ],
  ["throttling", answer(429, { code: "Throttled", message: "no" }), Busy, "Throttled", /answered 429$/],
  ["a gateway that speaks HTML", answer(502, "<html>"), Busy, "Http502", /answered 502$/],
  ["a gateway that says nothing", answer(503), Busy, "Http503", /answered 503$/],
  ["slowness", answer(408), Busy, "Http408", /answered 408$/],
  [
    "what nobody knows",
    answer(400, { code: "BadParameter", message: "First line.\r\nSecond line." }),
    Refused,
    "BadParameter",
    /can't be read: First line\.$/,
  ],
  ["what nobody knows and nobody explains", answer(418), Refused, "Http418", /Key Vault answered 418$/],
])("%s", (_, said, kind, code, message) => {
  const failure = classify(said, REFERENCE, NOW_MS);

  expect(failure).toBeInstanceOf(kind);
  expect(failure.code).toBe(code);
  expect(failure.status).toBe(said.status);
  expect(failure.message).toMatch(message);
});

test("how long to wait, and Key Vault's id of the request, are kept", () => {
  const headers = { "retry-after": "12", "x-ms-request-id": "0d6ba3f0" };

  const failure = classify(answer(429, undefined, headers), REFERENCE, NOW_MS);

  expect(failure).toMatchObject({ retryAfterMs: 12_000, requestId: "0d6ba3f0" });
});

test("a version that was named is told", () => {
  expect(describeSecret(VERSIONED)).toBe(
    "the secret api-key (version 4387e9f3d6e14c459867679a90fd0f79) of the key vault contoso.vault.azure.net",
  );
});

test.each<[string, Error, typeof Failure, string]>([
  [
    "a host that the name service does not know is a vault that is not there yet",
    new RestError("getaddrinfo ENOTFOUND", { code: "ENOTFOUND" }),
    NotYet,
    "KeyVaultNotFound",
  ],
  [
    "a name service that can't answer is busy",
    new RestError("x", { code: "EAI_AGAIN" }),
    Busy,
    "NetworkError",
  ],
  ["a broken connection is busy", new RestError("x", { code: "ECONNRESET" }), Busy, "NetworkError"],
  [
    "a host that wants a token for somebody else is no key vault",
    new Error("The challenge resource 'evil.example' does not match the requested domain."),
    Refused,
    "NoKeyVault",
  ],
])("%s", (_, error, kind, code) => {
  const failure = toFailure(error, REFERENCE);

  expect(failure).toBeInstanceOf(kind);
  expect(failure).toMatchObject({ code });
});

test("a bug stays a bug", () => {
  const bug = new TypeError("x is undefined");

  expect(toFailure(bug, REFERENCE)).toBe(bug);
});
