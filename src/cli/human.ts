import type { Problem } from "../spec/problem.ts";
import { visible } from "../spec/quote.ts";
import type { Report } from "./check.ts";
import { excerpt } from "./excerpt.ts";
import { summarize } from "./summary.ts";

type Style = "bold" | "red" | "yellow" | "dim";
type Paint = (style: Style, text: string) => string;

const CODES: { readonly [style in Style]: number } = { bold: 1, red: 31, yellow: 33, dim: 2 };

const plain: Paint = (_, text) => text;
const colorful: Paint = (style, text) => `\x1b[${CODES[style]}m${text}\x1b[0m`;

/** As a compiler would: the place, what is wrong, the line with a caret; a count at the end. */
export function printHuman(report: Report, { isColorful }: { readonly isColorful: boolean }): string {
  const paint = isColorful ? colorful : plain;
  const problems = report.problems.map((problem) => `${printOne(problem, report, paint)}\n`);
  return [...problems, `${summarize(report)}\n`].join("");
}

/** `pools/a.yaml:4:12 error spec/type message` */
export function printLine(problem: Problem, paint: Paint = plain): string {
  const { file, line, column, severity, code, message } = problem;
  const place = paint("bold", `${visible(file)}:${line}:${column}`);
  return `${place} ${paint(tintOf(problem), severity)} ${paint("dim", code)} ${visible(message)}\n`;
}

const tintOf = ({ severity }: Problem): Style => (severity === "error" ? "red" : "yellow");

function printOne(problem: Problem, { texts }: Report, paint: Paint): string {
  const { file, line, column } = problem;
  const head = printLine(problem, paint);
  const bytes = texts.get(file);
  const shown = bytes && excerpt(bytes, { line, column });
  if (!shown) return head;
  const margin = String(line).padStart(5);
  const gutter = (text: string): string => paint("dim", `${text} |`);
  const caret = `${" ".repeat(shown.width)}${paint(tintOf(problem), "^")}`;
  return `${head}${gutter(margin)} ${shown.text}\n${gutter(" ".repeat(margin.length))} ${caret}\n`;
}
