import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createSignatures } from "../../src/github/signatures.ts";
import { Secret } from "../../src/shared/secret.ts";

/** The example of GitHub's documentation. */
const SECRET = "It's a Secret to Everybody";
const TEXT = "Hello, World!";
const SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

const signed = (text: string, secret: string) =>
  `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
const signatures = (...secrets: string[]) => createSignatures(secrets.map((secret) => new Secret(secret)));

test("GitHub's published example is good", async () => {
  expect(await signatures(SECRET).verify(TEXT, SIGNATURE)).toBe(true);
});

test("a secret that was pasted with spaces is good", async () => {
  expect(await signatures(` ${SECRET}\n`).verify(TEXT, SIGNATURE)).toBe(true);
});

test("while a secret is replaced, the new one and the old one are good, and no third", async () => {
  const both = signatures("new", "old");

  expect(await both.verify(TEXT, signed(TEXT, "new"))).toBe(true);
  expect(await both.verify(TEXT, signed(TEXT, "old"))).toBe(true);
  expect(await both.verify(TEXT, signed(TEXT, "older"))).toBe(false);
  expect(await signatures("new").verify(TEXT, signed(TEXT, "old"))).toBe(false);
});

test("text beyond ASCII is signed as UTF-8", async () => {
  expect(await signatures(SECRET).verify("ünï ☃", signed("ünï ☃", SECRET))).toBe(true);
});

test.each([
  ["nothing", ""],
  ["a name without a value", "sha256="],
  ["no name", SIGNATURE.slice("sha256=".length)],
  ["SHA-1", `sha1=${createHmac("sha1", SECRET).update(TEXT).digest("hex")}`],
  ["a letter too few", SIGNATURE.slice(0, -1)],
  ["a letter too many", `${SIGNATURE}0`],
  ["upper case", SIGNATURE.toUpperCase()],
  ["a space before", ` ${SIGNATURE}`],
  ["a line end", `${SIGNATURE}\n`],
  ["two values", `${SIGNATURE}, ${SIGNATURE}`],
  ["another value", SIGNATURE.replace("7", "8")],
  ["what is no ASCII", SIGNATURE.replace("7", "ü")],
  ["a very long text", `sha256=${"7".repeat(10_000)}`],
  ["the signature of an empty key", `sha256=${"0".repeat(64)}`],
])("%s is no signature", async (_, signature) => {
  expect(await signatures(SECRET).verify(TEXT, signature)).toBe(false);
});

test("a changed text, or none, is not what was signed", async () => {
  expect(await signatures(SECRET).verify(`${TEXT} `, SIGNATURE)).toBe(false);
  expect(await signatures(SECRET).verify("", signed("", SECRET))).toBe(false);
});

test("without a secret nothing starts", () => {
  expect(() => signatures()).toThrow();
  expect(() => signatures(" ")).toThrow();
});
