import type { Place } from "../spec/place.ts";
import { visible } from "../spec/quote.ts";

/** A line of a file, fit to be shown. */
export interface Excerpt {
  readonly text: string;
  /** How many columns of a terminal stand before the place. */
  readonly width: number;
}

/** Longer lines are cut around the place. */
const CHARACTERS_MAX = 100;
/** What stays before the place in a line that is cut. */
const CHARACTERS_BEFORE = 40;
const CUT = "…";
const TAB = "  ";

/** The line of a place, of a private one little more than its name; nothing if the file has no such line, or it is blank. */
export function excerpt(bytes: Uint8Array, { line, column }: Place, isPrivate: boolean): Excerpt | undefined {
  const whole = lineOf(bytes, line);
  if (whole === undefined || whole.trim() === "") return undefined;
  const characters = Array.from(isPrivate ? hideAll(whole) : hideValues(whole));
  // What is hidden is where its mark is.
  const last = characters.at(-1) === CUT ? characters.length - 1 : characters.length;
  const at = Math.min(column - 1, last);
  const start = at > CHARACTERS_MAX - CHARACTERS_BEFORE ? at - CHARACTERS_BEFORE : 0;
  const end = start + CHARACTERS_MAX;
  const before = `${start > 0 ? CUT : ""}${show(characters.slice(start, at))}`;
  const after = `${show(characters.slice(at, end))}${end < characters.length ? CUT : ""}`;
  return { text: `${before}${after}`.trimEnd(), width: widthOf(before) };
}

function lineOf(bytes: Uint8Array, line: number): string | undefined {
  // Bytes that are no UTF-8 become replacement characters; a byte order mark is no character.
  const lines = new TextDecoder().decode(bytes).split("\n", line);
  return lines[line - 1]?.replace(/\r$/, "");
}

/** What follows such a name may be a secret in the wrong place, and logs are read by more people than repositories. */
const PRIVATE =
  /(^|[^\w-])((?:value|(?!keyVaultSecret\b)\w*(?:password|passwd|secret|token|connectionstring|key))["']?\s*:\s*)(?=\S).+$/i;

function hideValues(line: string): string {
  return line.replace(PRIVATE, `$1$2${CUT}`);
}

/** The beginning of a line in which nothing is a secret: what an entry is called, and the name of what follows. */
const PUBLIC =
  /^\s*(?:- +)*(?:\{ *)?(?:["']?name["']?\s*:\s*["']?[\w.-]+["']?\s*(?:,\s*|$))?(?:["']?(?:args|command|env|keyVaultSecret|secrets|tags|value)["']?\s*:\s*)?/i;

/** A secret's address is none, and people want to see what is wrong in it. */
const ADDRESS = /^\s*(?:- +)*["']?keyVaultSecret["']?\s*:\s*["']?https:\/\/\S*$/;

function hideAll(line: string): string {
  if (ADDRESS.test(line)) return line;
  const [shown = ""] = PUBLIC.exec(line) ?? [];
  return shown === line ? line : `${shown}${CUT}`;
}

function show(characters: readonly string[]): string {
  return visible(characters.join("").replaceAll("\t", TAB));
}

/** Characters that terminals show two columns wide. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
