import type { EventFilter } from "../audit/history.ts";
import { EVENT_KINDS } from "../audit/parse-event.ts";
import type { AuditReader } from "../audit/reader.ts";
import { nearest } from "../spec/nearest.ts";
import { quote } from "../spec/quote.ts";
import { readPool } from "./audit-pool.ts";
import { readSpan } from "./audit-time.ts";
import { usageError } from "./options.ts";
import type { World } from "./world.ts";

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

/** A mistake in the options is a `CannotRun`. */
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
