import type { Report } from "./check.ts";

/** `1 error, 2 warnings in 3 files` */
export function summarize({ files, problems }: Report): string {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  return `${count(errors, "error")}, ${count(warnings, "warning")} in ${count(files, "file")}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
