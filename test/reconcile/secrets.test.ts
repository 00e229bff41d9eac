import { expect, test } from "vitest";
import { withoutSentValues, withoutValues } from "../../src/reconcile/secrets.ts";
import { Refused } from "../../src/shared/failures.ts";
import { Secret } from "../../src/shared/secret.ts";
import { aBody, aChange, aWanted, aWish } from "../builders.ts";

const VALUE = "correct-horse-battery";
const VERSION = "4387e9f3d6e14c459867679a90fd0f79";

test("what ARM says of a request is told without the values that were in it, its code too", () => {
  const said = new Refused({
    code: `Invalid${VALUE}`,
    message: `the secret ${VALUE} is none`,
    status: 400,
    requestId: "42",
    cause: new Error(VALUE),
  });

  const told = withoutValues(said, [{ name: "key", version: VERSION, value: new Secret(VALUE) }]);

  expect(told).toMatchObject({
    class: "refused",
    code: "Invalid[secret]",
    message: "the secret [secret] is none",
    status: 400,
    requestId: "42",
  });
  expect(told.cause).toBeUndefined();
});

test("so is why its operation failed later, when the values are read again", async () => {
  const reference = `https://contoso.vault.azure.net/secrets/key`;
  const body = aBody({ secrets: [{ name: "key", keyVaultSecret: reference }] });
  const change = aChange({ secrets: [{ name: "key", version: VERSION }] });
  const secrets = { read: async () => ({ version: VERSION, value: new Secret(VALUE) }) };
  const operation = { kind: "failed", code: `Bad${VALUE}`, message: `${VALUE} again` } as const;

  const told = await withoutSentValues({ operation }, aWanted({ wish: aWish(body) }), { change, secrets });

  expect(told.operation).toEqual({ kind: "failed", code: "Bad[secret]", message: "[secret] again" });
});
