import { describe, expect, it } from "vitest";
import { cutDescription, DESCRIPTION_LENGTH_MAX } from "../../src/shared/description.ts";

describe("a description", () => {
  it("is left alone where GitHub takes it", () => {
    const text = `1 applied in 14 s, ü 😀 ${"x".repeat(100)}`;

    expect(cutDescription(text)).toBe(text);
    expect(cutDescription("x".repeat(DESCRIPTION_LENGTH_MAX))).toHaveLength(DESCRIPTION_LENGTH_MAX);
  });

  it("that is longer is cut, and shows it", () => {
    expect(cutDescription("x".repeat(DESCRIPTION_LENGTH_MAX + 1))).toBe(`${"x".repeat(139)}…`);
  });

  it("is not cut through a character", () => {
    expect(cutDescription(`${"x".repeat(138)}😀😀`)).toBe(`${"x".repeat(138)}…`);
  });

  it.each([
    ["lines", "one\r\n\ttwo\u2028three", "one two three"],
    ["control characters", "one\u0000\u001b[31mtwo\u0085", "one[31mtwo"],
    ["characters that turn the direction", "one\u202Etwo\u2066three", "onetwothree"],
    ["characters that nobody sees", "one\u200Btwo", "onetwo"],
    ["half a character", "one\uD83D", "one\uFFFD"],
  ])("has no %s", (_, text, expected) => {
    expect(cutDescription(text)).toBe(expected);
  });
});
