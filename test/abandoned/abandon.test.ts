import { describe, expect, it } from "vitest";
import { abandon } from "../../src/abandoned/abandon.ts";
import type { CommitStatus } from "../../src/ports.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import type { QueueName } from "../../src/shared/messages.ts";
import { aReconcileMessage, aSha, aSource, aSyncMessage } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";

function createAbandon() {
  const audit = createMemoryAudit();
  const log = createMemoryLog();
  const clock = createFixedClock();
  const reports: (CommitStatus & { readonly commit: string })[] = [];
  const failures: Error[] = [];
  const repositories = {
    report: async (_repository: unknown, commit: string, status: CommitStatus) => {
      const [failure] = failures.splice(0, 1);
      if (failure) throw failure;
      reports.push({ commit, ...status });
    },
  };
  const deps = { audit, log, clock, repositories };
  return {
    ...deps,
    reports,
    failures,
    abandon: (message: unknown, queue: QueueName = "reconciles") =>
      abandon(queue, message, [aSource()], deps),
    records: () => audit.names().map((name) => JSON.parse(audit.text(name) ?? "")),
  };
}

describe("a message that the host gave up on", () => {
  it("is recorded, logged as an error and told on its commit", async () => {
    const { abandon: giveUp, audit, records, log, reports } = createAbandon();
    const message = aReconcileMessage();

    await giveUp(message);

    expect(audit.names()).toEqual([
      expect.stringMatching(/^abandoned\/2026\/01\/05\/20260105T090000000Z-[0-9a-f]{12}\.json$/),
    ]);
    expect(records()).toEqual([
      { format: 1, kind: "abandoned", at: "2026-01-05T09:00:00.000Z", queue: "reconciles", message },
    ]);
    expect(log.lines).toMatchObject([{ level: "error", message: "message abandoned" }]);
    expect(reports).toEqual([
      {
        commit: aSha("c"),
        state: "error",
        context: "poolkeeper/session-pools",
        description: expect.stringContaining("gave up on a message of reconciles"),
      },
    ]);
  });

  it.each(["syncs", "reconciles", "rollouts"] as const)(
    "is told in words that GitHub takes: %s",
    async (queue) => {
      const { abandon: giveUp, reports } = createAbandon();

      await giveUp(aReconcileMessage(), queue);

      expect(reports[0]?.description.length).toBeLessThanOrEqual(140);
    },
  );

  it.each([
    ["of a sync, which has no commit yet", aSyncMessage()],
    ["of a source that is followed no longer", aReconcileMessage({ source: "of old" })],
    ["whose commit is no text", { ...aReconcileMessage(), commit: 7 }],
  ])("is recorded and told nowhere: one %s", async (_, message) => {
    const { abandon: giveUp, records, reports } = createAbandon();

    await giveUp(message);

    expect(records()).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  it.each([
    ["a text that is no JSON", "{half of", "{half of"],
    ["an empty text", "", ""],
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["a list", [1, 2], "[1,2]"],
    ["a number", 7, "7"],
    ["a text without end", "x".repeat(70_000), "x".repeat(4_000)],
    ["an object without end", { text: "x".repeat(70_000) }, `{"text":"${"x".repeat(3_991)}`],
  ])("is recorded whatever it is: %s", async (_, message, kept) => {
    const { abandon: giveUp, records } = createAbandon();

    await giveUp(message);

    expect(records()).toMatchObject([{ message: kept }]);
  });

  it("is recorded beside others of the same moment", async () => {
    const { abandon: giveUp, audit } = createAbandon();

    await giveUp(aReconcileMessage());
    await giveUp(aReconcileMessage({ attempt: 1 }));
    await giveUp(aReconcileMessage());

    expect(audit.names()).toHaveLength(2);
  });

  it.each([
    ["busy", new Busy({ code: "RateLimited", message: "slow down" })],
    ["not willing", new Refused({ code: "Forbidden", message: "no" })],
  ])("is recorded though GitHub is %s", async (_, failure) => {
    const { abandon: giveUp, records, failures, log } = createAbandon();
    failures.push(failure);

    await giveUp(aReconcileMessage());

    expect(records()).toHaveLength(1);
    expect(log.lines.at(-1)).toMatchObject({ level: "warn", fields: { code: failure.code } });
  });

  it("is given back to the host where it can't be recorded, and told nobody before", async () => {
    const { abandon: giveUp, audit, reports } = createAbandon();
    const down = new Busy({ code: "ServerBusy", message: "storage: later" });
    audit.failNext("create", down);

    await expect(giveUp(aReconcileMessage())).rejects.toBe(down);
    expect(reports).toEqual([]);

    await giveUp(aReconcileMessage());
    expect(audit.names()).toHaveLength(1);
  });
});
