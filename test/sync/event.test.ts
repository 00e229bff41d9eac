import { describe, expect, it } from "vitest";
import { syncEvent } from "../../src/sync/event.ts";
import { aProblem, aRollout, aSyncMessage } from "../builders.ts";

describe("the event of a commit", () => {
  it("keeps what refused it, however many warnings come before that", () => {
    const warnings = Array.from({ length: 60 }, (_, index) =>
      aProblem({ severity: "warning", line: index + 1 }),
    );
    const problems = [...warnings, aProblem({ severity: "error", line: 61 })];

    const event = syncEvent(
      { ...aRollout(), mistakes: 1 },
      { message: aSyncMessage(), pools: [], problems, details: {}, files: {} },
    );

    expect(event.problems).toHaveLength(50);
    expect(event.problems.at(-1)).toContain(":61:");
  });
});
