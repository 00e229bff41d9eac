import { describe, expect, test } from "vitest";
import { callersOf } from "../../src/arm/callers.ts";

const tokenOf = (claims: unknown) =>
  ["head", Buffer.from(JSON.stringify(claims)).toString("base64url"), "signature"].join(".");

describe("who has a token", () => {
  test("is its application and its principal: ARM may call it either", () => {
    expect(callersOf(tokenOf({ aud: "arm", appid: "app", oid: "principal", sub: "x" }))).toEqual([
      "app",
      "principal",
    ]);
  });

  test.each([
    ["opaque", "a-token"],
    ["of other parts", "one.two.three"],
    ["without claims", tokenOf(null)],
    ["with claims of another kind", tokenOf({ appid: 7, oid: "" })],
    ["empty", ""],
  ])("is nobody where it is %s", (_, token) => {
    expect(callersOf(token)).toEqual([]);
  });
});
