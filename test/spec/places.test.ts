import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSpec } from "../../src/spec/read.ts";
import { validBody } from "./any-body.ts";
import { isMapping, type Mapping, type Node, nodeOf, type Pair, STYLES, writeDown } from "./write-down.ts";

const RUNS = 200;
const BYTE_ORDER_MARK = "\uFEFF";

function read(text: string, path: string) {
  const { problems } = readSpec({ path, bytes: Buffer.from(text) });
  // What rules beyond the shape say is not what was planted here.
  return problems.filter(({ severity, code }) => severity === "error" && code.startsWith("spec/"));
}

/** The mappings of a tree. */
function mappingsIn(node: Node): readonly Mapping[] {
  if (isMapping(node)) return [node, ...node.pairs.flatMap(([, value]) => mappingsIn(value))];
  return Array.isArray(node) ? node.flatMap(mappingsIn) : [];
}

function replaceIn(node: Node, old: Mapping, put: Mapping): Node {
  if (node === old) return put;
  if (isMapping(node)) {
    return {
      pairs: node.pairs.map((pair) => {
        const value = replaceIn(pair[1], old, put);
        return value === pair[1] ? pair : [pair[0], value];
      }),
    };
  }
  return Array.isArray(node) ? node.map((item) => replaceIn(item, old, put)) : node;
}

const KINDS = ["unknown", "wrong", "twice"] as const;

/** A mapping with one mistake in it, and the pair where it is. */
function spoil(
  { pairs }: Mapping,
  kind: (typeof KINDS)[number],
  at: number,
): { spoilt: Mapping; culprit: Pair } {
  const index = at % (pairs.length + 1);
  const pair = pairs[index];
  if (kind === "unknown" || !pair) {
    const culprit: Pair = ["zzUnknown", 1];
    return { spoilt: { pairs: pairs.toSpliced(index, 0, culprit) }, culprit };
  }
  if (kind === "wrong") {
    const culprit: Pair = [pair[0], isMapping(pair[1]) ? 7 : { pairs: [] }];
    return { spoilt: { pairs: pairs.with(index, culprit) }, culprit };
  }
  const culprit: Pair = [...pair];
  return { spoilt: { pairs: [...pairs, culprit] }, culprit };
}

/** Counts by itself, the slow way. */
function placeIn(text: string, offset: number) {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: Array.from(lines.at(-1) ?? "").length + 1 };
}

describe.each(STYLES)("in %s, one mistake in a spec that was right", (style) => {
  const isJson = style.startsWith("JSON");
  const above = isJson ? ["", "\n", " \t"] : ["", "\n", "# 𝒳 — comment\n", "--- # 😀\n", "%YAML 1.2\n---\n"];
  const planted = fc.record({
    body: validBody,
    kind: fc.constantFrom(...KINDS),
    where: fc.nat(),
    at: fc.nat(),
    above: fc.constantFrom(...above),
    mark: fc.constantFrom("", BYTE_ORDER_MARK),
    lineEnd: fc.constantFrom("\n", "\r\n"),
  });

  test("is found at exactly its name, whatever stands around it", () => {
    fc.assert(
      fc.property(planted, ({ body, kind, where, at, above, mark, lineEnd }) => {
        const tree = nodeOf(body);
        const mappings = mappingsIn(tree);
        const target = mappings[where % mappings.length] as Mapping;
        const { spoilt, culprit } = spoil(target, kind, at);
        const { text, offsets } = writeDown(replaceIn(tree, target, spoilt) as Mapping, style);
        const plain = above + text;

        const problems = read(mark + plain.replaceAll("\n", lineEnd), isJson ? "a.json" : "a.yaml");

        expect(problems).toHaveLength(1);
        expect(problems).toMatchObject([placeIn(plain, above.length + (offsets.get(culprit) ?? -1))]);
      }),
      { numRuns: RUNS },
    );
  });
});

