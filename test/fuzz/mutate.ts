import type { Chance } from "../../src/ports.ts";
import type { Seedling } from "./corpus.ts";

/** A little more than a spec may have, so that the limit itself is met. */
const BYTES_MAX = 257 * 1024;

const MUTATIONS_MAX = 5;

type Random = Chance["random"];
type Mutation = (text: string, random: Random, corpus: readonly Seedling[]) => string;

/** The input of this seed: some seedling, changed a few times. The same for the same random numbers. */
export function mutate(corpus: readonly Seedling[], random: Random): Seedling {
  const seedling = pick(corpus, random);
  // Latin-1 keeps each byte a character of its own, so that any byte can be changed.
  let text = seedling.bytes.toString("latin1");
  // Once more often than many times: what is changed much is soon no YAML at all.
  const times = 1 + Math.floor(random() ** 3 * MUTATIONS_MAX);
  for (let time = 0; time < times; time += 1) {
    text = pick(MUTATIONS, random)(text, random, corpus).slice(0, BYTES_MAX);
  }
  const path = random() < 0.1 ? pick(["a.yaml", "a.json", "a.yml"], random) : seedling.path;
  return { path, bytes: Buffer.from(text, "latin1") };
}

function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

function pick<T>(list: readonly T[], random: Random): T {
  const chosen = list[below(list.length, random)];
  if (chosen === undefined) throw new Error("There is nothing to pick from.");
  return chosen;
}

const bytesOf = (text: string) => Buffer.from(text).toString("latin1");

/** What YAML, JSON and our own rules look at. */
const TOKENS = [
  ..."{ } [ ] , : - ? & * ! | > ' \" % @ ` # ~ \\ / . < =".split(" "),
  ..."\n|\r\n|\r|\t| |  |: |:\n|- |- - |? |--- |\n---\n|\n...\n|# c\n| #|&a |*a|*a |&b |*b|!!str |!!int |!x |!<a> ".split(
    "|",
  ),
  ..."%YAML 1.2\n---\n;%YAML 1.1\n;%TAG ! a\n;<<: ;__proto__: ;constructor: ;toString: ;$schema: ;null;true;~;yes".split(
    ";",
  ),
  ..."0 -0 1e3 1e400 -1 0x1F 0o17 .5 1. .inf -.inf .nan 9007199254740993 1_000 2147483648 300 3600".split(
    " ",
  ),
  ...'"\\ud83d" "\\ude00" "\\u0000" "\\x" \'\' "" {} [] {}{} [[ ]] //c /*c*/ \'\'\' \\u00e9 \\'.split(" "),
  ..."name: properties: tags: secrets: value: secretRef: identity: containers: env: image: location:".split(
    " ",
  ),
  ...'"name": "properties": "tags": "secrets": "value": "containers":'.split(" "),
  ...["\uFEFF", "é", "😀", "\u2028", "\u0085", "\u00a0", "\u202e", "\ufffd", "\u{10ffff}", "\u0000"].map(
    bytesOf,
  ),
  ..."\xff|\xc3|\xf0\x9f|\xed\xa0\x80|\xc0\x80|\xff\xfe".split("|"),
];

const COUNTS = [2, 3, 10, 60, 300, 3000];

const MUTATIONS: readonly Mutation[] = [
  // Bytes.
  (text, random) => splice(text, below(text.length, random), 1, String.fromCharCode(below(256, random))),
  (text, random) => {
    const at = below(text.length, random);
    return splice(text, at, 1, String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << below(8, random))));
  },
  (text, random) => splice(text, below(text.length, random), 1 + below(30, random), ""),
  (text, random) => text.slice(0, below(text.length + 1, random)),
  // Pieces.
  putToken,
  putToken,
  putToken,
  (text, random) =>
    splice(text, below(text.length, random), 0, pick(TOKENS, random).repeat(pick(COUNTS, random))),
  (text, random, corpus) =>
    splice(text, below(text.length, random), below(50, random), pieceOf(corpus, random)),
  (text, random) => {
    const [from, length] = [below(text.length, random), 1 + below(60, random)];
    const piece = text.slice(from, from + length);
    return splice(
      text,
      below(text.length, random),
      0,
      piece.repeat(random() < 0.1 ? pick(COUNTS, random) : 1),
    );
  },
  // Values: what stands behind a colon.
  putValue,
  putValue,
  // Lines.
  (text, random) => withLines(text, (lines, at) => lines.toSpliced(at, 0, lines[at] ?? ""), random),
  (text, random) => withLines(text, (lines, at) => lines.toSpliced(at, 1), random),
  (text, random) => withLines(text, (lines, at) => lines.with(at, ` ${lines[at]}`), random),
  (text, random) => withLines(text, (lines, at) => lines.with(at, (lines[at] ?? "").slice(1)), random),
  (text, random) => {
    const other = random();
    return withLines(
      text,
      (lines, at) => {
        const to = Math.floor(other * lines.length);
        return lines.with(at, lines[to] ?? "").with(to, lines[at] ?? "");
      },
      random,
    );
  },
  // Whole files.
  (text, random, corpus) =>
    text + pick(["", "\n", "\n---\n"], random) + pick(corpus, random).bytes.toString("latin1"),
  (text) => text.replaceAll("\n", "\r\n"),
  (text) => text.replaceAll("\n", " # é\n"),
  (text) => bytesOf("\uFEFF") + text,
  (text, random) => {
    const [open, close] = pick(
      [
        ["[", "]"],
        ["{a: ", "}"],
        ["- ", ""],
        ['{"a":', "}"],
      ] as const,
      random,
    );
    const depth = pick(COUNTS, random);
    return open.repeat(depth) + text + close.repeat(depth);
  },
  // An alias bomb.
  (text, random) => {
    const levels = 1 + below(12, random);
    const width = 1 + below(12, random);
    const first = pick(["x", "[x, x]", "{ x: y }", `"${"long ".repeat(500)}"`], random);
    const bomb = Array.from({ length: levels }, (_, level) => {
      return `  l${level}: &l${level} ${level === 0 ? first : `[${`*l${level - 1}, `.repeat(width)}]`}\n`;
    });
    return `${text}\ntags:\n${bomb.join("")}`;
  },
];

function splice(text: string, at: number, length: number, put: string): string {
  return text.slice(0, at) + put + text.slice(at + length);
}

function putToken(text: string, random: Random): string {
  return splice(text, below(text.length, random), below(3, random), pick(TOKENS, random));
}

function putValue(text: string, random: Random): string {
  const colons = [...text.matchAll(/:[ \n]?/g)];
  if (colons.length === 0) return putToken(text, random);
  const colon = pick(colons, random);
  const at = colon.index + colon[0].length;
  const length = /^[^\n,}\]]*/.exec(text.slice(at))?.[0].length ?? 0;
  return splice(text, at, random() < 0.5 ? length : 0, pick(TOKENS, random));
}

function pieceOf(corpus: readonly Seedling[], random: Random): string {
  const text = pick(corpus, random).bytes.toString("latin1");
  const from = below(text.length, random);
  return text.slice(from, from + 1 + below(400, random));
}

function withLines(
  text: string,
  change: (lines: readonly string[], at: number) => readonly string[],
  random: Random,
) {
  const lines = text.split("\n");
  return change(lines, below(lines.length, random)).join("\n");
}
