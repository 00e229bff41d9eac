import { describe, expect, it } from "vitest";
import { attempt } from "../../src/shared/attempt.ts";
import { Busy, Failure, NotYet, Refused } from "../../src/shared/failures.ts";
import { lostCall } from "../../src/shared/lost-call.ts";

const named = (name: string, message = "socket hang up"): Error =>
  Object.assign(new Error(message), { name });

describe("a failure", () => {
  it.each([
    [Busy, "busy", "Busy"],
    [NotYet, "notYet", "NotYet"],
    [Refused, "refused", "Refused"],
  ] as const)("keeps what the service said: %o", (kind, name, shown) => {
    const cause = new Error("the answer");
    const failure = new kind({
      code: "Code",
      message: "words",
      status: 429,
      retryAfterMs: 5,
      requestId: "id",
      cause,
    });

    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({
      name: shown,
      class: name,
      code: "Code",
      message: "words",
      status: 429,
      retryAfterMs: 5,
      requestId: "id",
      cause,
    });
  });

  it("without a cause has none", () => {
    expect("cause" in new Busy({ code: "Code", message: "words" })).toBe(false);
  });
});

describe("an attempt", () => {
  it("is the value that came", async () => {
    expect(await attempt(async () => 7)).toEqual({ ok: true, value: 7 });
  });

  it("is the failure that the world had", async () => {
    const failure = new Busy({ code: "Code", message: "words" });

    expect(await attempt(() => Promise.reject(failure))).toEqual({ ok: false, failure });
  });

  it("is no net for bugs", async () => {
    await expect(attempt(() => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
  });
});

describe("a call that got no answer", () => {
  it.each([
    ["RestError", "NetworkError"],
    ["AbortError", "Timeout"],
    ["TimeoutError", "Timeout"],
    ["AuthenticationError", "NoToken"],
    ["AuthenticationRequiredError", "NoToken"],
    ["AggregateAuthenticationError", "NoToken"],
    ["CredentialUnavailableError", "NoToken"],
  ])("is the world's trouble: %s", (name, code) => {
    const error = named(name);

    expect(lostCall("ARM", error)).toMatchObject({
      class: "busy",
      code,
      message: "ARM: socket hang up",
      status: undefined,
      cause: error,
    });
  });

  it.each([
    [named("TypeError")],
    [named("Error")],
    [named("toString")],
    ["a text"],
    [undefined],
    [{ name: "RestError" }],
  ])("is told apart from a bug: %o", (error) => {
    expect(lostCall("ARM", error)).toBeUndefined();
  });
});
