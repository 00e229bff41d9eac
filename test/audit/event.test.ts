import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventName, eventPlaceOf } from "../../src/audit/names.ts";
import { EVENT_KINDS, parseEvent } from "../../src/audit/parse-event.ts";
import { eventId, record, storedEvent } from "../../src/audit/record.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { anEvent, anyEvent, everyEvent } from "./events.ts";

describe("names of events", () => {
  test("tell when and what, and sort by time", () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (one, other) => {
        expect(eventPlaceOf(eventName(one))).toEqual({ at: one.at, kind: one.kind, id: one.id });
        if (one.at !== other.at) expect(eventName(one) < eventName(other)).toBe(one.at < other.at);
      }),
    );
  });

  test.each([
    "events/2026/01/06/20260105T090000000Z-sync-1.json",
    "events/2026/01/05/20260105T090000Z-sync-1.json",
    "events/2026/01/05/20260105T090000000Z-sync-../../x.json",
    "snapshots/2026/01/05/20260105T090000000Z-sync-1.json",
  ])("%s is none", (name) => {
    expect(eventPlaceOf(name)).toBeUndefined();
  });
});

describe("reading a stored event", () => {
  test("there is an example of every kind here", () => {
    expect(everyEvent().map(({ kind }) => kind)).toEqual(EVENT_KINDS);
  });

  test.each(everyEvent().map((event) => [event.kind, event] as const))(
    "a %s comes back as it was",
    (_, event) => {
      expect(parseEvent(storedEvent(event).text)).toEqual(event);
    },
  );

  test.each(everyEvent().map((event) => [event.kind, event] as const))(
    "a %s without one of its members, or with another thing there, is none",
    (_, event) => {
      const required = Object.keys(parseEvent(JSON.stringify(event)) ?? {});
      const refused = required.filter(
        (member) => parseEvent(JSON.stringify({ ...event, [member]: undefined })) === undefined,
      );

      expect(refused).toEqual(expect.arrayContaining(["format", "id", "at", "kind"]));
      for (const member of required)
        expect(parseEvent(JSON.stringify({ ...event, [member]: null })), member).toBeUndefined();
    },
  );

  test("whatever stands there, reading ends with an answer", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...EVENT_KINDS), (value, kind) => {
        expect(parseEvent(JSON.stringify(value))).toBeUndefined();
        expect(parseEvent(JSON.stringify({ format: 1, kind, at: value }))).toBeUndefined();
      }),
    );
  });
});

test("an event that is recorded again is there once, as it was first written", async () => {
  const audit = createMemoryAudit();
  const event = anEvent("correction");

  await record(event, audit);
  await record({ ...event, count: 2 }, audit);

  expect(audit.names()).toEqual([eventName(event)]);
  expect(parseEvent(audit.text(eventName(event)) ?? "")).toEqual(event);
});

test("ids are made of their parts alone, whose borders count", () => {
  expect(eventId("a", 1)).toBe(eventId("a", 1));
  expect(eventId("a", "b")).not.toBe(eventId("ab"));
  expect(eventId("a")).toMatch(/^[0-9a-f]{32}$/);
});
