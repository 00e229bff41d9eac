import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "../../src/pool/redact.ts";
import { canonicalJson } from "../../src/shared/canonical.ts";
import type { JsonObject } from "../../src/shared/json.ts";
import { CUSTOM } from "./bodies.ts";

test("of secrets only the names are left, in whatever shape they come", () => {
  const resource = {
    properties: {
      secrets: [
        { name: "a", value: "hush" },
        { name: "b", keyVaultUrl: "hush" },
        "hush",
        ["hush"],
        { value: "hush" },
        null,
      ],
    },
    later: { Secrets: { a: "hush", b: { value: "hush" } } },
    odd: { secrets: "hush" },
  };

  expect(redact(resource)).toEqual({
    properties: { secrets: [{ name: "a" }, { name: "b" }, {}, {}, {}, {}] },
    later: { Secrets: { a: {}, b: {} } },
    odd: { secrets: null },
  });
});

test("a property that is a secret by its name is dropped, a reference to one is kept", () => {
  const credentials = { password: "hush", clientSecret: "hush", accountKey: "hush", apiToken: ["hush"] };

  expect(redact({ a: [{ ...credentials, username: "u", passwordSecretRef: "p" }] })).toEqual({
    a: [{ username: "u", passwordSecretRef: "p" }],
  });
});

test("tags, environment variables and ids of identities are plain", () => {
  const resource = {
    tags: { token: "cost-7", secrets: "none" },
    identity: { userAssignedIdentities: { "/subscriptions/s/identities/read-token": {} } },
    env: [{ name: "TOKEN", value: "plain", secretRef: "s" }],
  };

  expect(redact(resource)).toEqual(resource);
});

test("the rest stays, and the resource is not touched", () => {
  const before = structuredClone(CUSTOM);

  const redacted = redact({ ...CUSTOM });

  expect(CUSTOM).toEqual(before);
  expect(redacted).toEqual({
    ...CUSTOM,
    properties: { ...CUSTOM.properties, secrets: [{ name: "registry" }, { name: "database" }] },
  });
});

test("whatever the resource is, no secret leaves and the copy has a canonical form", () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constant("hush\ud800"),
      fc.integer(),
      fc.array(tie("value")),
      tie("object"),
    ),
    object: fc.dictionary(fc.constantFrom("a", "\ud800", "__proto__", "tags"), tie("value")),
  }));
  fc.assert(
    fc.property(fc.constantFrom("secrets", "Secrets", "password"), value, (name, secret) => {
      const resource = { properties: { list: [{ [name]: secret as JsonObject }] }, odd: "\udc00" };

      expect(canonicalJson(redact(resource))).not.toContain("hush");
    }),
  );
});

test("redacting twice is redacting once", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("secrets", "name", "tags", "token"), fc.jsonValue()),
      (object) => {
        const once = redact(object);

        expect(redact(once)).toEqual(once);
      },
    ),
  );
});
