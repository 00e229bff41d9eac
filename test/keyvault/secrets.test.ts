import { inspect } from "node:util";
import { createHttpHeaders, type PipelineRequest } from "@azure/core-rest-pipeline";
import { expect, test } from "vitest";
import { createSecrets } from "../../src/keyvault/secrets.ts";
import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import { at } from "../builders.ts";
import { failureOf } from "../contract/failure-of.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";

const REFERENCE = { vault: "contoso.vault.azure.net", name: "api-key" };
const VERSION = "4387e9f3d6e14c459867679a90fd0f79";
const ID = `https://contoso.vault.azure.net/secrets/api-key/${VERSION}`;

interface Scripted {
  readonly status: number;
  readonly body: string;
  readonly headers?: { readonly [name: string]: string };
}

/** The adapter over a Key Vault that gives these answers, one after the other. */
function secretsOver(answers: readonly Scripted[]) {
  const requests: PipelineRequest[] = [];
  const secrets = createSecrets({
    clock: createFixedClock(),
    userAgent: "poolkeeper/test",
    credential: { getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 3_600_000 }) },
    httpClient: {
      async sendRequest(request) {
        const { status, body, headers = {} } = answers[requests.length] ?? { status: 500, body: "" };
        requests.push(request);
        return { request, status, headers: createHttpHeaders(headers), bodyAsText: body };
      },
    },
  });
  return { secrets, requests };
}

const bundle = (attributes: object = {}): Scripted => ({
  status: 200,
  body: JSON.stringify({ value: "s3cr3t", id: ID, attributes: { enabled: true, ...attributes } }),
});
const challenge = (resource: string): Scripted => ({
  status: 401,
  body: "",
  headers: {
    "www-authenticate": `Bearer authorization="https://login.windows.net/t", resource="${resource}"`,
  },
});
const seconds = (offsetMs: number): number => Date.parse(at(offsetMs)) / 1000;

test("a vault is asked at its own host, with its own token", async () => {
  const { secrets, requests } = secretsOver([challenge("https://vault.azure.net"), bundle()]);

  const { version, value } = await secrets.read(REFERENCE);

  expect(version).toBe(VERSION);
  expect(value.reveal()).toBe("s3cr3t");
  expect(requests.map(({ url }) => new URL(url).host)).toEqual([REFERENCE.vault, REFERENCE.vault]);
  expect(requests[1]?.headers.get("authorization")).toBe("Bearer t");
  expect(requests[1]?.headers.get("user-agent")).toContain("poolkeeper/test");
});

test("a host that wants a token for something else gets none", async () => {
  const { secrets, requests } = secretsOver([challenge("https://management.azure.com"), bundle()]);

  const failure = await failureOf(secrets.read(REFERENCE));

  expect(failure).toBeInstanceOf(Refused);
  expect(failure.code).toBe("NoKeyVault");
  expect(requests).toHaveLength(1);
});

test("a redirection is not followed", async () => {
  const elsewhere = { status: 302, body: "", headers: { location: `https://${REFERENCE.vault}/other` } };
  const { secrets, requests } = secretsOver([elsewhere, bundle()]);

  const failure = await failureOf(secrets.read(REFERENCE));

  expect(failure).toBeInstanceOf(Refused);
  expect(requests).toHaveLength(1);
});

test("a busy vault is not asked again by the client", async () => {
  const { secrets, requests } = secretsOver([{ status: 503, body: "" }, bundle()]);

  expect(await failureOf(secrets.read(REFERENCE))).toBeInstanceOf(Busy);
  expect(requests).toHaveLength(1);
});

test.each([
  ["HTML", "<html>s3cr3t</html>"],
  ["nothing", ""],
  ["a secret without an id", JSON.stringify({ value: "s3cr3t", attributes: {} })],
  ["a secret without a version", JSON.stringify({ value: "s3cr3t", id: ID.slice(0, -33), attributes: {} })],
  ["a secret without a value", JSON.stringify({ id: ID, attributes: {} })],
  ["half a secret", '{ "value": "s3cr3t", '],
])("%s in place of a secret is a busy vault, and none of it is repeated", async (_, body) => {
  const { secrets } = secretsOver([{ status: 200, body }]);

  const failure = await failureOf(secrets.read(REFERENCE));

  expect(failure).toBeInstanceOf(Busy);
  expect(failure.code).toBe("MalformedAnswer");
  expect(inspect(failure, { depth: 9 })).not.toContain("s3cr3t");
});

test("a secret that is not valid yet has to wait", async () => {
  const { secrets } = secretsOver([bundle({ nbf: seconds(60_000) })]);

  const failure = await failureOf(secrets.read(REFERENCE));

  expect(failure).toBeInstanceOf(NotYet);
  expect(failure.message).toBe(
    "the secret api-key of the key vault contoso.vault.azure.net is not valid before 2026-01-05T09:01:00.000Z",
  );
});

test("a secret has expired from the very second that it names", async () => {
  expect(await failureOf(secretsOver([bundle({ exp: seconds(0) })]).secrets.read(REFERENCE))).toMatchObject({
    code: "SecretExpired",
    message: expect.stringContaining("expired on 2026-01-05T09:00:00.000Z"),
  });
  expect(await secretsOver([bundle({ exp: seconds(1_000) })]).secrets.read(REFERENCE)).toMatchObject({
    version: VERSION,
  });
});
