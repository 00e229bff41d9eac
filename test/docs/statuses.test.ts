import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Rollout } from "../../src/documents/rollout.ts";
import { STUCK_AFTER_MS } from "../../src/documents/stuck.ts";
import { isSpared, isStuck, type Standing } from "../../src/rollout/standing.ts";
import { summarise } from "../../src/rollout/summary.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { QUEUES } from "../../src/storage/names.ts";
import { aProblem, aRollout, aSha, NOW_MS } from "../builders.ts";
import { container, createWorld, interpreter } from "../flow/world.ts";
import { programText, readText } from "./source-texts.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What the pages write for what differs from one status to the next. */
const PLACEHOLDERS: { readonly [name: string]: string } = {
  "<n>": String.raw`\d+`,
  "<commit>": "[0-9a-f]{7}",
  "<pool>": "[a-z][a-z0-9-]*",
  "<code>": "[A-Z]\\w+",
  "<why>": ".+",
  "<problem>": String.raw`\S+:\d+:\d+ [a-z]+/[a-z-]+ .+`,
  "<queue>": `(?:${QUEUES.join("|")})`,
  "<time>": String.raw`(?:\d+ s|\d+ min \d+ s|\d+ h \d+ min)`,
  "<hash>": "[0-9a-f]{16}",
};

/** `<n> of <n> pools settled` is also how `0 of 1 pool settled` is written down. */
function expressionOf(row: string): string {
  const escaped = row.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const singular = escaped.replaceAll(/(<n> [a-z]+)s\b/g, "$1s?");
  return singular.replaceAll(/<\w+>/g, (name) => PLACEHOLDERS[name] ?? name);
}

/** Texts that are made of what these rows say. */
const textsOf = (rows: readonly string[]): RegExp => {
  const one = `(?:${rows.map(expressionOf).join("|")})`;
  return new RegExp(`^${one}(?:(?:, |\\. | | · )${one})*$`);
};

