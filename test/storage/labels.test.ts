import { expect, test } from "vitest";
import { toLabels } from "../../src/storage/labels.ts";

test("labels are the properties that have a value", () => {
  expect(toLabels({ phase: "open", outcome: undefined })).toEqual({ phase: "open" });
  expect(toLabels(undefined)).toEqual({});
});

test.each([
  ["a name that Azure gives back in another case", { dueAt: "1" }],
  ["a name that is no identifier", { "due-at": "1" }],
  ["an empty text", { phase: "" }],
  ["a line break", { phase: "a\nb" }],
  ["a letter that a header can't carry", { phase: "ü" }],
  ["a space at the end", { phase: "open " }],
  ["a number", { at: 1 }],
])("%s is refused", (_, labels) => {
  expect(() => toLabels(labels)).toThrow(/can't be a label/);
});
