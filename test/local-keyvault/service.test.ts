import { expect, it } from "vitest";
import { at, NOW_MS } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createTokens } from "../local/identity/tokens.ts";
import { KeyVaultService } from "../local/keyvault/service.ts";
import { KeyVaultSettingsError } from "../local/keyvault/settings.ts";

const VERSION = "2026-04-01";

function createService() {
  const clock = createFixedClock();
  const tokens = createTokens(clock);
  const service = new KeyVaultService({
    clock,
    checkToken: (authorization) => tokens.check(authorization, "https://vault.azure.net"),
  });
  const good = `Bearer ${tokens.issue("https://vault.azure.net").token}`;
  const ask = async (path: string, { authorization = good, method = "GET", version = VERSION } = {}) => {
    const answer = await service.handle({
      method,
      url: new URL(`https://vault.test${path}?api-version=${version}`),
      headers: authorization === "" ? {} : { authorization },
      body: Buffer.alloc(0),
    });
    if (answer === "drop") return { status: 0, headers: {}, body: undefined };
    const { status, headers = {}, body = "" } = answer;
    return { status, headers, body: JSON.parse(String(body)) };
  };
  return { service, ask, tokens };
}

it("asks whoever comes without a token for one, before all else", async () => {
  const { ask, tokens } = createService();
  const others = `Bearer ${tokens.issue("https://management.azure.com").token}`;

  for (const authorization of ["", "Bearer x", others]) {
    const { status, headers, body } = await ask("/contoso/secrets/a", { authorization, version: "1" });

    expect(status).toBe(401);
    expect(headers).toMatchObject({
      "www-authenticate": expect.stringMatching(
        /^Bearer authorization="https:\/\/login\.microsoftonline\.com\/[0-9a-f-]+", resource="https:\/\/vault\.azure\.net"$/,
      ),
    });
    expect(body.error.code).toBe("Unauthorized");
  }
});

it("shows the newest version, or the one that is named, in Key Vault's own shape", async () => {
  const { service, ask } = createService();
  const { version, id } = service.set({ vault: "contoso", name: "a", value: "one", expires: at(60_000) });
  service.set({ vault: "contoso", name: "a", value: "two" });

  const newest = await ask("/contoso/secrets/a/");
  const named = await ask(`/Contoso/secrets/A/${version}`);

  expect(id).toBe(`https://contoso.vault.azure.net/secrets/a/${version}`);
  expect(newest).toMatchObject({ status: 200, body: { value: "two", attributes: { enabled: true } } });
  expect(named).toMatchObject({
    status: 200,
    body: { value: "one", attributes: { created: NOW_MS / 1000, exp: NOW_MS / 1000 + 60 } },
  });
});

it.each([
  [
    "an api-version that nobody knows",
    "/contoso/secrets/a",
    { version: "2019-01-01" },
    400,
    "BadParameter",
    undefined,
  ],
  ["a secret that is not there", "/contoso/secrets/other", {}, 404, "SecretNotFound", undefined],
  [
    "a version that is not there",
    `/contoso/secrets/a/${"0".repeat(32)}`,
    {},
    404,
    "SecretNotFound",
    undefined,
  ],
  ["another vault's secret", "/fabrikam/secrets/a", {}, 404, "SecretNotFound", undefined],
  ["a disabled secret", "/contoso/secrets/off", {}, 403, "Forbidden", "SecretDisabled"],
  ["a vault without a role", "/closed/secrets/a", {}, 403, "Forbidden", "ForbiddenByRbac"],
  ["something else", "/contoso/certificates/a", {}, 404, "NotFound", undefined],
  ["another method", "/contoso/secrets/a", { method: "DELETE" }, 405, "MethodNotAllowed", undefined],
])("refuses %s", async (_, path, options, status, code, inner) => {
  const { service, ask } = createService();
  service.configure({ denied: ["closed"] });
  service.set({ vault: "contoso", name: "a", value: "one" });
  service.set({ vault: "contoso", name: "off", value: "one", enabled: false });

  const answer = await ask(path, options);

  expect(answer.status).toBe(status);
  expect(answer.body.error.code).toBe(code);
  expect(answer.body.error.innererror?.code).toBe(inner);
});

it("does as it is ordered, so many times, and keeps a record", async () => {
  const { service, ask } = createService();
  service.set({ vault: "contoso", name: "a", value: "one" });
  service.configure({
    faults: [{ path: "/a", times: 1, status: 429, code: "Throttled", retryAfter: 9 }, { times: 1 }],
  });

  const throttled = await ask("/contoso/secrets/a");
  await ask("/contoso/secrets/a");
  await ask("/contoso/secrets/a");

  expect(throttled).toMatchObject({
    headers: { "retry-after": "9" },
    body: { error: { code: "Throttled" } },
  });
  expect(service.requests()).toEqual(
    [429, 0, 200].map((status) => ({ time: at(0), method: "GET", path: "/contoso/secrets/a", status })),
  );
});

it.each<[unknown, RegExp]>([
  [{ vault: "contoso", name: "a" }, /body: must have required property 'value'/],
  [{ vault: "a", name: "a_b", value: "hunter2" }, /vault: must match.*; name: must match/],
  [{ vault: "contoso", name: "a", value: "hunter2", expires: "tomorrow" }, /expires: must match/],
  [{ vault: "contoso", name: "a", value: "hunter2", valeu: 1 }, /there is no 'valeu'/],
])("takes no secret that can't be, and repeats no value: %j", (secret, problem) => {
  const { service } = createService();

  expect(() => service.set(secret)).toThrow(KeyVaultSettingsError);
  expect(() => service.set(secret)).toThrow(problem);
  expect(() => service.set(secret)).not.toThrow(/hunter2/);
});

it("takes no settings that can't be, and changes nothing then", async () => {
  const { service, ask } = createService();
  service.set({ vault: "contoso", name: "a", value: "one" });

  expect(() => service.configure({ denied: ["contoso"], faults: [{ times: 0 }] })).toThrow(
    "faults.0.times: must be >= 1",
  );

  expect((await ask("/contoso/secrets/a")).status).toBe(200);
});