const [, SECTION = ""] = (await readText("docs/operations.md")).split("\n## What a commit says\n");
/** What stands first in a row, and what its second cell says that follows. */
const ROWS = (SECTION.split("\n## ")[0] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .flatMap((line) => {
    const [status = "", means = ""] = line.split(" | ");
    return [...(status.match(/`[^`]+`/g) ?? []), ...(means.match(/`[^`]*<[^`]+`/g) ?? [])];
  })
  .map((quoted) => quoted.slice(1, -1));

type Outcome = Extract<Standing, { kind: "settled" }>["outcome"];

/** By their type, so that the compiler asks for a new one. */
const OUTCOMES: { readonly [outcome in Outcome]: true } = {
  applied: true,
  unchanged: true,
  removed: true,
  kept: true,
  spared: true,
  rejected: true,
};
const STANDINGS: { readonly [kind in Standing["kind"]]: fc.Arbitrary<Standing> } = {
  settled: fc
    .constantFrom(...(Object.keys(OUTCOMES) as Outcome[]))
    .map((outcome) => ({ kind: "settled", outcome })),
  superseded: fc.constant({ kind: "superseded", by: aSha("d") }),
  waiting: fc.constantFrom(0, STUCK_AFTER_MS).map((ms) => ({ kind: "waiting", sinceMs: NOW_MS - ms })),
  pending: fc.constant({ kind: "pending", dueMs: NOW_MS }),
};

const rollouts: fc.Arbitrary<Rollout> = fc
  .record({
    mistakes: fc.constantFrom(0, 0, 0, 1, 2),
    warnings: fc.constantFrom(0, 1, 3),
    unchangedSpecs: fc.constantFrom(0, 7),
    tookMs: fc.constantFrom(14 * SECOND, 3 * MINUTE, 5 * HOUR),
    areKept: fc.boolean(),
  })
  .map(({ mistakes, warnings, unchangedSpecs, tookMs, areKept }) => {
    const error = mistakes > 0 ? [aProblem()] : [];
    // Mistakes are always kept, and of the doubts what there is room for.
    const warning =
      warnings > 0 && areKept ? [aProblem({ severity: "warning", code: "pool/image-tag" })] : [];
    const seenAt = new Date(NOW_MS - tookMs).toISOString();
    return aRollout({ mistakes, warnings, unchangedSpecs, seenAt, problems: [...error, ...warning] });
  });

const summaries = fc
  .record({
    rollout: rollouts,
    standings: fc.array(fc.oneof(STANDINGS.settled, ...Object.values(STANDINGS)), { maxLength: 3 }),
    paused: fc.boolean(),
  })
  .map(({ rollout, standings, paused }) => {
    const isRejected = standings.some((each) => each.kind === "settled" && each.outcome === "rejected");
    return summarise({
      ...{ rollout, standings, paused, nowMs: NOW_MS },
      ...(isRejected && { rejection: { pool: "worker", code: "ScopeLocked", message: "a lock" } }),
      ...(standings.some((each) => isStuck(each, NOW_MS)) && { stuck: "worker" }),
      ...(standings.some(isSpared) && { spared: "worker" }),
    }).description;
  });

const unicorn = () => new Busy({ code: "Http502", message: "unicorn", status: 502 });

/** What is told of commits that do not come as far as their pools, and the witness. */
async function toldElsewhere(): Promise<readonly string[]> {
  const world = createWorld();
  world.repositories.failNext("blob", unicorn());
  await world.push({ "pools/a.yaml": interpreter("one", 10) });
  await world.deliverDue();
  await world.push({ "pools/a.yaml": interpreter("one", 20) });
  await world.pass(HOUR);
  world.repositories.failNext("tree", new Refused({ code: "TreeTooLarge", message: "too many files" }));
  await world.push({ "pools/b.yaml": container("two") });
  await world.pass(MINUTE);
  await world.app.snapshot(world.log);
  await world.poll();
  await world.pass(HOUR);
  world.configure({ paused: true });
  const commit = await world.push({ "pools/b.yaml": container("two", "contoso.azurecr.io/worker:2") });
  await world.pass(MINUTE);
  for (const queue of QUEUES)
    await world.app.abandon(queue, { source: "session-pools", commit, push: { after: commit } }, world.log);
  return world.repositories.statuses.map(({ description }) => description);
}

let texts: readonly string[] = [];
beforeAll(async () => {
  texts = [...new Set([...fc.sample(summaries, { seed: 1, numRuns: 2_000 }), ...(await toldElsewhere())])];
});

describe("the texts of a commit's status", () => {
  test("are all on the page", () => {
    // Of a text that was cut, the end is looked at where it was not.
    const whole = texts.map((text) => text.replace(/\. worker: .*…$/, ""));

    expect(texts.length).toBeGreaterThan(100);
    expect(whole.filter((text) => !textsOf(ROWS).test(text))).toEqual([]);
  });

  test("are said by the program, each of those on the page", () => {
    const known = texts.filter((text) => textsOf(ROWS).test(text));
    const unsaid = ROWS.filter((row) => {
      const others = textsOf(ROWS.filter((each) => each !== row));
      return known.every((text) => others.test(text));
    });

    expect(ROWS.length).toBeGreaterThan(15);
    expect(unsaid).toEqual([]);
  });

  test("are heard here from every place in the program that makes one", async () => {
    const program = await programText();
    const made = [...program.matchAll(/\bdescription(?:: | = )(?:"([^"]+)"|`([^`]+)`)/g)].map(
      ([, plain = "", template = ""]) => plain || template,
    );
    const forms = made.map((text) => {
      const fixed = text.split(/\$\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      return new RegExp(`^${fixed.join(".+")}$`);
    });

    expect(made.length).toBeGreaterThan(8);
    expect(forms.filter((form) => !texts.some((text) => form.test(text)))).toEqual([]);
  });

  test("are what README.md tells of some of them", async () => {
    const [, section = ""] = (await readText("README.md")).split("\n## What a commit is told\n");
    const examples = (section.split("\n## ")[0] ?? "")
      .split("\n")
      .filter((line) => /^\| (?:pending|success|failure|error) \|/.test(line))
      .map((line) => line.split(" | ")[1] ?? "");

    expect(examples.length).toBeGreaterThan(8);
    expect(examples.filter((example) => !textsOf(ROWS).test(example))).toEqual([]);
  });
});
