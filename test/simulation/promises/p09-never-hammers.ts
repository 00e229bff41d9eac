import type { Actor, Fact } from "../facts.ts";
import { type Promised, revOf, type Stage } from "./promised.ts";

interface Quiet {
  readonly untilMs: number;
  readonly askedOf: Actor;
}

interface Refusal {
  readonly rev: number | undefined;
  readonly atMs: number;
  readonly heads: number;
}

/** What ARM refused is tried again hourly, or with a new commit; a little earlier is not hammering. */
const REFUSED_AGAIN_MS = 55 * 60_000;
/** More requests than this about one pool within a minute are a hammer. */
const REQUESTS_PER_MINUTE_MAX = 40;
const MINUTE_MS = 60_000;

/** Retry-After is obeyed to the second; retries back off. */
export const neverHammers: Promised = {
  number: 9,
  says: "never hammers",
  watch: (stage) => {
    const quiet = new Map<string, Quiet>();
    const refusals = new Map<string, Refusal>();
    const requests = new Map<string, number[]>();
    const troubles = new Map<Actor, number>();
    return {
      onFact(fact) {
        const nowMs = stage.world.scheduler.now();
        switch (fact.kind) {
          case "answered":
            // Whoever meets more trouble than this may not be able to write it down.
            if (fact.retryAfterMs !== undefined && isAsking(fact) && (troubles.get(fact.by) ?? 0) <= 1)
              keepLongest(quiet, targetOf(fact), { untilMs: nowMs + fact.retryAfterMs, askedOf: fact.by });
            return undefined;
          case "fault":
          case "crashed":
            troubles.set(fact.by, (troubles.get(fact.by) ?? 0) + 1);
            for (const [target, { askedOf }] of quiet) if (askedOf === fact.by) quiet.delete(target);
            return undefined;
          case "sent":
            return isAsking(fact) ? (early(fact, quiet, nowMs) ?? tooMany(fact, requests, nowMs)) : undefined;
          case "armWrite":
            return refusedAgain(fact, refusals, stage);
          default:
            return undefined;
        }
      },
    };
  },
};

type CallFact = Extract<Fact, { kind: "sent" | "arrived" | "answered" }>;

/** Requests about one pool, and what a sync asks GitHub: a commit's status is another matter. */
function isAsking({ call }: CallFact): boolean {
  if (call.service === "github") return !call.what.startsWith("report");
  return call.service === "arm" && !call.about.startsWith("all of");
}

const targetOf = ({ call }: CallFact): string =>
  call.service === "github" ? "GitHub" : (call.about.split(" ")[0] ?? "");

function keepLongest(quiet: Map<string, Quiet>, target: string, asked: Quiet): void {
  if ((quiet.get(target)?.untilMs ?? 0) < asked.untilMs) quiet.set(target, asked);
}

function early(fact: CallFact, quiet: ReadonlyMap<string, Quiet>, nowMs: number): string | undefined {
  const asked = quiet.get(targetOf(fact));
  // Requests that were on their way together are not held against anybody.
  if (!asked || nowMs >= asked.untilMs || asked.askedOf === fact.by) return undefined;
  const early = Math.ceil((asked.untilMs - nowMs) / 1000);
  return `${fact.by.name} asked ${targetOf(fact)} ${early} s before the end of its Retry-After`;
}

function tooMany(fact: CallFact, requests: Map<string, number[]>, nowMs: number): string | undefined {
  if (fact.call.service !== "arm") return undefined;
  const target = targetOf(fact);
  const recent = [...(requests.get(target) ?? []).filter((atMs) => nowMs - atMs < MINUTE_MS), nowMs];
  requests.set(target, recent);
  return recent.length > REQUESTS_PER_MINUTE_MAX
    ? `${recent.length} requests about ${target} within a minute`
    : undefined;
}

/** A request that is refused once is refused again: 4xx, but for those that say to come back. */
const COME_BACK: ReadonlySet<number> = new Set([401, 404, 408, 409, 429]);

function refusedAgain(
  { method, pool, body, status }: Extract<Fact, { kind: "armWrite" }>,
  refusals: Map<string, Refusal>,
  { world }: Stage,
): string | undefined {
  const [atMs, heads, rev] = [world.scheduler.now(), world.git.moves.length, revOf(body)];
  const before = refusals.get(pool.name);
  const isSame = before?.rev === rev && before?.heads === heads;
  if (status >= 400 && status < 500 && !COME_BACK.has(status)) refusals.set(pool.name, { rev, atMs, heads });
  else refusals.delete(pool.name);
  if (!before || !isSame || atMs - before.atMs >= REFUSED_AGAIN_MS) return undefined;
  return `a ${method} of ${pool.name} ${Math.round((atMs - before.atMs) / 1000)} s after ARM refused the same`;
}
