import { describeEvent } from "./describe.ts";
import type { AuditEvent } from "./event.ts";

const COLUMNS = ["at", "kind", "source", "commit", "actor", "pool", "rollout", "what"] as const;

export const CSV_HEAD = `${COLUMNS.join(",")}\r\n`;

/** One row (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvRow(event: AuditEvent): string {
  const cells: { readonly [column: string]: string | undefined } = {
    ...common(event),
    what: describeEvent(event),
  };
  return `${COLUMNS.map((column) => cell(cells[column] ?? "")).join(",")}\r\n`;
}

const common = ({ at, kind, source, commit, actor, pool, rollout }: AuditEvent) => ({
  ...{ at, kind, source, commit, actor, pool, rollout },
});

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
