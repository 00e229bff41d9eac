import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import { aPoolId } from "../builders.ts";
import { container, createWorld, interpreter } from "../flow/world.ts";

const ROOT = join(import.meta.dirname, "../..");
const MINUTE = 60_000;
/** `log.warn("…"`, the pen's own `pen.log("…"`, and what is told of a status that GitHub did not take. */
const LOGGED = /(?:\blog\.(?:info|warn|error)|\bpen\.log|\blogUntold)\(\s*"([^"]+)"/g;
const METRIC = /\bname: "(\w+)", value/g;

interface Row {
  readonly level: string;
  readonly fields: ReadonlySet<string>;
}

let code = "";
let page = "";
beforeAll(async () => {
  const files = globSync("src/**/*.ts", { cwd: ROOT, exclude: ["src/cli/**"] });
  code = (await Promise.all(files.map((path) => readFile(join(ROOT, path), "utf8")))).join("\n");
  page = await readFile(join(ROOT, "docs/logs.md"), "utf8");
});

const section = (title: string): string => page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";

function rowsOf(title: string): ReadonlyMap<string, readonly string[]> {
  const rows = section(title).matchAll(/^\| `([^`]+)` \| (.*) \|$/gm);
  return new Map(
    [...rows].map(([, name = "", rest = ""]) => [name, rest.split("|").map((cell) => cell.trim())]),
  );
}

const messages = (): ReadonlyMap<string, Row> =>
  new Map(
    [...rowsOf("Messages")].map(([name, [level = "", fields = ""]]) => [
      name,
      { level, fields: new Set(fields.split(", ")) },
    ]),
  );

const found = (pattern: RegExp): readonly string[] =>
  [...new Set([...code.matchAll(pattern)].map(([, name = ""]) => name))].sort();

test("every message that is logged is on the page, and no other", () => {
  expect(found(LOGGED).length).toBeGreaterThan(30);
  expect([...messages().keys()].sort()).toEqual(found(LOGGED));
});

test("every metric is on the page, and no other", () => {
  expect([...rowsOf("Metrics").keys()].sort()).toEqual(found(METRIC));
});

/** A deployment with much that can go wrong in it. */
async function muchTrouble() {
  const world = createWorld({ source: { drift: "correct", removed: "delete" } });
  await world.push({ "pools/a.yaml": interpreter("one"), "pools/b.yaml": container("two") });
  await world.pass(3 * MINUTE);
  world.pools.failNext(
    "put",
    new Busy({ code: "Throttled", message: "later", status: 429, retryAfterMs: 1000 }),
  );
  world.repositories.failNext("report", new Refused({ code: "Forbidden", message: "no", status: 403 }));
  await world.push({ "pools/c.yaml": interpreter("three") });
  await world.pass(3 * MINUTE);
  world.pools.failNext("put", new Refused({ code: "SessionPoolInvalid", message: "no", status: 400 }));
  await world.push({ "pools/d.yaml": interpreter("four") });
  await world.pass(3 * MINUTE);
  await world.push({ "pools/d.yaml": "name: [" });
  await world.pass(3 * MINUTE);
  world.pools.drop(aPoolId("one"));
  await world.app.snapshot(world.log);
  await world.pass(3 * MINUTE);
  world.repositories.failNext("head", new NotYet({ code: "RepositoryNotFound", message: "no", status: 404 }));
  await world.poll();
  await world.pass(MINUTE);
  await world.app.askForSync(undefined, world.log);
  await world.pass(MINUTE);
  world.configure({ paused: true });
  await world.push({ "pools/d.yaml": null, "pools/a.yaml": interpreter("one", 50) });
  await world.pass(MINUTE);
  await world.poll();
  await world.app.abandon("syncs", { nonsense: true }, world.log);
  return world.log.lines;
}

test("what is logged has the level and the fields that the page names", async () => {
  const lines = (await muchTrouble()).filter(({ message }) => message !== "invocation failed");

  expect(new Set(lines.map(({ message }) => message)).size).toBeGreaterThan(15);
  for (const { message, level, fields } of lines) {
    const row = messages().get(message);
    expect(row?.level, message).toBe(level);
    const names = Object.keys(fields).filter((name) => fields[name] !== undefined);
    expect(
      names.filter((name) => !row?.fields.has(name)),
      message,
    ).toEqual([]);
  }
});

test("each metric but the rarest is measured by such a day, and is a number", async () => {
  const metrics = (await muchTrouble()).filter(({ message }) => message === "metric");

  for (const { fields } of metrics) expect(fields.value).toEqual(expect.any(Number));
  const names = new Set(metrics.map(({ fields }) => fields.name));
  expect([...names].map(String).sort()).toEqual([...rowsOf("Metrics").keys()].sort());
});
