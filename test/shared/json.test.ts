import { describe, expect, it } from "vitest";
import { DEPTH_MAX, isList, isObject, isTooDeep, type Json, parseJson } from "../../src/shared/json.ts";

describe("a JSON value", () => {
  it.each<[Json | undefined, boolean, boolean]>([
    [{}, true, false],
    [[], false, true],
    [null, false, false],
    [undefined, false, false],
    ["text", false, false],
    [7, false, false],
  ])("is an object, a list or neither: %j", (value, object, list) => {
    expect([isObject(value), isList(value)]).toEqual([object, list]);
  });
});

describe("a JSON text", () => {
  it.each<[string, Json | undefined]>([
    ['{"a":[1,null]}', { a: [1, null] }],
    ["null", null],
    ["0", 0],
    ["", undefined],
    ["{", undefined],
    ["undefined", undefined],
    ["\uFEFF{}", undefined],
  ])("is read, or is none: %j", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it("that names the prototype changes none", () => {
    const value = parseJson('{"__proto__":{"polluted":true}}');

    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { readonly polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("values in values", () => {
  const nested = (levels: number): Json =>
    JSON.parse(`${'{"a":['.repeat(levels / 2)}1${"]}".repeat(levels / 2)}`) as Json;

  it.each([
    [nested(0), false],
    [nested(DEPTH_MAX), false],
    [nested(DEPTH_MAX + 2), true],
    [nested(50_000), true],
  ])("are too deep from some level on, and asking is safe at any", (value, isDeep) => {
    expect(isTooDeep(value)).toBe(isDeep);
  });
});
