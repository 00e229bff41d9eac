import { counted } from "../shared/counted.ts";
import type { Report } from "./check.ts";

type Checked = Pick<Report, "files" | "problems">;

/** `1 error, 2 warnings in 3 files` */
export function summarize(checked: Checked): string {
  const { errors, warnings } = tally(checked);
  return `${counted(errors, "error")}, ${counted(warnings, "warning")} in ${counted(checked.files, "file")}`;
}

/** No error, and no more warnings than are allowed. */
export function isClean(checked: Checked, warningsMax: number): boolean {
  const { errors, warnings } = tally(checked);
  return errors === 0 && warnings <= warningsMax;
}

function tally({ problems }: Checked): { readonly errors: number; readonly warnings: number } {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: problems.length - errors };
}
