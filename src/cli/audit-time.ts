import { fromIso, toIso } from "../shared/time.ts";
import { quote } from "../spec/quote.ts";
import { usageError } from "./options.ts";
import type { World } from "./world.ts";

const DURATION = /^(\d{1,6})(m|h|d)$/;
const UNIT_MS: { readonly [unit: string]: number } = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const INSTANT = /^(\d{4}-\d{2}-\d{2})([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const SECOND_MS = 1_000;

/**
 * `2026-01-05`, `2026-01-05T09:12:03Z` (or with a space, as `log` prints it), or `3h` for three hours ago; UTC where no
 * offset is said.
 */
function readInstant(option: string, text: string, world: World): string {
  const [, count, unit = ""] = DURATION.exec(text) ?? [];
  if (count !== undefined) return toIso(world.now() - Number(count) * (UNIT_MS[unit] ?? 0));
  const [, day = "", time] = INSTANT.exec(text) ?? [];
  const zoned = time === undefined || /(Z|[+-]\d{2}:\d{2})$/.test(time) ? text : `${text}Z`;
  const epochMs = isDay(day) ? Date.parse(zoned.replace(" ", "T")) : Number.NaN;
  if (Number.isNaN(epochMs))
    throw usageError(
      "audit",
      `${option} ${quote(text)} is no time: write 2026-01-05, 2026-01-05T09:12:03Z or 3h`,
    );
  return toIso(epochMs);
}

/**
 * The same, to the end of the day, minute or second that is said: what `log` dates to a second happened within it, and
 * whoever says a day means all of it.
 */
export function readEnd(option: string, text: string, world: World): string {
  const instant = readInstant(option, text, world);
  const [, day, time, second, fraction] = INSTANT.exec(text) ?? [];
  if (day === undefined || fraction !== undefined) return instant;
  const saidMs = time === undefined ? UNIT_MS.d : second === undefined ? UNIT_MS.m : SECOND_MS;
  return toIso(fromIso(instant) + (saidMs ?? 0) - 1);
}

type Said = readonly [option: string, text: string | undefined];

/** From a moment to the end of another; either may be left out. */
export function readSpan(
  [fromOption, from]: Said,
  [toOption, to]: Said,
  world: World,
): { readonly from?: string; readonly to?: string } {
  const span = {
    ...(from !== undefined && { from: readInstant(fromOption, from, world) }),
    ...(to !== undefined && { to: readEnd(toOption, to, world) }),
  };
  if (span.from !== undefined && span.to !== undefined && span.from > span.to)
    throw usageError("audit", `${fromOption} ${span.from} is later than ${toOption} ${span.to}`);
  return span;
}

/** Not the 30th of February, which JavaScript takes for the 2nd of March. */
function isDay(text: string): boolean {
  const epochMs = Date.parse(text);
  return !Number.isNaN(epochMs) && toIso(epochMs).startsWith(text);
}
