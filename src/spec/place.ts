import type { Problem } from "./problem.ts";

/** Where in a file, counted from 1, columns in characters. */
export type Place = Pick<Problem, "line" | "column">;

/** A problem found in a text: `offset` counts UTF-16 units from its beginning. */
export type Mistake = Pick<Problem, "code" | "message" | "pointer"> &
  /** An error where nothing is said. */
  Partial<Pick<Problem, "severity">> & {
    readonly offset: number;
    /** Where what is repeated stands for the first time. */
    readonly firstOffset?: number;
  };

/** Says which place an offset of the text is. */
export function placesIn(text: string): (offset: number) => Place {
  const lineStarts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    const line = lineStarts.findLastIndex((start) => start <= offset);
    const before = text.slice(lineStarts[line], offset);
    return { line: line + 1, column: Array.from(before).length + 1 };
  };
}
