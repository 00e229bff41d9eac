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
  const { atMs, ...rest } = action;
  if (rest.kind !== "push" && rest.kind !== "force") return Object.values(rest).join(" ");
  const how = rest.kind === "force" ? `force ${rest.name}, ${rest.back} back` : `push ${rest.name}`;
  const { webhooksMs = [], lagMs = 0 } = rest.telling;
  const heard = webhooksMs.length === 0 ? "webhook lost" : `webhooks after ${webhooksMs.join(" and ")} ms`;
  const changes = rest.changes.map(({ kind, ...change }) =>
    `${kind} ${Object.values(change).join(" ")}`.trim(),
  );
  return `${how}: ${changes.join(", ") || "nothing changed"} (${heard}, API ${lagMs} ms late)`;
}
