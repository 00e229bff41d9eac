import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { expect, test } from "vitest";
import { resolveSettings } from "../local/functions-host/app-settings.ts";
import { parseHostJson } from "../local/functions-host/host-json.ts";

test("host.json has Azure's defaults", () => {
  expect(parseHostJson({ version: "2.0" })).toEqual({
    routePrefix: "api",
    functionTimeoutMs: 30 * 60_000,
    queues: {
      batchSize: 16,
      newBatchThreshold: 8 * availableParallelism(),
      maxPollingIntervalMs: 60_000,
      visibilityTimeoutMs: 0,
      maxDequeueCount: 5,
      messageEncoding: "base64",
    },
  });
});

test("the app's own host.json runs 8 invocations of a function at most", async () => {
  const { queues } = parseHostJson(JSON.parse(await readFile("host.json", "utf8")));

  expect(queues.batchSize + queues.newBatchThreshold).toBe(8);
});

test("durations are read as .NET writes them", () => {
  const queues = { maxPollingInterval: "00:00:00.2500000", visibilityTimeout: "1.02:03:04" };

  const settings = parseHostJson({ extensions: { http: { routePrefix: "" }, queues } });

  expect(settings.routePrefix).toBe("");
  expect(settings.queues.maxPollingIntervalMs).toBe(250);
  expect(settings.queues.visibilityTimeoutMs).toBe(((26 * 60 + 3) * 60 + 4) * 1000);
});

test.each([
  [{ batchSize: 33 }, "batchSize is a whole number from 1 to 32"],
  [{ newBatchThreshold: -1 }, "newBatchThreshold"],
  [{ maxDequeueCount: 0 }, "maxDequeueCount"],
  [{ maxPollingInterval: "00:00:00.05" }, "100 ms at least"],
  [{ visibilityTimeout: 10 }, "visibilityTimeout is a duration"],
  [{ visibilityTimeout: "24:00:00" }, "visibilityTimeout is a duration"],
  [{ messageEncoding: "utf8" }, "messageEncoding"],
])("%j is refused", (queues, message) => {
  expect(() => parseHostJson({ extensions: { queues } })).toThrow(message);
});

test("%SETTING% is replaced by the setting of that name", () => {
  expect(resolveSettings("%A%-%B%", { A: "x", B: "y" })).toBe("x-y");
  expect(() => resolveSettings("%MISSING%", {})).toThrow("MISSING, which is not set");
});
