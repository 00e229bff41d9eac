import { expect, it } from "vitest";
import type { SourceState } from "../../src/documents/source-state.ts";
import { labelled, rejectedState, wentPast } from "../../src/sync/state.ts";
import { aSource, aSourceState, at } from "../builders.ts";

const head = (number: number): string => String(number).padStart(40, "0");

it("remembers the fifty heads that it went past last, each once: the document does not grow for ever", () => {
  let state = aSourceState({ recent: [] });
  for (let number = 1; number <= 60; number += 1) state = wentPast(head(number), state);

  const { recent } = wentPast(head(30), state);

  expect(recent).toHaveLength(50);
  expect(recent.slice(0, 3)).toEqual([head(30), head(60), head(59)]);
  expect(recent.at(-1)).toBe(head(11));
});

it("has left what a sync had begun, once another head is refused", () => {
  const state = aSourceState({ begun: head(2), recent: [head(1)] });

  const refused = rejectedState(state, { commit: head(3), at: at(0) }, aSource());

  expect(refused).toMatchObject({ seen: { commit: head(3), rejected: true } });
  expect(refused.recent).toEqual([head(3), head(2), head(1)]);
  expect(refused).not.toHaveProperty("begun");
});

it.each([
  ["as GitHub has it", "Not Found", "Not Found"],
  ["but for what no header can hold", "die Größe: 日本\r\n", "die Gr??e: ????"],
  ["that is nothing to a header", "  ", "?"],
])("labels a source that can't be read with the reason, %s", async (_, message, reason) => {
  const written: (object | undefined)[] = [];
  const held = {
    value: undefined,
    write: async (_state: SourceState, labels?: object) => void written.push(labels),
  };
  const unreadable = { code: "NotFound", message, since: "2026-01-05T09:00:00.000Z" };

  await labelled(held).write(aSourceState({ unreadable }));

  expect(written).toMatchObject([{ unreadable: "NotFound", reason }]);
});
