import { describe, expect, it } from "vitest";
import { loggerFor } from "../../functions/logger.ts";
import { abandon } from "../../src/abandoned/abandon.ts";
import { rolloutDocument } from "../../src/documents/names.ts";
import type { CommitStatus } from "../../src/ports.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import type { QueueName } from "../../src/shared/messages.ts";
import {
  aHint,
  aPoolId,
  aReconcileMessage,
  aRollout,
  aSha,
  aSource,
  aSyncMessage,
  at,
  NOW_MS,
} from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";

function createAbandon() {
  const audit = createMemoryAudit();
  const documents = createMemoryDocuments();
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
  const queues = createMemoryQueues(clock);
  const deps = { audit, documents, log, clock, repositories, queues };
  return {
    ...deps,
    reports,
    failures,
    abandon: (message: unknown, queue: QueueName = "reconciles") =>
      abandon(queue, message, [aSource()], deps),
    records: () => audit.names("abandoned/").map((name) => JSON.parse(audit.text(name) ?? "")),
  };
}

describe("a message that the host gave up on", () => {
  it("is recorded, logged as an error and told on its commit", async () => {
    const { abandon: giveUp, audit, records, log, reports } = createAbandon();
    const message = aReconcileMessage();

    await giveUp(message);

    expect(audit.names("abandoned/")).toEqual([
      expect.stringMatching(/^abandoned\/reconciles\/[0-9a-f]{64}\.json$/),
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

  it("has the commit told its end once more: who told it at the same time may have been faster", async () => {
    const { abandon: giveUp, queues, documents } = createAbandon();
    documents.put(rolloutDocument("session-pools", aSha("c")), aRollout(), { phase: "open", at: "0" });

    await giveUp(aReconcileMessage());
    await giveUp(aReconcileMessage({ attempt: 1 }));

    expect(queues.messages("rollouts")).toEqual([
      { source: "session-pools", commit: aSha("c"), retell: true, attempt: 0, firstAt: at(0) },
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
    ["of a sync that no push asked for", aSyncMessage({ reason: "poll" })],
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

  it("is in its event as far as a person reads, and well-formed at the cut", async () => {
    const { abandon: giveUp, audit } = createAbandon();

    await giveUp(`${"x".repeat(999)}😀`);

    const [event = ""] = audit.names("events/");
    expect(JSON.parse(audit.text(event) ?? "").message).toBe(`${"x".repeat(999)}\ufffd`);
  });

  it("is recorded once, however often and late it is given up on, and beside others", async () => {
    const { abandon: giveUp, clock, records } = createAbandon();

    await giveUp(aReconcileMessage());
    await giveUp(aReconcileMessage({ attempt: 1 }));
    clock.set(NOW_MS + 24 * 3_600_000);
    await giveUp(aReconcileMessage());

    expect(records()).toHaveLength(2);
    expect(records().map((record) => record.at)).toEqual([at(0), at(0)]);
  });

  it("is told once for a commit and queue, however many pools the commit has", async () => {
    const { abandon: giveUp, reports, records } = createAbandon();

    for (let index = 0; index < 30; index += 1)
      await giveUp(aReconcileMessage({ pool: aPoolId(`pool${index}`) }));
    await giveUp(aReconcileMessage({ commit: aSha("d") }));
    await giveUp(aReconcileMessage(), "rollouts");

    expect(records()).toHaveLength(32);
    expect(reports.map(({ commit }) => commit)).toEqual([aSha("c"), aSha("d"), aSha("c")]);
  });

  it("is told again where telling failed", async () => {
    const { abandon: giveUp, failures, reports } = createAbandon();
    failures.push(new Busy({ code: "RateLimited", message: "slow down" }));

    await giveUp(aReconcileMessage());
    await giveUp(aReconcileMessage());

    expect(reports).toHaveLength(1);
  });

  it("is told nobody where the commit has come to its end", async () => {
    const { abandon: giveUp, documents, reports, records } = createAbandon();
    documents.put(rolloutDocument("session-pools", aSha("c")), aRollout({ closedAt: at(-1_000) }));
    documents.put(rolloutDocument("session-pools", aSha("d")), aRollout({ commit: aSha("d") }));

    await giveUp(aReconcileMessage());
    await giveUp(aReconcileMessage({ commit: aSha("d") }));

    expect(records()).toHaveLength(2);
    expect(reports.map(({ commit }) => commit)).toEqual([aSha("d")]);
  });

  it("of a sync is told on the commit that was pushed", async () => {
    const { abandon: giveUp, reports } = createAbandon();

    await giveUp(aSyncMessage({ push: aHint({ after: aSha("e") }) }), "syncs");

    expect(reports.map(({ commit, state }) => [commit, state])).toEqual([[aSha("e"), "error"]]);
  });

  it("keeps its constant message in the log's line", async () => {
    const { abandon: giveUp, log } = createAbandon();
    await giveUp(aReconcileMessage());
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);

    const written = log.lines[0];
    loggerFor({ info: write, warn: write, error: write }).error(written?.message ?? "", {
      ...written?.fields,
      message: "a field of that name",
    });

    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      message: "message abandoned",
      body: { reason: "wanted" },
    });
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
    expect(audit.names("abandoned/")).toHaveLength(1);
  });
});
