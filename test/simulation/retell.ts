import type { Json } from "../../src/shared/json.ts";
import { SUBSCRIPTION } from "../builders.ts";
import type { Fact } from "./facts.ts";
import { revOf } from "./promises/promised.ts";
import { START_MS, type World } from "./world.ts";

/** One line of a story, with its time since the start; `undefined` where people need not know. */
export function retell(fact: Fact, world: World): string | undefined {
  const line = tell(fact, world);
  if (line === undefined) return undefined;
  const clock = new Date(world.scheduler.now() - START_MS).toISOString().slice(11, 23);
  return `${clock} ${line}`;
}

function tell(fact: Fact, { nameOf, names, git, source }: World): string | undefined {
  switch (fact.kind) {
    case "pushed":
      return `${source.branch} is moved to ${nameOf(fact.commit)} (push ${git.moves.length})`;
    case "rotated":
      return "the secret in the key vault gets a new version";
    case "touched":
      return `somebody changes ${fact.pool} by hand`;
    case "fault": {
      const { service, what, about } = fact.call;
      return `${fact.by.name}: ${service} ${what} ${shortened(about)} ${inWords(fact.fault)}`;
    }
    case "crashed":
      return `${fact.by.name} crashes`;
    case "armWrite": {
      const rev = revOf(fact.body);
      const what = rev === undefined ? fact.pool.name : `${fact.pool.name} with rev ${rev}`;
      return `${fact.by.name}: ${fact.method} ${what} → ${fact.status}`;
    }
    case "status":
      return `${nameOf(fact.commit)} is told ${fact.status.state}: ${named(withoutDoubts(fact.status.description), names)}`;
    case "webhook":
      return `${fact.by.name} is answered ${fact.status}`;
    case "poisoned":
      return `given up on in ${fact.queue}: ${fact.text}`;
    case "log":
      // Every spec here has some doubts, and they make no story; nor do figures for dashboards.
      if (fact.fields.severity === "warning" || fact.message === "metric") return undefined;
      return `${fact.by.name} says: ${fact.message}${brief(fact.fields, nameOf)}`;
    case "ended":
      return fact.error === undefined ? undefined : `${fact.by.name} fails: ${fact.error}`;
    case "sent":
    case "arrived":
    case "answered":
    case "quiet":
      return undefined;
  }
}

const FAULTS: { readonly [kind: string]: string } = {
  fail: "fails",
  "lose answer": "is done, but its answer is lost",
  "do twice": "is done twice",
  "crash before": "never arrives: its worker dies",
  "crash after": "is done, and its worker dies",
  slow: "is done, and answered late",
  stall: "is done, and its worker stands still",
};

/** Of `slow: 26 s`. */
function inWords(fault: string): string {
  const [kind = "", how] = fault.split(": ");
  return `${FAULTS[kind] ?? kind}${how === undefined ? "" : ` (${how})`}`;
}

/** Names of blobs, without what all of them have. */
const shortened = (about: string): string => about.replace(`${SUBSCRIPTION}/`, "");

const withoutDoubts = (description: string): string => description.replace(/, \d+ warnings?: .*$/u, "");

/** Commits by the names that the story calls them. */
const named = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replaceAll(/\b[0-9a-f]{7}\b/g, (start) => {
    const known = [...names].find(([commit]) => commit.startsWith(start));
    return known?.[1] ?? start;
  });

/** The same in every line, or told by another one. */
const LEFT_OUT =
  /^(source|sources|correlationId|delivery|repository|ref|pusher|requestId|description|at|firstAt)$/;

/** ` (pool quick-1, commit c1, why create)`. */
function brief(fields: { readonly [name: string]: Json | undefined }, nameOf: World["nameOf"]): string {
  const told = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || LEFT_OUT.test(name) ? [] : [print(name, value, nameOf)],
  );
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}

function print(name: string, value: Json, nameOf: World["nameOf"]): string {
  if (name === "commit") return `commit ${nameOf(String(value))}`;
  if (name === "pool") return `pool ${String(value).split("/").at(-1)}`;
  if (name.endsWith("Ms") && typeof value === "number") {
    return `${name.slice(0, -2)} ${(value / 1000).toFixed(1)} s`;
  }
  return `${name} ${typeof value === "string" ? shortened(value) : JSON.stringify(value)}`;
}
