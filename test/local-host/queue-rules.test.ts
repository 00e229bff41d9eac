import { describe, expect, test } from "vitest";
import {
  afterInvocation,
  decodeMessage,
  NO_PAUSE,
  nextPause,
  onArrival,
  type Pause,
  poisonQueueOf,
} from "../local/functions-host/queue-rules.ts";

const MAX = 5;

describe("a queue message", () => {
  test.each([
    { dequeueCount: 1, hasPoisonQueue: true, readable: true, next: "invoke" },
    { dequeueCount: 5, hasPoisonQueue: true, readable: true, next: "invoke" },
    { dequeueCount: 6, hasPoisonQueue: true, readable: true, next: "poison" },
    { dequeueCount: 6, hasPoisonQueue: false, readable: true, next: "leave" },
    { dequeueCount: 1, hasPoisonQueue: true, readable: false, next: "poison" },
    { dequeueCount: 1, hasPoisonQueue: false, readable: false, next: "leave" },
  ])(
    "that arrives at count $dequeueCount (readable: $readable, poison queue: $hasPoisonQueue): $next",
    ({ next, ...message }) => {
      expect(onArrival(message, MAX)).toBe(next);
    },
  );

  test.each([
    { succeeded: true, dequeueCount: 1, hasPoisonQueue: true, next: "delete" },
    { succeeded: true, dequeueCount: 5, hasPoisonQueue: false, next: "delete" },
    { succeeded: false, dequeueCount: 4, hasPoisonQueue: true, next: "release" },
    { succeeded: false, dequeueCount: 5, hasPoisonQueue: true, next: "poison" },
    { succeeded: false, dequeueCount: 1, hasPoisonQueue: false, next: "leave" },
    { succeeded: false, dequeueCount: 5, hasPoisonQueue: false, next: "leave" },
  ])(
    "worked on at count $dequeueCount (success: $succeeded, poison queue: $hasPoisonQueue): $next",
    ({ next, ...message }) => {
      expect(afterInvocation(message, MAX)).toBe(next);
    },
  );

  test("of a queue goes to its poison queue, which has none of its own", () => {
    expect(poisonQueueOf("syncs")).toBe("syncs-poison");
    expect(poisonQueueOf("syncs-poison")).toBeUndefined();
  });

  test.each([
    ["eyJhIjoxfQ==", '{"a":1}'],
    ["w6Q=", "ä"],
    ["eyJh\nIjoxfQ==", '{"a":1}'],
    ["", ""],
    ["not base64", undefined],
    ["abc", undefined],
    ['{"a":1}', undefined],
  ])("%j is read as %j", (text, expected) => {
    expect(decodeMessage(text, "base64")).toBe(expected);
  });

  test("is taken as it is where no encoding is asked for", () => {
    expect(decodeMessage("not base64", "none")).toBe("not base64");
  });
});

describe("the pause after a look at an empty queue", () => {
  const pausesAfter = (looks: readonly boolean[], random: number) => {
    let pause: Pause = NO_PAUSE;
    return looks.map((foundBefore) => {
      pause = nextPause(pause, { foundBefore, maxMs: 2_000, random });
      return pause.delayMs;
    });
  };

  test("doubles from 100 ms up to the longest", () => {
    const looks = [false, false, false, false, false, false, false, false];

    expect(pausesAfter(looks, 0.5)).toEqual([100, 200, 300, 500, 900, 1700, 2000, 2000]);
  });

  test("is short again as soon as there was a message", () => {
    expect(pausesAfter([false, false, false, true, false, false], 0.5)).toEqual([
      100, 200, 300, 100, 200, 300,
    ]);
  });

  test("is spread by a fifth to both sides", () => {
    const [, least] = pausesAfter([false, false], 0);
    const [, most] = pausesAfter([false, false], 1);

    expect([least, most]).toEqual([180, 220]);
  });
});
