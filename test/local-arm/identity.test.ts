import { ManagedIdentityCredential } from "@azure/identity";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createFixedClock, type FixedClock } from "../fakes/fixed-clock.ts";
import { type Identity, startIdentity } from "../local/identity/endpoint.ts";
import { createTokens, SYSTEM_CLIENT_ID } from "../local/identity/tokens.ts";

const CLIENT_ID = "11111111-2222-4333-8444-555555555555";
const STORAGE = "https://storage.azure.com";
const DAY_MS = 24 * 60 * 60 * 1000;

const claimsOf = (token: string): { readonly [claim: string]: unknown } =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

describe("tokens", () => {
  let clock: FixedClock;
  let issuer: ReturnType<typeof createTokens>;

  beforeEach(() => {
    clock = createFixedClock();
    issuer = createTokens(clock);
  });

  it("carry what Entra's do, with the audience letter by letter", () => {
    const { token, expiresOnTimestamp } = issuer.issue(`${STORAGE}/`, CLIENT_ID);

    const claims = claimsOf(token);
    const nowSeconds = clock.now() / 1000;
    expect(claims).toMatchObject({
      aud: `${STORAGE}/`,
      iss: expect.stringMatching(/^https:\/\/sts\.windows\.net\/[0-9a-f-]{36}\/$/),
      appid: CLIENT_ID,
      exp: expiresOnTimestamp / 1000,
    });
    expect(claims.nbf).toBeLessThan(nowSeconds);
    expect(claims.exp).toBe(nowSeconds + DAY_MS / 1000);
  });

  it.each([STORAGE, `${STORAGE}/`, ["https://other", STORAGE]])("are good for %s", (audience) => {
    expect(issuer.check(`Bearer ${issuer.issue(STORAGE).token}`, audience)).toBeUndefined();
  });

  it.each<[why: string, header: (token: string) => string | undefined, code: string]>([
    ["there is none", () => undefined, "AuthenticationFailed"],
    ["it is of another kind", () => "Basic abc", "InvalidAuthenticationToken"],
    ["it is no token", () => "Bearer abc", "InvalidAuthenticationToken"],
    ["it was changed", (token) => `Bearer ${token.replace(/\.(.)/, ".x$1")}`, "InvalidAuthenticationToken"],
    ["it has no signature", (token) => `Bearer ${token.replace(/[^.]+$/, "")}`, "InvalidAuthenticationToken"],
    [
      "somebody else signed it",
      () => `Bearer ${createTokens(createFixedClock()).issue(STORAGE).token}`,
      "InvalidAuthenticationToken",
    ],
  ])("are refused when %s", (_, header, code) => {
    expect(issuer.check(header(issuer.issue(STORAGE).token), STORAGE)).toMatchObject({ code });
  });

  it("are refused for another audience, naming both", () => {
    expect(issuer.check(`Bearer ${issuer.issue(STORAGE).token}`, "https://arm")).toEqual({
      code: "InvalidAuthenticationToken",
      message: `The access token is not accepted: it is for '${STORAGE}', and this is 'https://arm'.`,
    });
  });

  it("are refused before and after their time", () => {
    const header = `Bearer ${issuer.issue(STORAGE).token}`;

    clock.advance(DAY_MS);
    const late = issuer.check(header, STORAGE);
    clock.advance(-2 * DAY_MS);
    const early = issuer.check(header, STORAGE);

    expect(late?.code).toBe("ExpiredAuthenticationToken");
    expect(early?.code).toBe("InvalidAuthenticationToken");
  });
});

describe("the managed-identity endpoint", () => {
  let identity: Identity;

  // The client keeps the endpoint for as long as its process lives: all tests share one.
  beforeAll(async () => {
    identity = await startIdentity({ clock: { now: Date.now }, clientIds: [CLIENT_ID] });
    vi.stubEnv("IDENTITY_ENDPOINT", identity.endpoint);
    vi.stubEnv("IDENTITY_HEADER", identity.header);
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await identity.close();
  });

  const ask = async (
    query: string,
    headers: { [name: string]: string } = { "x-identity-header": identity.header },
  ) => {
    const answer = await fetch(`${identity.endpoint}?${query}`, { headers });
    return { status: answer.status, body: (await answer.json()) as { readonly message?: string } };
  };

  // So does it keep tokens, by identity and resource: each test asks for another resource.
  it("gives @azure/identity a token for a user-assigned identity", async () => {
    const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID });

    const { token, expiresOnTimestamp } = await credential.getToken(`${STORAGE}/.default`);

    expect(claimsOf(token)).toMatchObject({ aud: STORAGE, appid: CLIENT_ID });
    expect(identity.tokens.check(`Bearer ${token}`, STORAGE)).toBeUndefined();
    expect(expiresOnTimestamp - Date.now()).toBeGreaterThan(DAY_MS - 60_000);
  });

  it("gives @azure/identity a token for the system-assigned identity", async () => {
    const { token } = await new ManagedIdentityCredential().getToken("https://127.0.0.1:4711/.default");

    expect(claimsOf(token)).toMatchObject({ aud: "https://127.0.0.1:4711", appid: SYSTEM_CLIENT_ID });
  });

  it("gives @azure/identity nothing for an identity that the app doesn't have", async () => {
    const stranger = CLIENT_ID.replaceAll("1", "9");

    await expect(
      new ManagedIdentityCredential({ clientId: stranger }).getToken("https://graph.microsoft.com/.default"),
    ).rejects.toThrow("no managed identity with this client_id is assigned");
  });

  it.each([
    ["resource=https://a", 400, "api-version must be 2019-08-01, not ''"],
    ["resource=https://a&api-version=2017-09-01", 400, "api-version must be 2019-08-01, not '2017-09-01'"],
    ["api-version=2019-08-01", 400, "resource must be a URI or an application's id, not ''"],
    [
      "api-version=2019-08-01&resource=storage",
      400,
      "resource must be a URI or an application's id, not 'storage'",
    ],
    [
      "api-version=2019-08-01&resource=https://a&mi_res_id=/b",
      400,
      "no managed identity with this mi_res_id",
    ],
  ])("answers %s with %i", async (query, status, message) => {
    expect(await ask(query)).toMatchObject({ status, body: { message: expect.stringContaining(message) } });
  });

  it.each(["api://app", CLIENT_ID, `${STORAGE}/`])("takes the resource %s", async (resource) => {
    expect(await ask(`api-version=2019-08-01&resource=${resource}`)).toMatchObject({
      status: 200,
      body: { resource, token_type: "Bearer", expires_on: expect.stringMatching(/^\d{10}$/) },
    });
  });

  it.each([{}, { "x-identity-header": "guessed" }])(
    "answers 401 to a caller with headers %o",
    async (headers) => {
      const answer = await ask("api-version=2019-08-01&resource=https://a", headers);

      expect(answer.status).toBe(401);
      expect(answer.body).not.toHaveProperty("access_token");
    },
  );
});
