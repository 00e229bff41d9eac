import { describe, expect, test } from "vitest";
import { readSpec } from "../../src/spec/read.ts";

const YAML = `subscriptionId: 34adfa4f-cedf-4dc0-ba29-b6d1a69ab345
resourceGroup: rg
name: interpreter
location: East US
properties: { poolManagementType: Dynamic, containerType: PythonLTS, scaleConfiguration: { maxConcurrentSessions: 100 }, dynamicPoolConfiguration: { lifecycleConfiguration: { cooldownPeriodInSeconds: 300 } }, sessionNetworkConfiguration: {} }
`;

const JSON_TEXT = `{ "location": "East US", "name": "interpreter", "resourceGroup": "rg",
  "properties": { "scaleConfiguration": { "maxConcurrentSessions": 1e2 }, "containerType": "PythonLTS",
    "dynamicPoolConfiguration": { "lifecycleConfiguration": { "cooldownPeriodInSeconds": 300 } },
    "poolManagementType": "Dynamic", "sessionNetworkConfiguration": {} },
  "subscriptionId": "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345" }`;

const read = (text: string, path = "pools/a.yaml") =>
  readSpec({ path, bytes: new TextEncoder().encode(text) });

describe("what is read", () => {
  test("is the pool and the body as the author wrote it", () => {
    const { spec } = read(YAML);

    expect(spec?.pool).toEqual({
      subscriptionId: "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345",
      resourceGroup: "rg",
      name: "interpreter",
    });
    expect(spec?.body).toEqual({
      location: "East US",
      properties: {
        poolManagementType: "Dynamic",
        containerType: "PythonLTS",
        scaleConfiguration: { maxConcurrentSessions: 100 },
        dynamicPoolConfiguration: { lifecycleConfiguration: { cooldownPeriodInSeconds: 300 } },
        sessionNetworkConfiguration: {},
      },
    });
  });

  test("has the places that say which pool it is, in characters", () => {
    const { spec } = read(
      `{ tags: { "😀": "😀" }, name: abc, resourceGroup: rg, location: x,\n  subscriptionId: 34adfa4f-cedf-4dc0-ba29-b6d1a69ab345, ${/properties:.*/.exec(YAML)?.[0]} }`,
    );

    expect(spec?.places).toEqual({
      name: { line: 1, column: 23 },
      resourceGroup: { line: 1, column: 34 },
      subscriptionId: { line: 2, column: 3 },
    });
  });

  test("has one hash however it is written down", () => {
    const [yaml, json, upper] = [
      read(YAML),
      read(JSON_TEXT, "b.JSON"),
      read(YAML.replace("34adfa", "34ADFA")),
    ];

    expect(yaml.spec?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(json.spec?.hash).toBe(yaml.spec?.hash);
    expect(upper.spec?.hash).toBe(yaml.spec?.hash);
  });

  test("has nothing of the schema that is named for editors", () => {
    const named = read(JSON_TEXT.replace("{", '{ "$schema": "https://example.com/schema.json",'), "a.json");
    const commented = read(`# yaml-language-server: $schema=schema.json\n${YAML}`);

    expect(named.problems).toEqual([]);
    expect(named.spec?.body).toEqual(read(YAML).spec?.body);
    expect([named.spec?.hash, commented.spec?.hash]).toEqual([read(YAML).spec?.hash, read(YAML).spec?.hash]);
  });

  test.each([
    ["another value", YAML.replace("100", "101")],
    ["another pool", YAML.replace("interpreter", "other")],
    ["another spelling of a value", YAML.replace("East US", "eastus")],
    ["a value left out", YAML.replace(", sessionNetworkConfiguration: {}", "")],
  ])("has another hash for %s", (_, text) => {
    expect(read(text).spec?.hash).toBeDefined();
    expect(read(text).spec?.hash).not.toBe(read(YAML).spec?.hash);
  });
});

describe("JSON", () => {
  const at = (text: string) => {
    const { problems } = read(text, "pools/a.json");
    return problems.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
  };

  test.each([
    ['{ "name": "abc", }', "1:18 spec/syntax the comma before this brace is one too many"],
    ['{ "name": ["abc", ] }', "1:19 spec/syntax the comma before this bracket is one too many"],
    ["{\n  // why\n}", "2:3 spec/syntax JSON has no comments: take this out"],
    ["{\n  # why\n}", "2:3 spec/syntax JSON has no comments: take this out"],
    ['{ name: "abc" }', "1:3 spec/syntax a name in double quotes must stand here"],
    ["{ 'name': 1 }", "1:3 spec/syntax JSON knows double quotes only"],
    ['{ "name" "abc" }', "1:10 spec/syntax a colon is missing between the name and its value"],
    [
      '{ "name": "abc"\n "location": 1 }',
      "2:2 spec/syntax a comma, or the closing brace or bracket, is missing here",
    ],
    ['{ "name": [1 2] }', "1:14 spec/syntax a comma, or the closing brace or bracket, is missing here"],
    ['{ "name": [1} }', "1:13 spec/syntax a comma, or the closing brace or bracket, is missing here"],
    [
      '{ "name": abc }',
      "1:11 spec/syntax a value must stand here: text in double quotes, a number, true, false, null, { or [",
    ],
    ['{ "name": 01 }', "1:12 spec/syntax a comma, or the closing brace or bracket, is missing here"],
    ['{ "name": ', "1:11 spec/syntax the JSON ends too early: a value, a brace or a bracket is missing"],
    [
      '{ "name": "abc }',
      "1:11 spec/syntax this text is not complete: its closing quote is missing on this line, or a \\ in it needs another \\ before it",
    ],
    [
      '{ "name": "a\\b\\c" }',
      "1:11 spec/syntax this text is not complete: its closing quote is missing on this line, or a \\ in it needs another \\ before it",
    ],
    ["{} {}", "1:4 spec/syntax the JSON is complete before this: take the rest out"],
    [
      "name: abc\n",
      "1:1 spec/syntax a value must stand here: text in double quotes, a number, true, false, null, { or [",
    ],
    ["", "1:1 spec/empty the file is empty"],
  ])("%j is no spec", (text, problem) => {
    expect(at(text)).toEqual([problem]);
  });

  test("has places for what JSON allows and a spec does not", () => {
    const text = JSON_TEXT.replace('"rg"', '"rg", "name": "twice"').replace("1e2", '"100"');

    expect(at(text)).toEqual([
      '1:72 spec/duplicate-key "name" is there twice: take one out; the first is on line 1',
      '2:43 spec/type maxConcurrentSessions must be a whole number, not "100": take the quotes away',
    ]);
  });
});

describe("limits", () => {
  test("a file of 256 KiB is read, one byte more is not", () => {
    const filled = YAML.padEnd(256 * 1024, "#");

    expect(read(filled).problems).toEqual([]);
    expect(read(`${filled}#`).problems).toMatchObject([{ code: "spec/too-large", line: 1, column: 1 }]);
  });

  test("aliases count with what they stand for", () => {
    const list = `[${"x, ".repeat(999)}x]`;
    const aliases = (count: number) => `${YAML}tags: { a: &a ${list}, b: [${"*a, ".repeat(count)}] }\n`;
    const codes = (text: string) => read(text).problems.map(({ code }) => code);

    expect(codes(aliases(18))).toEqual(["spec/type", "spec/type"]);
    expect(codes(aliases(19))).toContain("spec/too-many-values");
  });

  test("aliases of a long text count with its length", () => {
    const text = "x".repeat(100_000);
    const aliases = (count: number) => `tags: { a: &a ${text}, b: [${"*a, ".repeat(count)}] }\n`;
    const codes = (count: number) => read(YAML + aliases(count)).problems.map(({ code }) => code);

    expect(codes(15)).not.toContain("spec/too-many-values");
    expect(codes(20)).toContain("spec/too-many-values");
    // Written out, these would be more than a text can hold.
    expect(codes(9000)).toContain("spec/too-many-values");
  });

  test("a name has 1,024 characters at most, however it is written", () => {
    const inTags = (name: string) =>
      ["a.yaml", "a.json"].map((path) => {
        const { problems } = read(JSON.stringify({ tags: { [name]: "x" } }), path);
        return problems
          .filter(({ code }) => code === "spec/key")
          .map(({ line, column }) => `${line}:${column}`);
      });

    expect(inTags("n".repeat(1024))).toEqual([[], []]);
    expect(inTags("n".repeat(1025))).toEqual([["1:10"], ["1:10"]]);
  });

  test("a file of far more pieces than a spec has is not read to its end", () => {
    const { problems } = read(`${YAML}tags: [${"a, ".repeat(20_000)}]\n`);

    expect(problems).toMatchObject([{ code: "spec/too-many-values", line: 6 }]);
  });

  test("of broken lines, the first twenty are shown", () => {
    const { problems } = read("]\n".repeat(1000));

    expect(problems).toHaveLength(20);
    expect(problems.at(-1)).toMatchObject({ code: "spec/syntax", line: 20, column: 1 });
  });

  test("a file with thousands of mistakes shows the first of them", () => {
    const { problems } = read(YAML + Array.from({ length: 5000 }, (_, index) => `x${index}: 1\n`).join(""));

    expect(problems).toHaveLength(500);
    expect(problems.at(-1)).toMatchObject({ line: 505, column: 1, code: "spec/unknown-property" });
  });
});

test.each([
  ["a secret's value", "properties: { secrets: [{ name: a, value: hunter2 }] }"],
  ["a secret's value that is no text", "properties: { secrets: { value: [hunter2] } }"],
  ["a value among references", "properties: { secrets: [{ name: a, keyVaultSecret: hunter2 }] }"],
  ["a number among references", "properties: { secrets: [{ name: a, keyVaultSecret: 31337 }] }"],
  ["a value that stands for a secret", "properties: { secrets: [hunter2] }"],
  ["a value that became a name", "properties: { secrets: [{ hunter2: }] }"],
  ["a value that is too long for a name", `properties: { secrets: [{ name: ${"hunter2".repeat(99)} }] }`],
  ["text that should be properties", "properties: hunter2"],
  ["a number that should be text", "properties: { environmentId: 31337 }"],
  ["broken YAML", "properties: { secrets: [{ name: a, value: @hunter2 }] }"],
  ["broken YAML after a value", "properties: { secrets: hunter2 } hunter2"],
  ["an unknown tag's value", "properties: !secret hunter2"],
  ["an unclosed text", 'properties: "hunter2'],
  ["a text that is cut off", 'properties: "hunter2\\q"'],
])("%s is not repeated in a message", (_, line) => {
  const { problems } = read(YAML.replace(/properties:.*/, line));

  expect(problems.length).toBeGreaterThan(0);
  expect(JSON.stringify(problems)).not.toMatch(/hunter2|31337/);
});

test("a secret with its value is told where the value belongs, at the value's own place", () => {
  const { problems } = read(YAML.replace("properties: {", "properties: { secrets: [{ name: a, value: b }],"));

  expect(problems).toMatchObject([
    { code: "spec/secret-value", pointer: "/properties/secrets/0/value", line: 5, column: 36 },
  ]);
  expect(problems[0]?.message).toContain("keyVaultSecret: https://{vault}.vault.azure.net/secrets/{name}");
});

test("a byte that is no UTF-8 is found where it stands", () => {
  for (let before = 0; before < 100; before += 1) {
    const bytes = Buffer.concat([Buffer.from("é".repeat(before)), Buffer.of(0xff), Buffer.from("rest é")]);

    const { problems } = readSpec({ path: "a.yaml", bytes });

    expect(problems).toMatchObject([{ code: "spec/encoding", line: 1, column: before + 1 }]);
  }
});

test("anchors mean what they mean in YAML: the last one before the alias", () => {
  const { spec } = read(`${YAML}tags:
  a: &x one
  b: *x
  c: &x two
  d: *x
  &x e: f
  g: *x
`);

  expect(spec?.body.tags).toEqual({ a: "one", b: "one", c: "two", d: "two", e: "f", g: "e" });
});
