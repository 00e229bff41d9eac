import { expect, test } from "vitest";
import { withoutCredentials } from "../../src/shared/credentials.ts";

test.each([
  ["the URL https://a.test/x?t=1&sig=abc%2Fdef&se=2 was refused", "https://a.test/x?t=1&sig=[secret]&se=2"],
  // As ARM signs the address of an operation.
  [
    "see https://arm.test/operationStatuses/7?t=6&c=MII&s=abc%2F0123456789abcdef&h=abc%2F",
    "&s=[secret]&h=[secret]",
  ],
  ["AccountName=a;AccountKey=Zm9vYmFy==;EndpointSuffix=x", "AccountKey=[secret];EndpointSuffix"],
  ["Authorization: Bearer abcdef0123456789abcdef", "Bearer [secret]"],
  ["got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl there", "got [secret] there"],
  ["with ghp_0123456789abcdefghij0123456789abcdef", "with [secret]"],
  ['{"password": "hunter2"}', '"password": "[secret]"'],
  ["pull from https://user:hunter2@contoso.azurecr.io/x", "https://user:[secret]@contoso.azurecr.io"],
  ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- was there", "[secret] was there"],
])("%s", (text, shown) => {
  expect(withoutCredentials(text)).toContain(shown);
  expect(withoutCredentials(text)).not.toMatch(/hunter2|Zm9v|abc%2F|MIIE|0123456789abcdef/);
});

test.each([
  "SessionPoolInvalidSecretRef: the secret 'api-key' is not defined.",
  "Resource '/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/rg' was disallowed by policy.",
  "The token is expired. Please use a valid token.",
])("what tells no secret stays as it is: %s", (text) => {
  expect(withoutCredentials(text)).toBe(text);
});