/** What is wrong without regard to what a spec must have: `line:column code`. */
function found(bytes: Uint8Array | string, path: string): readonly string[] {
  const { problems } = readSpec({ path, bytes: typeof bytes === "string" ? Buffer.from(bytes) : bytes });
  return problems
    .filter(({ code }) => code.startsWith("spec/") && code !== "spec/required")
    .map(({ line, column, code }) => `${line}:${column} ${code}`);
}

const LATIN_1 = (text: string) => Buffer.from(text, "latin1");
const UTF_16 = (text: string) => Buffer.from(BYTE_ORDER_MARK + text, "utf16le");
const LARGE = " ".repeat(256 * 1024);
const LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";

describe("a mistake has its place", () => {
  test.each<readonly [what: string, text: Uint8Array | string, wanted: readonly string[]]>([
    ["a syntax error", "tags: { a: b }\nname: }\n", ["2:7 spec/syntax"]],
    ["syntax errors on several lines", "name: @a\ntags: `b\n", ["1:7 spec/syntax", "2:7 spec/syntax"]],
    ["a syntax error behind wide characters", 'tags: { a: "😀𝒳é" b }', ["1:18 spec/syntax"]],
    ["a name that is there twice", "name: abc\ntags:\n  a: b\n  a: c\n", ["4:3 spec/duplicate-key"]],
    [
      "a name that is there three times",
      "tags: { a: b, 'a': c, \"a\": d }",
      ["1:15 spec/duplicate-key", "1:23 spec/duplicate-key"],
    ],
    ["an alias of no anchor", "tags:\n  a: *b\n", ["2:6 spec/alias"]],
    ["an alias in what it stands for", "tags: &a\n  b: *a\n", ["2:6 spec/alias"]],
    [
      "an anchor with a mistake, used twice",
      "identity: &a\n  x: 1\ntags: *a\n",
      ["2:3 spec/unknown-property", "2:3 spec/type"],
    ],
    ["a merge key", "tags:\n  <<: { a: b }\n", ["2:3 spec/merge-key"]],
    ["a name that is no text", "tags:\n  1: a\n  ? [b]\n  : c\n", ["2:3 spec/key", "3:5 spec/key"]],
    ["a second document", "name: abc\n---\nname: abd\n", ["2:1 spec/documents"]],
    ["a second document after an end", "name: abc\n...\n# more\n---\nname: abd\n", ["4:1 spec/documents"]],
    ["a tab for indentation", "tags:\n\ta: b\n", ["2:1 spec/syntax"]],
    ["a name behind tabs", "tags:\t{\ta: 1 }\n", ["1:9 spec/type"]],
    ["a tag", "name: !secret a\n", ["1:7 spec/tag"]],
    ["a control character", "name: abc\ntags: \u0007\n", ["2:7 spec/character"]],
    ["a lone carriage return", "name: abc\rtags: {}\n", ["1:10 spec/character"]],
    ["half a character", 'tags:\n  a: "\\ud800"\n', ["2:6 spec/character"]],
    ["bytes that are no UTF-8", LATIN_1("tags:\n  ä: b\n"), ["2:3 spec/encoding"]],
    ["UTF-16", UTF_16("name: abc\n"), ["1:1 spec/encoding"]],
    ["a second byte order mark", `${BYTE_ORDER_MARK}${BYTE_ORDER_MARK}name: abc`, ["1:1 spec/encoding"]],
    ["a file that is too large", `${LARGE}#`, ["1:1 spec/too-large"]],
    ["a Git LFS pointer", LFS, ["1:1 spec/lfs-pointer"]],
    ["an empty file", " \n\n", ["1:1 spec/empty"]],
    ["a mistake after line ends of Windows", "name: abc\r\n\r\ntags:\r\n  a: 1\r\n", ["4:3 spec/type"]],
    [
      "a mistake after a text of several lines",
      "location: >\n  a\n\n  b\ncolour: 1\n",
      ["5:1 spec/unknown-property"],
    ],
    ["a mistake at the end without a line end", "tags:\n  a: 1", ["2:3 spec/type"]],
  ])("in YAML: %s", (_, text, wanted) => {
    expect(found(text, "a.yaml")).toEqual(wanted);
  });

  test.each<readonly [what: string, text: Uint8Array | string, wanted: readonly string[]]>([
    ["a syntax error", '{ "tags": {},\n  "name": } ', ["2:11 spec/syntax"]],
    ["a syntax error behind wide characters", '{ "tags": { "a": "😀𝒳é" b } }', ["1:24 spec/syntax"]],
    [
      "a name that is there twice",
      '{ "name": "abc",\n  "tags": { "a": "b", "a": "c" } }',
      ["2:23 spec/duplicate-key"],
    ],
    [
      "a name that is there twice in other letters",
      '{ "tags": { "a": "b", "\\u0061": "c" } }',
      ["1:23 spec/duplicate-key"],
    ],
    ["an anchor", '{ "tags": &a {} }', ["1:11 spec/syntax"]],
    ["an alias", '{ "tags": *a }', ["1:11 spec/syntax"]],
    ["a merge key", '{ "tags": { "<<": "b" } }', ["1:13 spec/merge-key"]],
    ["a comment", '{ # none\n "name": "abc" }', ["1:3 spec/syntax"]],
    ["a second document", '{ "name": "abc" }\n{ "name": "abd" }', ["2:1 spec/syntax"]],
    ["a second document behind a mark", '{ "name": "abc" }\n---\n{}', ["2:1 spec/syntax"]],
    ["a name behind tabs", '{\n\t"tags":\t{\t"a": 1 } }', ["2:12 spec/type"]],
    ["a tag", '{ "name": !secret "a" }', ["1:11 spec/syntax"]],
    ["a control character", '{ "name": "abc",\n "tags": "\u0007" }', ["2:11 spec/character"]],
    ["a lone carriage return", '{ "name": "abc",\r"tags": {} }', ["1:17 spec/character"]],
    ["half a character", '{ "tags": {\n "a": "\\ud800" } }', ["2:7 spec/character"]],
    ["bytes that are no UTF-8", LATIN_1('{ "tags":\n { "ä": "b" } }'), ["2:5 spec/encoding"]],
    ["UTF-16", UTF_16("{}"), ["1:1 spec/encoding"]],
    ["a second byte order mark", `${BYTE_ORDER_MARK}${BYTE_ORDER_MARK}{}`, ["1:1 spec/encoding"]],
    ["a file that is too large", `${LARGE}{}`, ["1:1 spec/too-large"]],
    ["a Git LFS pointer", LFS, ["1:1 spec/lfs-pointer"]],
    ["an empty file", "", ["1:1 spec/empty"]],
    ["a mistake after line ends of Windows", '{\r\n\r\n  "tags": {\r\n    "a": 1 } }\r\n', ["4:5 spec/type"]],
    ["a missing end", '{ "tags": {\n  "a": "b"\n', ["3:1 spec/syntax"]],
  ])("in JSON: %s", (_, text, wanted) => {
    expect(found(text, "a.json")).toEqual(wanted);
  });

  test("also of a file that was saved with a byte order mark", () => {
    expect(found(`${BYTE_ORDER_MARK}colour: 1\n`, "a.yaml")).toEqual(["1:1 spec/unknown-property"]);
    expect(found(`${BYTE_ORDER_MARK}{"colour": 1}`, "a.json")).toEqual(["1:2 spec/unknown-property"]);
  });
});

test("a name that is there twice tells where the first one is", () => {
  const { problems } = readSpec({ path: "a.yaml", bytes: Buffer.from("tags:\n  a: b\n  c: d\n  a: e\n") });

  expect(problems.find(({ code }) => code === "spec/duplicate-key")?.message).toBe(
    '"a" is there twice: take one out; the first is on line 2',
  );
});
