import type { EventFilter } from "../audit/history.ts";
import { EVENT_KINDS } from "../audit/parse-event.ts";
import { findPools } from "../audit/pool-history.ts";
import type { AuditReader } from "../audit/reader.ts";
import { groupMistake } from "../pool/group.ts";
import { parsePoolPath, poolPath } from "../pool/id.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { fromIso, toIso } from "../shared/time.ts";
import { nearest } from "../spec/nearest.ts";
import { quote, visible } from "../spec/quote.ts";
import { usageError } from "./options.ts";
import { CannotRun, type World } from "./world.ts";

/** Options of every audit command: where the record is, and how to print it. */
export const PLACE_OPTIONS = {
  folder: { type: "string" },
  account: { type: "string" },
  container: { type: "string", default: "audit" },
  format: { type: "string", short: "f", default: "human" },
} as const;

interface PlaceValues {
  readonly folder?: string | undefined;
  readonly account?: string | undefined;
  readonly container: string;
}

/** A folder that the record was downloaded to, the storage account that is named, or the one of the environment. */
export function openAudit({ folder, account, container }: PlaceValues, world: World): Promise<AuditReader> {
  if (folder !== undefined && account !== undefined)
    throw usageError("audit", "--folder and --account are both given: choose one");
  // A script whose variable is empty did not mean this directory.
  if (folder === "") throw usageError("audit", "--folder is empty: this directory is .");
  if (!CONTAINER.test(container))
    throw usageError("audit", `--container ${quote(container)} is no container's name`);
  if (folder !== undefined) return world.audit({ kind: "folder", path: folder });
  if (account !== undefined) return world.audit({ kind: "account", url: urlOf(account), container });
  return world.audit({ kind: "environment", container });
}

/** Azure's rule for names of containers. */
const CONTAINER = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** An account's name stands for its address in Azure's public cloud. */
function urlOf(account: string): string {
  if (/^[a-z0-9]{3,24}$/.test(account)) return `https://${account}.blob.core.windows.net`;
  const url = parseEndpoint(account);
  if (url !== undefined) return url;
  // An address with a signature in it is a secret, and not taken: arguments are seen by all.
  const what = /[?@]/.test(account) ? "what --account gives" : quote(account);
  throw usageError(
    "audit",
    `${what} is no storage account: give its name, or the URL of its blobs, with https and nothing behind it`,
  );
}

/** `json`, or for people. */
export function isJson({ format }: { readonly format: string }): boolean {
  if (format === "human" || format === "json") return format === "json";
  throw usageError("audit", `there is no format ${quote(format)}: there is human and json`);
}

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

/** The one pool that is meant, by its ARM id, `group/name` or name. */
export async function readPool(text: string, audit: AuditReader): Promise<string> {
  if (text.startsWith("/")) return readPoolPath(text);
  const found = await findPools(audit, text);
  const [pool, ...others] = found;
  if (pool === undefined)
    throw new CannotRun(
      `no pool ${quote(text)} is in the newest snapshot: give the ARM id of one that is gone`,
    );
  if (others.length > 0)
    throw new CannotRun(
      `${quote(text)} may be several pools:\n${found.map((id) => `  ${visible(id)}`).join("\n")}`,
    );
  return pool;
}

/** What is no pool's id is on no record, and nothing found would look like nothing done. */
function readPoolPath(text: string): string {
  const pool = parsePoolPath(text);
  if (!pool)
    throw usageError(
      "audit",
      `${quote(text)} is no ARM id of a session pool: write /subscriptions/…/resourceGroups/…/providers/Microsoft.App/sessionPools/…`,
    );
  const mistake = groupMistake(pool);
  if (mistake) throw usageError("audit", `${quote(text)} ${mistake}`);
  return poolPath(pool);
}

/** Options of the commands that go through events. */
export const FILTER_OPTIONS = {
  pool: { type: "string" },
  commit: { type: "string" },
  actor: { type: "string" },
  kind: { type: "string", multiple: true },
  since: { type: "string" },
  until: { type: "string" },
} as const;

interface FilterValues {
  readonly pool?: string | undefined;
  readonly commit?: string | undefined;
  readonly actor?: string | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export async function readFilter(
  values: FilterValues,
  audit: AuditReader,
  world: World,
): Promise<EventFilter> {
  const { pool, commit, actor, kind, since, until } = values;
  const kinds = kind?.map(readKind);
  const span = readSpan(["--since", since], ["--until", until], world);
  if (commit !== undefined && !COMMIT.test(commit))
    throw usageError(
      "audit",
      `--commit ${quote(commit)} is no SHA, nor four digits of its beginning at least`,
    );
  if (actor === "") throw usageError("audit", "--actor is empty: it names an account, or an author");
  return {
    ...(kinds && { kinds }),
    ...(pool !== undefined && { pool: await readPool(pool, audit) }),
    ...(commit !== undefined && { commit }),
    ...(actor !== undefined && { actor }),
    ...(span.from !== undefined && { since: span.from }),
    ...(span.to !== undefined && { until: span.to }),
  };
}

/** As git has it, with SHA-1 or SHA-256. */
const COMMIT = /^[0-9a-f]{4,64}$/i;

function readKind(text: string): (typeof EVENT_KINDS)[number] {
  const kind = EVENT_KINDS.find((known) => known.toLowerCase() === text.toLowerCase());
  if (kind) return kind;
  const near = nearest(text, EVENT_KINDS);
  const advice = near ? `did you mean ${near}?` : `there is ${EVENT_KINDS.join(", ")}`;
  throw usageError("audit", `there is no kind of event ${quote(text)}: ${advice}`);
}
