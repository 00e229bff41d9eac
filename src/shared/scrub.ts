import { type Secret, SHOWN } from "./secret.ts";

/** What marks a text that was cut. */
const CUT = "…";
/** A shorter beginning of a value is no value: it would be found in any text. */
const BEGINNING_MIN = 4;

/**
 * The text without the secrets' values, as they are or as services write them into messages: escaped for JSON, for a
 * URL, or as base64. Where the text was cut, also without the beginning of a value that stands at the cut.
 */
export function scrub(text: string, secrets: readonly Secret[]): string {
  const spellings = secrets.flatMap((secret) => spellingsOf(secret.reveal()));
  // The longest first: a value may be part of another.
  const sorted = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  const whole = sorted.reduce((shown, spelling) => shown.replaceAll(spelling, SHOWN), text);
  const [last = "", ...cut] = whole.split(CUT).reverse();
  return [...cut.reverse().map((part) => withoutBeginning(part, sorted)), last].join(CUT);
}

function spellingsOf(value: string): readonly string[] {
  if (value === "") return [];
  const wellFormed = value.toWellFormed();
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(wellFormed),
    Buffer.from(wellFormed).toString("base64"),
  ];
}

/** Without the longest end that a value begins with. */
function withoutBeginning(text: string, values: readonly string[]): string {
  let longest = 0;
  for (const value of values) {
    for (let length = Math.min(value.length, text.length); length >= BEGINNING_MIN; length -= 1) {
      if (length <= longest || !text.endsWith(value.slice(0, length))) continue;
      longest = length;
      break;
    }
  }
  return longest === 0 ? text : `${text.slice(0, -longest)}${SHOWN}`;
}
