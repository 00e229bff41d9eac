import { describe, expect, test } from "vitest";
import { describeDelivery, describeRequest, describeStatus } from "../local/happenings.ts";

const SHA = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";

describe("what happens in the cloud is told in a line:", () => {
  test.each([
    ["push", { status: "OK", status_code: 202 }, "push    main is 1a2b3c4; the webhook answered 202"],
    [
      "push",
      { status: "failed to connect", status_code: 502 },
      "push    main is 1a2b3c4; the webhook: failed to connect",
    ],
    ["ping", { status: "OK", status_code: 200 }, "ping    the webhook answered 200"],
  ])("a %s with %j", (event, answer, line) => {
    const request = { payload: { ref: "refs/heads/main", after: SHA } };

    expect(describeDelivery({ event, request, ...answer })).toBe(line);
  });

  test("a write to ARM, and whether its answer was lost", () => {
    const path = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.App/sessionPools/interpreter";
    const put = { method: "PUT", path, status: 201, answered: true };

    expect(describeRequest(put)).toBe("ARM     PUT interpreter: 201");
    expect(describeRequest({ ...put, answered: false })).toBe("ARM     PUT interpreter: the answer was lost");
    expect(describeRequest({ ...put, method: "GET" })).toBeUndefined();
  });

  test("a commit's status", () => {
    const description = "1 applied in 3 s";
    const status = { sha: SHA, state: "success", description, context: "poolkeeper/pools" } as const;

    expect(describeStatus(status)).toBe("status  1a2b3c4 poolkeeper/pools is success: 1 applied in 3 s");
    expect(describeStatus({ ...status, description: null })).toBe(
      "status  1a2b3c4 poolkeeper/pools is success",
    );
  });
});
