import { CODES, type Code } from "./codes.ts";
import type { Problem } from "./problem.ts";
import { RULES } from "./rules/all.ts";

/** What a code stands for, in the words of docs/spec-rules.md. */
export interface Meaning {
  readonly severity: Problem["severity"];
  /** What is wrong, or of a rule what it demands. */
  readonly text: string;
  /** How we know it, where it is a rule's. */
  readonly source?: string;
}

const OF_RULES: ReadonlyMap<string, Meaning> = new Map(
  RULES.map(({ code, severity, demand, source }) => [code, { severity, text: demand, source }]),
);

export function meaningOf(code: Code): Meaning {
  return OF_RULES.get(code) ?? { severity: "error", text: isKnown(code) ? CODES[code] : code };
}

const isKnown = (code: string): code is keyof typeof CODES => Object.hasOwn(CODES, code);
