import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSecrets } from "../../src/keyvault/secrets.ts";
import { Busy, NotYet } from "../../src/shared/failures.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemorySecrets } from "../fakes/memory-secrets.ts";
import { type CertificateFiles, createCertificate } from "../local/certificate.ts";
import { createTokens, type Tokens } from "../local/identity/tokens.ts";
import { type KeyVault, startKeyVault } from "../local/keyvault/start.ts";
import { trust } from "../local/trust.ts";
import { failureOf } from "./failure-of.ts";
import { type SecretsSubject, secretsContract, VAULT } from "./secrets-contract.ts";

secretsContract("in memory", (): SecretsSubject => {
  const clock = createFixedClock();
  const secrets = createMemorySecrets(clock);
  return {
    secrets,
    nowMs: clock.now(),
    set: (name, value, options) => secrets.set(VAULT, name, value, options),
    allow: (isAllowed) => secrets.allow(VAULT, isAllowed),
    throttleNext: (seconds) =>
      secrets.failNext(
        "read",
        new Busy({ code: "Throttled", message: "later", retryAfterMs: seconds * 1000 }),
      ),
  };
});

const clock = { now: Date.now };
let directory: string;
let tls: CertificateFiles;
let tokens: Tokens;
let vaults: KeyVault;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "poolkeeper-vault-"));
  tls = await createCertificate(directory);
  trust(tls.caFile);
  tokens = createTokens(clock);
  vaults = await startKeyVault({ clock, tls, tokens });
});

afterAll(async () => {
  await vaults.close();
  await rm(directory, { recursive: true });
});

const secretsAt = (endpoint: string, issuedFor: (scope: string) => string = (scope) => scope) =>
  createSecrets({
    endpoint,
    clock,
    userAgent: "poolkeeper/test",
    credential: {
      getToken: async (scopes) => tokens.issue(issuedFor([scopes].flat()[0]?.replace("/.default", "") ?? "")),
    },
  });

let subjects = 0;

secretsContract("the adapter on the Key Vault stand-in", (): SecretsSubject => {
  // A vault of its own for each test, behind the one that they all name.
  subjects += 1;
  const vault = `contoso-${subjects}`;
  const { service, endpoint } = vaults;
  return {
    secrets: secretsAt(endpoint.replace("{vault}", vault)),
    nowMs: clock.now(),
    set: (name, value, { enabled = true, expiresAt } = {}) =>
      service.set({
        ...{ vault, name, value, enabled },
        ...(expiresAt === undefined ? {} : { expires: new Date(expiresAt).toISOString() }),
      }).version,
    allow: (isAllowed) => service.configure({ denied: isAllowed ? [] : [vault] }),
    throttleNext: (seconds) =>
      service.configure({ faults: [{ times: 1, status: 429, code: "Throttled", retryAfter: seconds }] }),
  };
});

describe("the adapter", () => {
  const name = "asked-for";
  const reference = { vault: VAULT, name };
  const requests = () => vaults.service.requests().filter(({ path }) => path.includes(name));

  it("asks without a token once, for whom the token is to be, and never again", async () => {
    vaults.service.set({ vault: "contoso", name, value: "v" });
    const secrets = secretsAt(vaults.endpoint);

    await secrets.read(reference);
    await secrets.read(reference);

    expect(requests().map(({ status, path }) => `${status} ${path}`)).toEqual([
      "401 /contoso/secrets/asked-for/",
      "200 /contoso/secrets/asked-for/",
      "200 /contoso/secrets/asked-for/",
    ]);
  });

  it("has to wait where its token is not taken", async () => {
    const failure = await failureOf(
      secretsAt(vaults.endpoint, () => "https://storage.azure.com").read(reference),
    );

    expect(failure).toBeInstanceOf(NotYet);
    expect(failure.status).toBe(401);
  });

  it("finds a vault busy whose connection breaks, and tells nothing of the request", async () => {
    vaults.service.configure({ faults: [{ times: 1 }] });

    const failure = await failureOf(secretsAt(vaults.endpoint).read(reference));

    expect(failure).toBeInstanceOf(Busy);
    expect(failure.status).toBeUndefined();
  });
});
