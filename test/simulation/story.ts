import type { SpecChange, Telling } from "./author.ts";
import type { Outcome } from "./run.ts";
import type { Action, Script } from "./script.ts";

const LINES_MAX = 80;

/** A run that broke a promise, for people: what happened to the world, and what came of it. */
export function printStory(
  seed: number,
  { actions, removed, drift, hasSecrets, skewMaxMs, rate }: Script,
  { breach, lines }: Outcome,
): string {
  const told = lines.length > LINES_MAX ? ["…", ...lines.slice(-LINES_MAX)] : lines;
  const circumstances = [
    `removed: ${removed}`,
    `drift: ${drift}`,
    `${rate * 100} % of calls go wrong`,
    ...(hasSecrets ? ["secrets in a key vault"] : []),
    ...(skewMaxMs > 0 ? [`clocks up to ${skewMaxMs} ms off`] : []),
  ];
  return [
    `seed ${seed} broke promise ${breach?.promise} (${breach?.says}): ${breach?.why}`,
    `what was done (${circumstances.join(", ")}):`,
    ...actions.map((action) => `  ${clock(action.atMs)} ${printAction(action)}`),
    "what came of it:",
    ...told.map((line) => `  ${line}`),
    `again: npm run simulate -- --seed ${seed}`,
  ].join("\n");
}

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 23);

function printAction(action: Action): string {
  switch (action.kind) {
    case "push":
      return `push ${action.name}: ${printChanges(action.changes)} (${printTelling(action.telling)})`;
    case "force": {
      const moves = `force the branch back by ${action.back} of its moves`;
      const more =
        action.changes.length === 0 ? "" : `, and from there ${action.name}: ${printChanges(action.changes)}`;
      return `${moves}${more} (${printTelling(action.telling)})`;
    }
    case "touch":
      return `somebody, by hand: ${action.how} ${action.pool}`;
    case "poll":
    case "snapshot":
      return `${action.kind} once more`;
    case "die":
      return "the instance dies, and all that runs on it";
    case "rotate":
      return "the secret in the key vault gets a new version";
    case "elsewhere":
      return `a push to another branch: ${action.pool} with rev ${action.rev}`;
    case "lose branch":
      return `the branch is gone for ${seconds(action.ms)}`;
    case "close":
      return `${action.service} answers nothing but ${action.how} for ${seconds(action.ms)}`;
    case "cut":
      return `GitHub cuts lists of trees short for ${seconds(action.ms)} (${action.how})`;
  }
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

const printChanges = (changes: readonly SpecChange[]): string =>
  changes.map(printChange).join(", ") || "nothing changed";

function printChange(change: SpecChange): string {
  switch (change.kind) {
    case "set": {
      const place = change.location ? ` in ${change.location}` : "";
      const mistake = change.mistake ? ` with a mistake (${change.mistake})` : "";
      return `${change.pool} to rev ${change.rev}${place}${mistake}`;
    }
    case "remove":
      return `${change.pool} removed`;
    case "move":
      return `${change.pool} moved to ${change.to}.yaml`;
    case "remove all":
      return "every spec removed";
    case "note":
      return "no spec touched";
  }
}

function printTelling({ webhooksMs = [], lagMs = 0 }: Telling): string {
  const heard = webhooksMs.map((ms) => `${ms} ms`).join(" and ");
  const webhooks = heard === "" ? "webhook lost" : `webhook after ${heard}`;
  return lagMs === 0 ? webhooks : `${webhooks}, API ${lagMs} ms late`;
}
