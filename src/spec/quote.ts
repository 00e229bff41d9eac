/** Longer texts say nothing more in a message. */
const QUOTED_CHARACTERS_MAX = 60;

/** An author's text inside a message: in quotes, short, on one line, nothing in it hidden. */
export function quote(text: string): string {
  const characters = Array.from(text.slice(0, 2 * QUOTED_CHARACTERS_MAX));
  const shown = characters.slice(0, QUOTED_CHARACTERS_MAX).join("");
  return `"${visible(shown)}${shown.length < text.length ? "…" : ""}"`;
}

/** Shows what would break a line, steer a terminal or not be seen as `\u{…}`. */
export function visible(text: string): string {
  // Cc control, Cf invisible and direction-changing, Cs half a surrogate pair, Z spaces and line breaks.
  return text.replace(/(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}\uFFFD]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
