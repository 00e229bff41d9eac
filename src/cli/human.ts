import type { Problem } from "../spec/problem.ts";
import { visible } from "../spec/quote.ts";
import type { Report } from "./check.ts";
import { type Excerpt, excerpt } from "./excerpt.ts";
import { summarize } from "./summary.ts";

type Style = "bold" | "red" | "yellow" | "dim";
type Paint = (style: Style, text: string) => string;

const CODES: { readonly [style in Style]: number } = { bold: 1, red: 31, yellow: 33, dim: 2 };

const plain: Paint = (_, text) => text;
const colorful: Paint = (style, text) => `\x1b[${CODES[style]}m${text}\x1b[0m`;

/** As a compiler would: the place, what is wrong, the line with a caret; a count at the end. */
export function printHuman(report: Report, { isColorful }: { readonly isColorful: boolean }): string {
  const paint = isColorful ? colorful : plain;
  const privateLines = new Set(report.problems.filter(isPrivate).map(lineOf));
  const problems = report.problems.map((problem) => {
    const shown = lineAt(problem, report, privateLines.has(lineOf(problem)));
    return `${printLine(problem, paint)}${shown ? underline(shown, problem, paint) : ""}\n`;
  });
  return [...problems, `${summarize(report)}\n`].join("");
}

/** `pools/a.yaml:4:12 error spec/type message` */
export function printLine(problem: Problem, paint: Paint = plain): string {
  const { file, line, column, severity, code, message } = problem;
  const place = paint("bold", `${visible(file)}:${line}:${column}`);
  return `${place} ${paint(tintOf(problem), severity)} ${paint("dim", code)} ${visible(message)}\n`;
}

const tintOf = ({ severity }: Problem): Style => (severity === "error" ? "red" : "yellow");

/** Whether a secret may stand in the problem's line, under whatever name. */
function isPrivate({ code, pointer = "" }: Problem): boolean {
  return code === "pool/secret-literal" || /^\/properties\/secrets(?:\/|$)/.test(pointer);
}

const lineOf = ({ file, line }: Problem): string => `${file}:${line}`;

function lineAt(problem: Problem, { texts }: Report, isHidden: boolean): Excerpt | undefined {
  const bytes = texts.get(problem.file);
  return bytes && excerpt(bytes, problem, isHidden);
}

function underline({ text, width }: Excerpt, problem: Problem, paint: Paint): string {
  const margin = String(problem.line).padStart(5);
  const gutter = (words: string): string => paint("dim", `${words} |`);
  const caret = `${" ".repeat(width)}${paint(tintOf(problem), "^")}`;
  return `${gutter(margin)} ${text}\n${gutter(" ".repeat(margin.length))} ${caret}\n`;
}
