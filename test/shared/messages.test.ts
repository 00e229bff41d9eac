import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Messages, parseMessage, type QueueName, UnreadableMessage } from "../../src/shared/messages.ts";
import { aHint, aReconcileMessage, aRolloutMessage, aSyncMessage } from "../builders.ts";

const GOOD: { readonly [Q in QueueName]: Messages[Q] } = {
  syncs: aSyncMessage({ push: aHint() }),
  reconciles: aReconcileMessage(),
  rollouts: aRolloutMessage({ beat: 3 }),
};
const QUEUES = ["syncs", "reconciles", "rollouts"] as const;

describe.each(QUEUES)("a message of %s", (queue) => {
  const good: object = GOOD[queue];
  const needed = Object.keys(good).filter((name) => name !== "push" && name !== "beat");

  it("is read as it was sent", () => {
    expect(parseMessage(queue, JSON.parse(JSON.stringify(good)))).toEqual(good);
  });

  it.each(needed)("is unreadable without %s, or with another kind of it", (name) => {
    for (const value of [undefined, null, true, ["x"]]) {
      expect(() => parseMessage(queue, { ...good, [name]: value }), String(value)).toThrow(
        new RegExp(`^${queue}: ${name} is not a`),
      );
    }
  });

  it.each([["text"], [""], [null], [undefined], [7], [[]], [{}]])("is unreadable if it is %j", (message) => {
    expect(() => parseMessage(queue, message)).toThrow(UnreadableMessage);
  });

  it("is read or refused whatever it is, and never in another way", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (message) => {
        try {
          parseMessage(queue, message);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableMessage);
        }
      }),
    );
  });

  it("has no property that the host takes for its own", () => {
    const host = ["id", "dequeueCount", "insertionTime", "expirationTime", "nextVisibleTime", "popReceipt"];

    expect(Object.keys(good).filter((name) => host.includes(name))).toEqual([]);
  });
});
