import type { ErrorCode, YAMLError } from "yaml";
import type { Mistake } from "./place.ts";

/**
 * The parser's mistakes in our words: its own quote the text, and what is quoted could be a secret in the
 * wrong place.
 */
export function explainYamlError(text: string): (error: YAMLError) => Mistake {
  return ({ code, message, pos: [offset] }) => {
    if (code === "TAG_RESOLVE_FAILED" || code === "BAD_COLLECTION_TYPE")
      return { code: "spec/tag", message: TAG, offset };
    return { code: "spec/syntax", message: wordsFor(code, message) ?? unexpected(text[offset]), offset };
  };
}

const TAG = "this tag (!…) does not fit its value, or is none of YAML's own: take it out";

const WORDS: { readonly [code in ErrorCode]?: string } = {
  ALIAS_PROPS: "an alias (*name) takes no anchor or tag of its own",
  BAD_ALIAS: "the name of an anchor (&name) or alias (*name) is missing here, or ends with a colon",
  BAD_DIRECTIVE: "take this directive out: specs are YAML 1.2",
  BAD_DQ_ESCAPE: "there is no such escape in double quotes: write \\\\ for a backslash, or use single quotes",
  BAD_INDENT: "the indentation is wrong here: lines of one group begin in the same column",
  BAD_PROP_ORDER: "anchors and tags stand behind the - or ? here",
  BAD_SCALAR_START: "text that begins with this character needs quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a second name and colon follow: put the text in quotes, or correct the indentation of the next line",
  BLOCK_IN_FLOW: "lines with - or indented names can't stand in { } or [ ]",
  KEY_OVER_1024_CHARS: "this name is too long",
  MULTILINE_IMPLICIT_KEY:
    "a name and its colon must be on one line: is a colon missing behind a name here, or the space after it?",
  MULTIPLE_ANCHORS: "a value takes one anchor (&name) at most",
  MULTIPLE_TAGS: "a value takes one tag (!…) at most",
  RESOURCE_EXHAUSTION: "the values are nested too deep here",
  TAB_AS_INDENT: "YAML is indented with spaces: a tab can't stand here",
};

/** The parser has one code for everything that is missing; its message tells what. */
const MISSING: readonly (readonly [part: string, words: string])[] = [
  ["followed by map values", "a colon and a space are missing behind this name"],
  ["must end with a", "this brace or bracket does not fit the one that it should close"],
  ["Missing ,", "a comma is missing between two entries"],
  ["Missing space after :", "a space is missing behind the colon"],
  ["Comments", "a space is missing before the #"],
  ["directives-end", "a line with --- is missing behind the directive"],
];

function wordsFor(code: ErrorCode, message: string): string | undefined {
  if (code === "MISSING_CHAR") return MISSING.find(([part]) => message.includes(part))?.[1];
  return WORDS[code];
}

function unexpected(character: string | undefined): string {
  const isMark = character !== undefined && /[\p{P}\p{S}]/u.test(character);
  return isMark ? `${character} can't stand here` : UNEXPECTED;
}

const UNEXPECTED = "something is missing before this: a comma, a colon or a new line?";
