import { describe, expect, it } from "vitest";
import { printSummary, runBatch } from "./batch.ts";
import { run } from "./run.ts";
import { writeScript } from "./script.ts";

const SEEDS = 500;
/** So that a failure is told of as it comes, and not after all five hundred. */
const BATCH = 25;

const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);

describe("every promise is kept", () => {
  it.each(range(0, SEEDS / BATCH).map((batch) => batch * BATCH + 1))(
    `in the ${BATCH} worlds from seed %i on`,
    async (from) => {
      const summary = await runBatch(range(from, BATCH));

      expect(summary.broken.map(({ story }) => story).join("\n\n"), printSummary(summary)).toBe("");
    },
  );
});

describe("a seed", () => {
  it("tells the same story every time, to the last step", async () => {
    const seed = 7;

    const [one, other] = [await run(writeScript(seed)), await run(writeScript(seed))];

    expect(one.steps).toBeGreaterThan(100);
    expect(other).toEqual(one);
  });

  it("tells another story than its neighbour", async () => {
    const [one, other] = [await run(writeScript(7)), await run(writeScript(8))];

    expect(other.traceHash).not.toBe(one.traceHash);
  });

  it("goes on as before when one of its faults is taken away", async () => {
    const script = writeScript(9);
    const whole = await run(script);
    const [first = ""] = whole.faultKeys;

    const without = await run(script, new Set([first]));

    expect(without.faultKeys).not.toContain(first);
    expect(without.faultKeys).toContain(whole.faultKeys[1]);
  });
});

const TROUBLES = [
  "git: forced",
  "git: rewound",
  "git: branch lost",
  "github: webhook lost",
  "github: webhook doubled",
  "github: webhooks reversed",
  "github: lags behind its webhook",
  "github: head is stale",
  "github: lists cut",
  "github: closed",
  "queue: do twice",
  "queue: delete lost",
  "queue: closed",
  "storage: closed",
  "storage: lease lost",
  "vault: closed",
  "arm: closed",
  "arm: bucket empty",
  "arm: operation fails",
  "arm: operation hangs",
  "arm: new pool shows late",
  "arm: pool changed by hand",
  "host: instance dies",
  "timers: poll overlaps",
  "timers: snapshot overlaps",
];

describe("the worlds of many seeds", () => {
  it("meet every kind of fault at every service, and every trouble of the world", async () => {
    const { faults, crashes, pools, states } = await runBatch(range(10_001, 200));

    const kinds = ["fail", "lose answer", "crash before", "crash after", "slow", "stall"];
    const services = ["storage", "audit", "queue", "github", "arm"];
    const all = [...services.flatMap((service) => kinds.map((kind) => `${service}: ${kind}`)), ...TROUBLES];
    expect(all.filter((kind) => !faults[kind])).toEqual([]);
    expect(crashes).toBeGreaterThan(50);
    expect(pools).toBeGreaterThan(300);
    expect(states.length).toBeGreaterThan(1_000);
  });
});
