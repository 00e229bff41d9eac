import type { Actor, Fact } from "../facts.ts";
import type { Promised } from "./promised.ts";

interface Quiet {
  readonly untilMs: number;
  /** Who was told, and has not written it down yet. */
  readonly askedOf: Actor | undefined;
}

interface Refusal {
  readonly rev: number | undefined;
  readonly atMs: number;
  readonly toldTo: Actor;
}

/** What ARM refused is tried again hourly, or with a new commit; a little earlier is not hammering. */
const REFUSED_AGAIN_MS = 55 * 60_000;
/** More requests than this about one pool within a minute are a hammer. */
const REQUESTS_PER_MINUTE_MAX = 40;
const MINUTE_MS = 60_000;
const NOTHING: ReadonlyMap<string, Quiet> = new Map();

/** Retry-After is obeyed to the second, as far as the clocks of workers agree; retries back off. */
export const neverHammers: Promised = {
  number: 9,
  says: "never hammers",
  watch: (stage) => {
    const quiet = new Map<string, Quiet>();
    const refusals = new Map<string, Refusal>();
    const requests = new Map<string, number[]>();
    /** Who stood still does not know what others were told meanwhile, nor they what it was told. */
    const stalled = new Set<Actor>();

    /** What it was told can't be written down any more. */
    function forget(actor: Actor): void {
      for (const [target, { askedOf }] of quiet) if (askedOf === actor) quiet.delete(target);
      for (const [pool, { toldTo }] of refusals) if (toldTo === actor) refusals.delete(pool);
    }

    function keep(actor: Actor): void {
      for (const [target, { untilMs, askedOf }] of quiet)
        if (askedOf === actor) quiet.set(target, { untilMs, askedOf: undefined });
    }

    return {
      onFact(fact) {
        const nowMs = stage.world.scheduler.now();
        const isLost = fact.kind === "answered" && fact.code === "LeaseLost";
        if (isLost || fact.kind === "crashed" || (fact.kind === "fault" && keepsFromWriting(fact)))
          forget(fact.by);
        if (fact.kind === "arrived" && isKeeping(fact.call)) keep(fact.by);
        if (fact.kind === "fault" && standsStill(fact)) stalled.add(fact.by);
        if (fact.kind !== "sent" && fact.kind !== "arrived" && fact.kind !== "answered") return undefined;
        const again = refusedAgain(fact, refusals, nowMs);
        if (again !== undefined || !isAsking(fact)) return again;
        if (fact.kind === "sent") {
          const known = stalled.has(fact.by) ? NOTHING : quiet;
          return early(fact, known, nowMs + 2 * stage.world.skewMaxMs) ?? tooMany(fact, requests, nowMs);
        }
        if (fact.kind === "answered" && !stalled.has(fact.by) && fact.retryAfterMs !== undefined)
          keepLongest(quiet, targetOf(fact), { untilMs: nowMs + fact.retryAfterMs, askedOf: fact.by });
        return undefined;
      },
    };
  },
};

type CallFact = Extract<Fact, { kind: "sent" | "arrived" } | { kind: "answered" }>;

/** Requests about one pool, and all that syncs ask GitHub: what a rollout reports is another matter. */
function isAsking({ call, by }: CallFact): boolean {
  if (call.service === "github") return by.name.startsWith("sync ");
  return call.service === "arm" && !call.about.startsWith("all of");
}

/** Where a step or a sync writes down what the next one has to know. */
const isKeeping = ({ service, what }: CallFact["call"]): boolean => service === "storage" && what === "write";

/** Also a lease that is answered late has run since it was asked for. */
const standsStill = ({ call, fault }: Extract<Fact, { kind: "fault" }>): boolean =>
  fault.startsWith("stall") || (fault.startsWith("slow") && call.what === "acquire");

/** It stands still until its lease may be lost, or can't write down, or can't record what is written down after that. */
const keepsFromWriting = ({ call, fault }: Extract<Fact, { kind: "fault" }>): boolean =>
  fault.startsWith("stall") || isKeeping(call) || call.service === "audit";

const targetOf = ({ call }: CallFact): string =>
  call.service === "github" ? "GitHub" : (call.about.split(" ")[0] ?? "");

function keepLongest(quiet: Map<string, Quiet>, target: string, asked: Quiet): void {
  if ((quiet.get(target)?.untilMs ?? 0) < asked.untilMs) quiet.set(target, asked);
}

function early(fact: CallFact, quiet: ReadonlyMap<string, Quiet>, nowMs: number): string | undefined {
  const asked = quiet.get(targetOf(fact));
  if (!asked || nowMs >= asked.untilMs) return undefined;
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

/** ARM's words for what would be refused again. */
const FINAL = /^(RequestDisallowedByPolicy|SessionPoolInvalid.*|InvalidResourceLocation)$/;

/** A sync that writes the pool's wish down again asks for a new try. */
const isNewTry = ({ call }: CallFact): boolean =>
  call.service === "storage" && /^(create|replace)$/.test(call.what) && call.about.startsWith("wanted/");

function refusedAgain(fact: CallFact, refusals: Map<string, Refusal>, atMs: number): string | undefined {
  const { call } = fact;
  if (fact.kind === "arrived" && isNewTry(fact)) refusals.delete(nameIn(call.about));
  if (call.service !== "arm" || call.what !== "PUT") return undefined;
  const pool = nameIn(call.about);
  const before = refusals.get(pool);
  if (fact.kind === "answered" && FINAL.test(fact.code ?? ""))
    refusals.set(pool, { rev: call.rev, atMs, toldTo: fact.by });
  if (fact.kind !== "sent" || !before || before.rev !== call.rev) return undefined;
  const passedMs = atMs - before.atMs;
  return passedMs < REFUSED_AGAIN_MS
    ? `${fact.by.name} put ${pool} ${Math.round(passedMs / 1000)} s after ARM refused the same`
    : undefined;
}

/** `slow-1` of `rg-one/slow-1`, and of the name of its document. */
const nameIn = (path: string): string => path.split("/").at(-1)?.replace(".json", "") ?? "";
