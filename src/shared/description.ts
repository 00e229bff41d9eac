/** GitHub refuses a longer one. */
export const DESCRIPTION_LENGTH_MAX = 140;

/**
 * The description of a commit status: one line, with nothing in it that steers or hides text. Cut in JavaScript's
 * count, which is never the smaller one, and without half a character at the cut.
 */
export function cutDescription(text: string): string {
  const line = text
    .replaceAll(/\s+/g, " ")
    // Cc control, Cf invisible and direction-changing.
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, "")
    .toWellFormed();
  if (line.length <= DESCRIPTION_LENGTH_MAX) return line;
  return `${line
    .slice(0, DESCRIPTION_LENGTH_MAX - 1)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd()}…`;
}
