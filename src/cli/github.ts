import type { Problem } from "../spec/problem.ts";
import { visible } from "../spec/quote.ts";
import type { Report } from "./check.ts";
import { summarize } from "./summary.ts";

/** GitHub's workflow commands, which put each problem beside its line; then the count, for who reads the log. */
export function printGithub(report: Report): string {
  return [...report.problems.map(annotation), summarize(report), ""].join("\n");
}

function annotation({ file, line, column, severity, code, message }: Problem): string {
  const place = `file=${property(visible(file))},line=${line},col=${column}`;
  return `::${severity} ${place},title=${property(code)}::${text(visible(message))}`;
}

function text(value: string): string {
  return value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value: string): string {
  return text(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
