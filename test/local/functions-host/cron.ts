/** When a timer fires: an NCRONTAB expression, in UTC. Every field must match, the weekday too. */
export interface Schedule {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values from `min` on, which may be shortened. */
  readonly names?: readonly string[];
}

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);
const WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday".split(" ");
const SECOND: Field = { name: "second", min: 0, max: 59 };
const MINUTE: Field = { name: "minute", min: 0, max: 59 };
const HOUR: Field = { name: "hour", min: 0, max: 23 };
const DAY: Field = { name: "day", min: 1, max: 31 };
const MONTH: Field = { name: "month", min: 1, max: 12, names: MONTHS };
const WEEKDAY: Field = { name: "weekday", min: 0, max: 6, names: WEEKDAYS };

/** Six fields from second to weekday, or five from the minute on. */
export function parseSchedule(expression: string): Schedule {
  const fields = expression.trim().split(/\s+/);
  if (fields.length === 5) fields.unshift("0");
  const [second, minute, hour, day, month, weekday, ...more] = fields;
  if (weekday === undefined || more.length > 0)
    throw new Error(`"${expression}" is no schedule: it has not 6 fields (second to weekday), or 5`);
  return {
    seconds: valuesOf(second, SECOND),
    minutes: valuesOf(minute, MINUTE),
    hours: valuesOf(hour, HOUR),
    days: valuesOf(day, DAY),
    months: valuesOf(month, MONTH),
    weekdays: valuesOf(weekday, WEEKDAY),
  };
}

function valuesOf(text = "", field: Field): readonly number[] {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    const step = Number(match?.[3] ?? 1);
    if (match === null || step === 0 || (match[1] === "*" && match[2] !== undefined))
      throw new Error(`"${part}" is no ${field.name}`);
    const [first, last] = rangeOf(match, field);
    for (let value = first; value <= last; value += step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function rangeOf([, from = "", to, step]: RegExpExecArray, field: Field): readonly [number, number] {
  if (from === "*") return [field.min, field.max];
  const first = numberOf(from, field);
  // "5/10" counts on from 5 to the end.
  if (to === undefined) return [first, step === undefined ? first : field.max];
  const last = numberOf(to, field);
  return first <= last ? [first, last] : [last, first];
}

function numberOf(text: string, { name, min, max, names = [] }: Field): number {
  const index = /^\d/.test(text) ? -1 : names.findIndex((known) => known.startsWith(text.toLowerCase()));
  const value = index < 0 ? Number(text) : index + min;
  if (!(value >= min && value <= max)) throw new Error(`"${text}" is no ${name}`);
  return value;
}

const DAY_MS = 86_400_000;
/** Every date with every weekday comes round within 40 years, February 29th too. */
const DAYS_SEARCHED = 40 * 366;

/** The first moment after `afterMs` at which the schedule fires; `undefined` if it never does. */
export function nextOccurrence(schedule: Schedule, afterMs: number): number | undefined {
  const start = Math.floor(afterMs / 1000) * 1000 + 1000;
  const midnight = Math.floor(start / DAY_MS) * DAY_MS;
  for (let index = 0; index < DAYS_SEARCHED; index += 1) {
    const day = midnight + index * DAY_MS;
    if (!firesOn(schedule, new Date(day))) continue;
    const time = firstTime(schedule, index === 0 ? (start - midnight) / 1000 : 0);
    if (time !== undefined) return day + time * 1000;
  }
  return undefined;
}

function firesOn({ days, months, weekdays }: Schedule, date: Date): boolean {
  return (
    months.includes(date.getUTCMonth() + 1) &&
    days.includes(date.getUTCDate()) &&
    weekdays.includes(date.getUTCDay())
  );
}

/** In seconds after midnight, the first time of day from `from` on. */
function firstTime({ hours, minutes, seconds }: Schedule, from: number): number | undefined {
  for (const hour of hours) {
    if (hour * 3600 + 3599 < from) continue;
    for (const minute of minutes) {
      if (hour * 3600 + minute * 60 + 59 < from) continue;
      const second = seconds.find((each) => hour * 3600 + minute * 60 + each >= from);
      if (second !== undefined) return hour * 3600 + minute * 60 + second;
    }
  }
  return undefined;
}

/** Azure keeps no record of a timer that may fire more than once a minute. */
export function firesWithinAMinute({ seconds }: Schedule): boolean {
  return seconds.length > 1;
}
