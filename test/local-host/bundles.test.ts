import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type Fixture, startHostUnderTest } from "./host-under-test.ts";

async function reasonOf(fixture: Fixture, options = {}): Promise<string> {
  const error = await startHostUnderTest(fixture, options).then(
    () => new Error("it started"),
    (reason: Error) => reason,
  );
  return String(error.cause);
}

describe("a bundle that can't serve is refused aloud:", () => {
  test.each([
    ["empty", "registers no function", ""],
    [
      "throws",
      "failed while it loaded. In Azure the app would start with no functions",
      "a setting is missing",
    ],
    ["throws-late", "failed while it loaded, after 1 functions", "a setting is missing"],
    ["twice", "failed while it loaded, after 1 functions", 'A function named "same" exists already'],
    ["output", "writes has a binding that this host does not serve: queue", ""],
  ] as const)("%s", async (fixture, reason, cause) => {
    const said = await reasonOf(fixture);

    expect(said).toContain(reason);
    expect(said).toContain(cause);
  });

  test("a setting that a binding names and nobody set", async () => {
    expect(await reasonOf("timers")).toContain("TICK_SCHEDULE, which is not set");
  });

  test("a connection that is not set", async () => {
    expect(await reasonOf("queues", { settings: { Storage: "" } })).toContain("Storage__queueServiceUri");
  });

  test("a schedule that is none", async () => {
    expect(await reasonOf("timers", { settings: { TICK_SCHEDULE: "every day" } })).toContain(
      "is no schedule",
    );
  });

  test("a host.json with a mistake", async () => {
    const hostJson = { extensions: { queues: { batchSize: 64 } } };

    expect(await reasonOf("http", { hostJson })).toContain("batchSize is a whole number from 1 to 32");
  });
});

test("a function can't be registered later, as in Azure", async () => {
  const host = await startHostUnderTest("late");

  const answer = await fetch(`${host.origin}/api/late`);
  await host.stop();

  expect(answer.status).toBe(500);
  expect(host.lines.join("\n")).toContain("can only be registered during app startup");
});

test.each([
  [["--prot", "1"], "--prot"],
  [[], "--bundle and --host-json are needed"],
])("the host refuses the arguments %j", async (args, reason) => {
  const main = join(import.meta.dirname, "../local/functions-host/main.ts");

  const run = promisify(execFile)(process.execPath, [main, ...args]);

  await expect(run).rejects.toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(reason) });
});
