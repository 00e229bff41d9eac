import { expect, test } from "vitest";
import { createSeededChance } from "./seeded-chance.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;

test("one seed gives the same numbers and ids every time, another seed others", () => {
  const draw = (seed: number) => {
    const { random, uuid } = createSeededChance(seed);
    return [random(), uuid(), random(), uuid()];
  };

  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test("numbers are spread over [0, 1), and no id comes twice", () => {
  const { random, uuid } = createSeededChance();
  const numbers = Array.from({ length: 10_000 }, random);
  const ids = Array.from({ length: 1000 }, uuid);

  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(UUID);
});
