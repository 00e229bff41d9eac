import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/shared/secret.ts";

const secret = new Secret("hunter2");

describe("a secret", () => {
  it("is told to who asks for it", () => {
    expect(secret.reveal()).toBe("hunter2");
  });

  it.each<[string, (secret: Secret) => string]>([
    ["as text", (one) => `${one}`],
    ["as text by another way", (one) => String(one)],
    ["in a sum of texts", (one) => ["", one].join("")],
    ["as JSON", (one) => JSON.stringify(one)],
    ["inside of JSON", (one) => JSON.stringify({ a: [one], b: new Map([["c", one]]) })],
    ["by console.log", (one) => format("%s %o %O %j", one, one, one, one)],
    ["inspected to the ground", (one) => inspect({ one }, { depth: null, showHidden: true, getters: true })],
    ["in an error's message", (one) => new Error(`no: ${one}`).stack ?? ""],
    ["in an error's cause", (one) => inspect(new Error("no", { cause: one }))],
    ["as its properties", (one) => JSON.stringify([Object.entries(one), Reflect.ownKeys(one), { ...one }])],
    ["as a copy", (one) => inspect(structuredClone({ one }))],
  ])("is never printed %s", (_, print) => {
    expect(print(secret)).not.toContain("hunter2");
  });

  it("prints as something that people see", () => {
    expect([String(secret), JSON.stringify({ secret }), inspect(secret)]).toEqual([
      "[secret]",
      '{"secret":"[secret]"}',
      "[secret]",
    ]);
  });
});
