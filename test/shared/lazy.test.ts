import { expect, test } from "vitest";
import { lazily, once } from "../../src/shared/lazy.ts";

test("what is made once is made when it is first asked for, and never again", async () => {
  let made = 0;
  const value = once(async () => {
    made += 1;
    return made;
  });
  expect(made).toBe(0);

  expect(await Promise.all([value(), value()])).toEqual([1, 1]);
  expect(await value()).toBe(1);
});

test("what could not be made is tried again by the next who asks", async () => {
  let tries = 0;
  const value = once(async () => {
    tries += 1;
    if (tries === 1) throw new Error("not yet");
    return "made";
  });

  await expect(value()).rejects.toThrow("not yet");
  expect(await value()).toBe("made");
});

interface Shelf {
  put(item: string): Promise<number>;
  items(prefix: string): AsyncIterable<string>;
}

function createLazyShelf() {
  let made = 0;
  const items: string[] = [];
  const shelf = lazily<Shelf>(
    async () => {
      made += 1;
      return {
        put: async (item) => items.push(item),
        async *items(prefix) {
          yield* items.filter((item) => item.startsWith(prefix));
        },
      };
    },
    { put: "call", items: "stream" },
  );
  return { shelf, made: () => made };
}

test("a port is made by the first call of any method, and answers as the adapter does", async () => {
  const { shelf, made } = createLazyShelf();
  expect(made()).toBe(0);

  expect(await shelf.put("apple")).toBe(1);
  expect(await shelf.put("pear")).toBe(2);

  const found: string[] = [];
  for await (const item of shelf.items("p")) found.push(item);
  expect(found).toEqual(["pear"]);
  expect(made()).toBe(1);
});

test("a stream that nobody reads makes nothing", () => {
  const { shelf, made } = createLazyShelf();

  shelf.items("p");

  expect(made()).toBe(0);
});
