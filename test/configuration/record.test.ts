import { describe, expect, test } from "vitest";
import { parseEvent } from "../../src/audit/parse-event.ts";
import { recordConfiguration } from "../../src/configuration/record.ts";
import { Busy } from "../../src/shared/failures.ts";
import { aSource } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";

function createRecorder() {
  const [audit, documents, clock, log] = [
    createMemoryAudit(),
    createMemoryDocuments(),
    createFixedClock(),
    createMemoryLog(),
  ];
  const deps = { audit, documents, clock, log, settings: { ARM_ENDPOINT: "https://arm.test" } };
  return {
    ...deps,
    run: (version: string, overrides = {}) => recordConfiguration([aSource(overrides)], { ...deps, version }),
    events: () => audit.names().map((name) => parseEvent(audit.text(name) ?? "")),
  };
}

describe("the deployer's own configuration is on record", () => {
  test("with its version, its sources and the settings that are no secret", async () => {
    const { run, events } = createRecorder();

    await run("1.0.0", { repositoryId: 42 });

    expect(events()).toMatchObject([
      {
        kind: "configuration",
        at: "2026-01-05T09:00:00.000Z",
        version: "1.0.0",
        settings: { ARM_ENDPOINT: "https://arm.test" },
        sources: [{ name: "session-pools", repository: "contoso/session-pools", repositoryId: 42 }],
      },
    ]);
  });

  test("a pause too, and its end", async () => {
    const { run, events, clock } = createRecorder();
    for (const paused of [false, true, false]) {
      await run("1.0.0", { paused });
      clock.advance(1_000);
    }

    const sources = events().map((event) => (event?.kind === "configuration" ? event.sources[0] : undefined));
    expect(sources.map((source) => source?.paused)).toEqual([undefined, true, undefined]);
  });

  test("once for each change", async () => {
    const { run, events, clock } = createRecorder();
    for (const [version, removed] of [
      ["1.0.0", "keep"],
      ["1.0.0", "keep"],
      ["1.0.0", "delete"],
      ["1.1.0", "delete"],
      ["1.0.0", "keep"],
    ] as const) {
      await run(version, { removed });
      clock.advance(1_000);
    }

    expect(events().map((event) => event?.kind === "configuration" && event.version)).toEqual([
      "1.0.0",
      "1.0.0",
      "1.1.0",
      "1.0.0",
    ]);
  });

  test.each(["create", "read", "replace"] as const)(
    "once also where a %s failed on the way",
    async (what) => {
      const { run, events, audit, documents, clock, log } = createRecorder();
      const busy = new Busy({ code: "ServerBusy", message: "busy" });
      if (what === "create") audit.failNext("create", busy);
      else documents.failNext(what, busy);

      await run("1.0.0");
      clock.advance(300_000);
      await run("1.0.0");
      await run("1.0.0");

      expect(events()).toHaveLength(1);
      expect(log.lines).toMatchObject([{ message: "configuration not recorded" }]);
    },
  );
});
