import type { Code } from "./codes.ts";
import { visible } from "./quote.ts";

/** A mistake (`error`, refuses the commit) or a doubt (`warning`, shown and deployed) at a place in a file. */
export interface Problem {
  readonly severity: "error" | "warning";
  /** Stable and greppable, such as `spec/syntax`. */
  readonly code: Code;
  /** What is wrong and what to write instead. */
  readonly message: string;
  /** Path from the repository's root. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in characters. */
  readonly column: number;
  /** JSON pointer of the value, where there is one. */
  readonly pointer?: string;
}

/** `pools/a.yaml:4:12 spec/type message`: a place that editors and terminals make clickable, and a code to look up. */
export function printProblem(problem: Problem): string {
  const { file, line, column, code, message } = problem;
  return `${visible(file)}:${line}:${column} ${code} ${message}`;
}

/** By file, then from top to bottom. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column);
}

/** So many of them at most, in their order. Errors come before warnings: what refuses a commit is always told. */
export function mostTelling(problems: readonly Problem[], max: number): readonly Problem[] {
  if (problems.length <= max) return problems;
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const kept = new Set([...errors, ...warnings].slice(0, max));
  return problems.filter((problem) => kept.has(problem));
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
