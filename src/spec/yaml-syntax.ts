import { Composer, type CST, Lexer, type ParsedNode, Parser } from "yaml";
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
    tokens.push(...parser.next(lexeme));
    count += 1;
    if (count > TOKENS_MAX) {
      const message = "the file holds far more than a spec does: one file, one pool";
      return { code: "spec/too-many-values", message, offset: parser.offset };
    }
    if (parser.stack.length > DEPTH_MAX) {
      const message = `the values are nested too deep here: more than ${DEPTH_MAX} levels`;
      return { code: "spec/too-deep", message, offset: parser.offset };
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

/** One document, and no directives that would change what it means. */
function checkShape(tokens: readonly CST.Token[]): Mistake | undefined {
  const directive = tokens.find((token) => token.type === "directive" && !isYaml12(token.source));
  if (directive) {
    const message = "take this directive out: specs are YAML 1.2 without tags of their own";
    return { code: "spec/syntax", message, offset: directive.offset };
  }
  const [first, second] = tokens.filter(({ type }) => type === "document");
  if (!first) return { code: "spec/empty", message: "the file says nothing but comments", offset: 0 };
  if (!second) return undefined;
  const message = "a second document begins here: write one pool in each file";
  return { code: "spec/documents", message, offset: second.offset };
}

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
