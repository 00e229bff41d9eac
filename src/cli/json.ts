import type { Report } from "./check.ts";

/** One line: `{"files":N,"problems":[…]}`; `pointer` is `null` where there is none. */
export function printJson({ files, problems }: Report): string {
  const listed = problems.map(({ file, line, column, severity, code, message, pointer = null }) => ({
    ...{ file, line, column, severity, code, message, pointer },
  }));
  return `${stringify({ files, problems: listed })}\n`;
}

/** JSON in which everything that a terminal could take for a command is escaped. */
export function stringify(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => escapeUnit(character.charCodeAt(unit))).join(""),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
