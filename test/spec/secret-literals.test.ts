import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSpec } from "../../src/spec/read.ts";
import { isSecretPair, secretIn } from "../../src/spec/secret-shapes.ts";

const CUSTOM = readFileSync(
  join(import.meta.dirname, "../fixtures/specs/rules/pool-ready-instances/valid.yaml"),
  "utf8",
);

/** Put together here, so that no scanner of this repository finds what it looks for. */
const spliced = (...parts: readonly string[]): string => parts.join("");
/** What a shell fills in. */
const FILLED_IN = spliced("$", "{PASSWORD}");
const LETTERS = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3iL6oP9r";
const BASE64 = `${LETTERS}${LETTERS}aBcDeF`;

const SECRETS: readonly (readonly [kind: string, text: string])[] = [
  ["a private key", spliced("-----BEGIN ", "PRIVATE KEY-----\nMIIE")],
  ["a private key", spliced("-----BEGIN RSA ", "PRIVATE KEY-----")],
  ["a private key", spliced("-----BEGIN OPENSSH ", "PRIVATE KEY-----")],
  ["a GitHub token", spliced("gh", "p_", LETTERS.slice(0, 36))],
  ["a GitHub token", spliced("github", "_pat_", LETTERS.slice(0, 22), "_", LETTERS)],
  ["a GitLab token", spliced("glp", "at-", LETTERS.slice(0, 20))],
  ["an npm token", spliced("np", "m_", LETTERS.slice(0, 36))],
  ["a Slack token", spliced("xo", "xb-", "123456789012-", LETTERS.slice(0, 24))],
  ["an AWS access key", spliced("AK", "IA", "ABCDEFGHIJKLMNOP")],
  ["a Google API key", spliced("AI", "za", LETTERS.slice(0, 35))],
  ["an API key", spliced("s", "k-", LETTERS)],
  ["an API key", spliced("s", "k-proj-", LETTERS)],
  ["an API key", spliced("s", "k-svcacct-", "a_b-", LETTERS.slice(0, 16))],
  ["an API key", spliced("s", "k-ant-", "api03-", "a_b-", LETTERS.slice(0, 16))],
  ["a Hugging Face token", spliced("h", "f_", LETTERS.slice(0, 34))],
  ["a Stripe key", spliced("s", "k_live_", LETTERS.slice(0, 24))],
  ["an Entra client secret", spliced("abc", "8Q", "~", LETTERS.slice(0, 34))],
  ["a JSON web token", spliced("ey", "JhbGciOiJIUzI1NiJ9", ".ey", "JzdWIiOiIxMjM0NTY3ODkwIn0", ".", LETTERS)],
  ["an account key", `${BASE64}==`],
  ["a connection string with its key", `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${LETTERS}`],
  ["a connection string with its key", "Server=db;User Id=sa;Password=hunter2!;"],
  ["a connection string with its key", "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKey=hunter2"],
  ["a shared access signature", `https://a.blob.core.windows.net/b?sv=2024-01-01&sig=${LETTERS}`],
  ["a password in a URL", "postgres://app:hunter2@db.example.com:5432/app"],
  ["a password in a URL", "redis://:hunter2@cache:6379"],
];

const HARMLESS: readonly string[] = [
  "",
  "hello",
  "https://contoso.vault.azure.net/secrets/api-key",
  "https://example.com/a:b@c",
  "postgres://db.example.com:5432/app",
  `postgres://app:${FILLED_IN}@db/app`,
  "Server=db;Authentication=Active Directory Default;Database=a",
  `Server=db;Password=${FILLED_IN};`,
  "while true; do echo hello; sleep 10;done",
  "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345",
  "0123456789abcdef0123456789abcdef01234567",
  `sha256:${"0123456789abcdef".repeat(4)}`,
  "-----BEGIN CERTIFICATE-----",
  "-----BEGIN PUBLIC KEY-----",
  "task-runner-with-a-long-name",
  "sk-learn-runner-with-a-long-name",
  `sha512-${BASE64}==`,
  `${BASE64}${BASE64}==`,
  "ask --password=false",
  "design=abcdefghijklmnopqrstuvwxyz",
];

describe("a text", () => {
  it.each(SECRETS)("that is %s is known by its shape", (kind, text) => {
    expect(secretIn(text)).toBe(kind);
    expect(secretIn(`run --with="${text}" now`)).toBe(kind);
  });

  it.each(HARMLESS)("%j is no secret", (text) => {
    expect(secretIn(text)).toBeUndefined();
  });

  it("is looked at in bounded time, whatever it is", () => {
    const pieces = [
      "eyJ",
      "eyJaaaaaaaaaa.",
      "-",
      "-----BEGIN ",
      "A ",
      "a://",
      "a:",
      "https://a:",
      "password = ",
      "sig=",
      "aaa1Q~",
      "a+/",
      "sk-",
    ];
    for (const piece of pieces) {
      const text = piece.repeat(100_000 / piece.length);
      const began = process.cpuUsage();

      secretIn(text);
      isSecretPair("PASSWORD", text);
      isSecretPair(text, "hunter2");

      // The processor's time: a pattern that tries again and again would take minutes.
      expect(process.cpuUsage(began).user / 1000).toBeLessThan(1000);
    }
  });
});

