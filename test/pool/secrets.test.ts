import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  describeSecrets,
  followsRotation,
  parseVault,
  SECRETS_MAX,
  vaultsOf,
  wantedSecrets,
  withValues,
} from "../../src/pool/secrets.ts";
import { Secret } from "../../src/shared/secret.ts";
import schema from "../../src/spec/session-pool.schema.json" with { type: "json" };
import { aBody } from "../builders.ts";

const VERSION = "4387e9f3d6e14c459867679a90fd0f79";
const secret = (name: string, keyVaultSecret: string) => ({ name, keyVaultSecret });
const NEWEST = secret("a", "https://Contoso.vault.azure.net/secrets/Api-Key");
const PINNED = secret("b", `https://contoso.vault.azure.cn/secrets/b/${VERSION.toUpperCase()}`);

describe("the secrets that a body wants", () => {
  it("are read with their vaults' hosts, names and versions", () => {
    expect(wantedSecrets(aBody({ secrets: [NEWEST, PINNED] }))).toEqual([
      { name: "a", reference: { vault: "contoso.vault.azure.net", name: "Api-Key" } },
      { name: "b", reference: { vault: "contoso.vault.azure.cn", name: "b", version: VERSION } },
    ]);
    expect(vaultsOf(aBody({ secrets: [NEWEST, PINNED, NEWEST] }))).toEqual([
      "contoso.vault.azure.net",
      "contoso.vault.azure.cn",
    ]);
  });

  it("are none where it has none", () => {
    expect(wantedSecrets(aBody())).toEqual([]);
    expect(wantedSecrets(aBody({ secrets: [] }))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["a value", { name: "a", value: "hunter2" }],
    ["a value for a reference", { name: "a", keyVaultSecret: "hunter2" }],
    ["no name", { keyVaultSecret: NEWEST.keyVaultSecret }],
    ["no object", "hunter2"],
  ])("are a bug where there is %s, which is not repeated", (_, broken) => {
    const body = aBody({ secrets: [broken as string] });

    expect(() => wantedSecrets(body)).toThrow(TypeError);
    expect(() => wantedSecrets(body)).not.toThrow(/hunter2/);
  });

  it("are as many as the schema allows, and not one more", () => {
    const many = (count: number) => aBody({ secrets: Array.from({ length: count }, () => NEWEST) });

    expect(schema.properties.properties.properties.secrets.maxItems).toBe(SECRETS_MAX);
    expect(wantedSecrets(many(SECRETS_MAX))).toHaveLength(SECRETS_MAX);
    expect(() => wantedSecrets(many(SECRETS_MAX + 1))).toThrow(RangeError);
  });

  it("follow rotation if one of them names no version", () => {
    expect(followsRotation(aBody({ secrets: [PINNED, NEWEST] }))).toBe(true);
    expect(followsRotation(aBody({ secrets: [PINNED] }))).toBe(false);
    expect(followsRotation(aBody())).toBe(false);
  });
});

test("what is sent has values in place of references, and all else as it was", () => {
  const body = aBody({ secrets: [NEWEST], environmentId: "/e" });

  const sent = withValues(body, [{ name: "a", value: new Secret("v") }]);

  expect(sent).toEqual(aBody({ secrets: [{ name: "a", value: "v" }], environmentId: "/e" }));
  expect(body).toEqual(aBody({ secrets: [NEWEST], environmentId: "/e" }));
  expect(withValues(aBody(), [])).toEqual(aBody());
});

test("whatever the schema takes for a reference can be read, and its vault is one that settings can name", () => {
  const { pattern } = schema.properties.properties.properties.secrets.items.properties.keyVaultSecret;

  fc.assert(
    fc.property(fc.stringMatching(new RegExp(pattern)), (keyVaultSecret) => {
      const [wanted] = wantedSecrets(aBody({ secrets: [secret("a", keyVaultSecret)] }));

      expect(parseVault(wanted?.reference.vault ?? "")).toBe(wanted?.reference.vault);
    }),
  );
});

test("names of changed secrets are told, the first few of many", () => {
  expect(describeSecrets(["a", "b"])).toBe("secrets changed: a, b");
  expect(describeSecrets(["a", "b", "c", "d", "e", "f", "g"])).toBe(
    "secrets changed: a, b, c, d, e and 2 more",
  );
});
