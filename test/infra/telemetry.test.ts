import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "./templates.ts";

interface HostJson {
  readonly telemetryMode?: string;
  readonly logging?: {
    readonly logLevel?: { readonly [category: string]: string };
    readonly applicationInsights?: { readonly samplingSettings?: { readonly isEnabled?: boolean } };
  };
}

const LEVELS = ["Trace", "Debug", "Information"];
/** What the app and the host say of functions: the alerts ask for both. */
const OF_FUNCTIONS = /^(default$|Function\b|Host\.(Results|Triggers)\b)/;

/** What would keep a fact that an alert asks for from arriving in `traces`. */
function lossesOf({ telemetryMode, logging = {} }: HostJson): readonly string[] {
  const { logLevel = {}, applicationInsights } = logging;
  return [
    ...(telemetryMode === "OpenTelemetry" ? [] : ["the telemetry is not OpenTelemetry's"]),
    // Azure samples unless it is told not to, and each fact is logged once.
    ...(applicationInsights?.samplingSettings?.isEnabled === false ? [] : ["facts are sampled"]),
    ...(logLevel.default === undefined ? ["the level is left to the host"] : []),
    ...Object.entries(logLevel)
      .filter(([category, level]) => OF_FUNCTIONS.test(category) && !LEVELS.includes(level))
      .map(([category, level]) => `${category} tells nothing below ${level}`),
  ];
}

const TEXT = await readFile(join(ROOT, "host.json"), "utf8");

test("every fact that the app logs arrives, by OpenTelemetry and unsampled", () => {
  expect(lossesOf(JSON.parse(TEXT) as HostJson)).toEqual([]);
});

describe("it would be seen", () => {
  const PLANTS: readonly (readonly [from: string, to: string, loss: string])[] = [
    ['  "telemetryMode": "OpenTelemetry",\n', "", "the telemetry is not OpenTelemetry's"],
    ['"isEnabled": false', '"isEnabled": true', "facts are sampled"],
    ['"samplingSettings": { "isEnabled": false }', '"enableLiveMetrics": false', "facts are sampled"],
    ['"default": "Information", ', "", "the level is left to the host"],
    ['"default": "Information"', '"default": "Warning"', "default tells nothing below Warning"],
    ['"Azure.Core"', '"Function.syncSource.User"', "Function.syncSource.User tells nothing below Warning"],
  ];

  test.each(PLANTS)("where %j was written as %j", (from, to, loss) => {
    expect(TEXT).toContain(from);

    expect(lossesOf(JSON.parse(TEXT.replace(from, () => to)) as HostJson)).toContain(loss);
  });
});
