import { Composer, type CST, isScalar, Lexer, type ParsedNode, Parser } from "yaml";
import type { Mistake } from "./place.ts";
import { explainYamlError } from "./yaml-error.ts";

/** A spec goes nine levels deep. Bounded, because the parsers below call themselves for each. */
const DEPTH_MAX = 50;

/** Five characters a token fill a file of the largest size; more is no spec and would only take time. */
const TOKENS_MAX = 50_000;

/** One broken line breaks the lines below it, so the first ones say all. */
const SYNTAX_MISTAKES_MAX = 20;

export type Syntax =
  | { readonly kind: "tree"; readonly root: ParsedNode }
  | { readonly kind: "broken"; readonly mistakes: readonly Mistake[] };

/** YAML 1.2 with the core schema: the tree of the one document in the text. */
export function parseYaml(text: string): Syntax {
  const tokens = readTokens(text);
  if ("code" in tokens) return broken([tokens]);
  const shape = checkShape(tokens);
  if (shape) return broken([shape]);
  // Unique keys are checked later: here each key would be compared with each other.
  const composer = new Composer({ version: "1.2", uniqueKeys: false, resolveKnownTags: false });
  const [document] = composer.compose(tokens, true, text.length);
  const root = document?.contents;
  const errors = document ? [...document.errors, ...document.warnings] : [];
  if (errors.length > 0 || !root) return broken(firstOfEachLine(errors.map(explainYamlError(text)), text));
  if (isScalar(root) && root.source === "") return broken([NOTHING]);
  return { kind: "tree", root };
}

function broken(mistakes: readonly Mistake[]): Syntax {
  return { kind: "broken", mistakes };
}

function readTokens(text: string): readonly CST.Token[] | Mistake {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const unclosed = findUnclosed(lexeme, parser);
    if (unclosed) return unclosed;
    tokens.push(...parser.next(lexeme));
    count += 1;
    const excess = findExcess(count, parser);
    if (excess) return excess;
  }
  const unclosed = findUnclosed(BRACKETS_END, parser);
  if (unclosed) return unclosed;
  tokens.push(...parser.end());
  return tokens;
}

/** What the lexer says where brackets end that were not closed. */
const BRACKETS_END = "\x18";

/** Where something begins that nothing closes: left to itself, the parser names the place where it gave up. */
function findUnclosed(lexeme: string, { offset, stack }: Parser): Mistake | undefined {
  if (/^["']/.test(lexeme)) {
    const inside = lexeme.slice(1).replace(lexeme[0] === '"' ? /\\./gs : /''/g, "");
    const message = "the closing quote of this text is missing";
    return inside.endsWith(lexeme.charAt(0)) ? undefined : { code: "spec/syntax", message, offset };
  }
  if (lexeme !== BRACKETS_END) return undefined;
  const open = stack.find((token) => token.type === "flow-collection" && token.end.length === 0);
  const message =
    "this is never closed, or the lines in it are indented no further than the line that it stands on";
  return open && { code: "spec/syntax", message, offset: open.offset };
}

function findExcess(count: number, { offset, stack }: Parser): Mistake | undefined {
  if (count > TOKENS_MAX) {
    const message = "the file holds far more than a spec does: one file, one pool";
    return { code: "spec/too-many-values", message, offset };
  }
  if (stack.length <= DEPTH_MAX) return undefined;
  const message = `the values are nested too deep here: more than ${DEPTH_MAX} levels`;
  return { code: "spec/too-deep", message, offset };
}

/** One document, and no directives that would change what it means. */
function checkShape(tokens: readonly CST.Token[]): Mistake | undefined {
  const directive = tokens.find((token) => token.type === "directive" && !isYaml12(token.source));
  if (directive) {
    const message = "take this directive out: specs are YAML 1.2 without tags of their own";
    return { code: "spec/syntax", message, offset: directive.offset };
  }
  const [first, second] = tokens.filter(({ type }) => type === "document");
  if (!first) return NOTHING;
  if (!second) return undefined;
  const message = "a second document begins here: write one pool in each file";
  return { code: "spec/documents", message, offset: second.offset };
}

const NOTHING: Mistake = { code: "spec/empty", message: "the file says nothing", offset: 0 };

function isYaml12(directive: string): boolean {
  return /^%YAML[ \t]+1\.2$/.test(directive.trim());
}

function firstOfEachLine(mistakes: readonly Mistake[], text: string): readonly Mistake[] {
  const first = mistakes.toSorted((a, b) => a.offset - b.offset).slice(0, SYNTAX_MISTAKES_MAX);
  const lines = new Map<number, Mistake>();
  for (const mistake of first) {
    const line = mistake.offset === 0 ? -1 : text.lastIndexOf("\n", mistake.offset - 1);
    if (!lines.has(line)) lines.set(line, mistake);
  }
  return [...lines.values()];
}