describe("a variable", () => {
  it.each([
    ["PASSWORD", "hunter2"],
    ["DB_PASSWORD", "hunter2"],
    ["DbPassword", "hunter2"],
    ["db-password", "hunter2"],
    ["API_KEY", "abc"],
    ["apiKey", "abc"],
    ["OPENAI_APIKEY", "abc"],
    ["STORAGE_ACCOUNT_KEY", "abc"],
    ["KEY", "abc"],
    ["GITHUB_TOKEN", "abc"],
    ["TOKEN_2", "abc"],
    ["CLIENT_SECRET", "abc"],
    ["MYSQL_PWD", "abc"],
    ["CONNECTIONSTRING", "abc"],
    ["SQL_CONNECTION_STRING", "abc"],
  ])("%s with a value is a secret", (name, value) => {
    expect(isSecretPair(name, value)).toBe(true);
  });

  it.each([
    ["PASSWORD", ""],
    ["PASSWORD", FILLED_IN],
    ["PASSWORD", "<your password>"],
    ["PASSWORD_FILE", "/run/secrets/password"],
    ["TOKEN", "/run/secrets/token"],
    ["TOKEN_URL", "https://login.example.com/token"],
    ["TOKEN", "https://login.example.com/token"],
    ["MAX_TOKENS", "4096"],
    ["TOKEN", "4096"],
    ["REQUIRE_PASSWORD", "true"],
    ["PWD", "/app"],
    ["PARTITION_KEY", "customer"],
    ["PUBLIC_KEY", "abc"],
    ["KEY_VAULT_NAME", "contoso"],
    ["SECRET_NAME", "api-key"],
    ["TOKENIZERS_PARALLELISM", "abc"],
    ["MONKEY", "abc"],
    ["KEYBOARD", "abc"],
    [
      "APPLICATIONINSIGHTS_CONNECTION_STRING",
      "InstrumentationKey=34adfa4f-cedf;IngestionEndpoint=https://a/",
    ],
    ["SQL_CONNECTION_STRING", "Server=db;Authentication=Active Directory Default"],
    ["REDIS_CONNECTION_STRING", "cache:6379"],
  ])("%s that is %j is none", (name, value) => {
    expect(isSecretPair(name, value)).toBe(false);
  });
});

describe("a spec", () => {
  const withContainer = (lines: string) =>
    CUSTOM.replace("        resources:", `${lines}        resources:`).concat("tags: { note: NOTE }\n");
  const read = (text: string) => readSpec({ path: "a.yaml", bytes: Buffer.from(text) });
  const token = SECRETS[3]?.[1] ?? "";

  it.each([
    [
      "a value",
      withContainer(`        env: [{ name: LEVEL, value: "${token}" }]\n`),
      "containers/0/env/0/value",
    ],
    ["a command", withContainer(`        command: [run, "${token}"]\n`), "containers/0/command/1"],
    ["an argument", withContainer(`        args: ["--token=${token}"]\n`), "containers/0/args/0"],
    ["a tag", withContainer("").replace("NOTE", token), "/tags/note"],
  ])("with a token in %s is deployed and warned, and the token stays out of the words", (_, text, end) => {
    const { spec, problems } = read(text);

    expect(spec).toBeDefined();
    expect(problems).toMatchObject([{ code: "pool/secret-literal", severity: "warning" }]);
    expect(problems[0]?.pointer?.endsWith(end)).toBe(true);
    expect(JSON.stringify(problems)).not.toContain(token);
  });

  it("has none of its variables' values in any message", () => {
    const words = fc.stringMatching(/^[A-Za-z0-9+/=!~-]{8,40}$/);
    const names = fc.constantFrom("PASSWORD", "LEVEL", "API_KEY", "A");

    fc.assert(
      fc.property(names, words, words, (name, value, argument) => {
        const { problems } = read(
          withContainer(
            `        args: [${JSON.stringify(argument)}]\n        env: [{ name: ${name}, value: ${JSON.stringify(value)}, secretRef: b }]\n`,
          ),
        );

        expect(problems.length).toBeGreaterThan(0);
        const said = problems.map(({ message }) => message).join(" ");
        expect(said).not.toContain(value);
        expect(said).not.toContain(argument);
      }),
      { numRuns: 200 },
    );
  });
});
