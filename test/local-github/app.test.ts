import { generateKeyPairSync } from "node:crypto";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFixedClock, type FixedClock } from "../fakes/fixed-clock.ts";
import { APP, PRIVATE_KEY, signJwt } from "./app.ts";
import { HERE, octokitFor, openStandIn, SILENT, type StandIn } from "./open-stand-in.ts";
import { refused } from "./outcome.ts";

const REPOSITORY = "GET /repos/{owner}/{repo}";
const TOKENS = "POST /app/installations/{installation_id}/access_tokens";
const STATUS = "POST /repos/{owner}/{repo}/statuses/{sha}";

let clock: FixedClock;
let standIn: StandIn;
beforeEach(async () => {
  clock = createFixedClock(Date.now());
  standIn = await openStandIn({ app: APP, clock });
});
afterEach(() => standIn.close());

const withJwt = (jwt: string) => new Octokit({ baseUrl: standIn.github.apiUrl, log: SILENT, auth: jwt });
const mint = (jwt: string, parameters: object = {}) =>
  withJwt(jwt).request(TOKENS, { installation_id: APP.installationId, ...parameters });

test("an App reads with the installation token that it asked for by itself", async () => {
  const octokit = new Octokit({
    baseUrl: standIn.github.apiUrl,
    log: SILENT,
    authStrategy: createAppAuth,
    auth: { appId: APP.id, privateKey: PRIVATE_KEY, installationId: APP.installationId },
  });
  const { data } = await octokit.request(REPOSITORY, HERE);
  await octokit.request(REPOSITORY, HERE);

  expect(data.private).toBe(true);
  expect(standIn.github.requests().map(({ method }) => method)).toEqual(["POST", "GET", "GET"]);
});

test("a JWT may name the App by its client id, and counts for the App's own routes only", async () => {
  const jwt = signJwt({ iss: APP.clientId });
  const { status } = await mint(jwt);
  const reading = await refused(withJwt(jwt).request(REPOSITORY, HERE));

  expect(status).toBe(201);
  expect(reading.status).toBe(403);
});

test.each([
  ["signed by another key", () => signJwt({}, otherKey()), "A JSON web token could not be decoded"],
  ["no JWT at all", () => "eyJ.nothing", "A JSON web token could not be decoded"],
  ["of another App", () => signJwt({ iss: 99 }), "'Issuer' claim"],
  ["expired", () => signJwt({ exp: seconds() - 100 }), "'Expiration time' claim ('exp') must be"],
  ["valid for too long", () => signJwt({ exp: seconds() + 660 }), "'exp') is too far in the future"],
  ["issued in the future", () => signJwt({ iat: seconds() + 90 }), "'Issued at' claim"],
])("a JWT that is %s is refused", async (_, jwt, complaint) => {
  const { status, data } = await refused(mint(jwt()));

  expect(status).toBe(401);
  expect(data).toMatchObject({ message: expect.stringContaining(complaint) });
});

test("an installation token ends after an hour", async () => {
  const { data } = await mint(signJwt());
  const octokit = octokitFor(standIn.github, data.token);
  await octokit.request(REPOSITORY, HERE);
  clock.advance(3_600_000);

  expect(await refused(octokit.request(REPOSITORY, HERE))).toMatchObject({
    status: 401,
    data: { message: "Bad credentials" },
  });
});

test("a token narrowed to reading can't post a status, and is told what it would take", async () => {
  const { data } = await mint(signJwt(), { permissions: { contents: "read" } });
  const octokit = octokitFor(standIn.github, data.token);
  await octokit.request(REPOSITORY, HERE);
  const sha = "0".repeat(40);

  expect(await refused(octokit.request(STATUS, { ...HERE, sha, state: "pending" }))).toMatchObject({
    status: 403,
    headers: { "x-accepted-github-permissions": "statuses=write" },
    data: { message: "Resource not accessible by integration" },
  });
});

test("a token with more than the installation has, or of another installation, is refused", async () => {
  const more = await refused(mint(signJwt(), { permissions: { contents: "write" } }));
  const other = await refused(withJwt(signJwt()).request(TOKENS, { installation_id: 1 }));

  expect([more.status, other.status]).toEqual([422, 404]);
});

function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

function otherKey(): string {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  }).privateKey;
}
