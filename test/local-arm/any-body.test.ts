import fc from "fast-check";
import { expect, it } from "vitest";
import { isObject } from "../../src/shared/json.ts";
import { CUSTOM, PYTHON, poolAt } from "./bodies.ts";
import { laptopArm } from "./laptop-arm.ts";

const POOL = poolAt("pool1");

/** Every path into `value`, such as `["properties", "secrets", "0"]`. */
function paths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const below = isObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  return [path, ...below.flatMap(([name, part]) => paths(part, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, i) => (String(i) === name ? replaced(item, rest, by) : item));
  return isObject(value) ? { ...value, [name]: replaced(value[name], rest, by) } : value;
}

const spoiled = fc
  .constantFrom(CUSTOM, PYTHON)
  .chain((body) =>
    fc.tuple(fc.constantFrom(...paths(body)), fc.jsonValue()).map(([path, by]) => replaced(body, path, by)),
  );

it("any body is taken or refused, and a refused one leaves the pool as it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("PUT", "PATCH"), spoiled, async (method, body) => {
      const arm = laptopArm({ operationSeconds: 0 });
      await arm.ask("PUT", POOL, CUSTOM);
      const before = await arm.ask("GET", POOL);

      const { status } = await arm.ask(method, POOL, body);

      expect([200, 202, 400]).toContain(status);
      if (status === 400) expect((await arm.ask("GET", POOL)).body).toEqual(before.body);
    }),
    { numRuns: 500 },
  );
});
