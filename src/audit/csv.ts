import { visible } from "../spec/quote.ts";
import { describeEvent } from "./describe.ts";
import type { AuditEvent } from "./event.ts";

const COLUMNS = ["at", "kind", "source", "commit", "actor", "pool", "rollout", "what"] as const;

export const CSV_HEAD = `${COLUMNS.join(",")}\r\n`;

/**
 * One row (RFC 4180), on one line and safe to look at, in a terminal and in a spreadsheet. Whoever wants the event to the
 * byte takes it as JSON.
 */
export function csvRow(event: AuditEvent): string {
  const { at, kind, source, commit, actor, pool, rollout } = event;
  const cells: { readonly [column in (typeof COLUMNS)[number]]: string | undefined } = {
    ...{ at, kind, source, commit, actor, pool, rollout },
    what: describeEvent(event),
  };
  return `${COLUMNS.map((column) => cell(cells[column] ?? "")).join(",")}\r\n`;
}

/**
 * What makes a spreadsheet take a cell for a formula, in full width too, where it stands first, or behind a semicolon:
 * that is where a cell begins in countries that write their decimals with a comma.
 */
const FORMULA = /(^|;)(?=["\s]*[=+\-@＝＋－＠])/g;

function cell(text: string): string {
  const safe = visible(text).replaceAll(FORMULA, "$1'");
  return /[",;\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
