import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Wanted, Wish } from "../../src/documents/wanted.ts";
import { mustBeNewest, type NewWish, nextWanted, tryAgain } from "../../src/sync/wish.ts";
import { aBody, aPoolId, aSha, aWanted } from "../builders.ts";

const present = (specHash: string): Wish => ({ kind: "present", specHash, body: aBody() });
const REMOVED: Wish = { kind: "removed" };
const RELEASED: Wish = { kind: "released" };

const aNewWish = (overrides: Partial<NewWish> = {}): NewWish => ({
  pool: aPoolId(),
  source: "session-pools",
  round: 1,
  commit: aSha("d"),
  path: "pools/interpreter.yaml",
  wish: present("hash"),
  ...overrides,
});

describe("the first wish of a pool", () => {
  it("is generation 1", () => {
    expect(nextWanted(undefined, aNewWish())).toEqual({ format: 1, generation: 1, ...aNewWish() });
  });
});

describe("the next wish of a pool", () => {
  it.each<[string, Wish, Wish]>([
    ["another spec", present("one"), present("two")],
    ["a spec that is gone", present("one"), REMOVED],
    ["a spec that is followed no longer", present("one"), RELEASED],
    ["a spec that came back", REMOVED, present("one")],
    ["a spec that is followed again", RELEASED, present("one")],
    ["a pool that was kept and is to go now", RELEASED, REMOVED],
  ])("counts up for %s", (_, before, after) => {
    const previous = aWanted({ generation: 7, wish: before });

    expect(nextWanted(previous, aNewWish({ wish: after }))).toEqual({
      format: 1,
      generation: 8,
      ...aNewWish({ wish: after }),
    });
  });

  it.each<[string, Wish]>([
    ["the same spec", present("one")],
    ["the same removal", REMOVED],
    ["the same release", RELEASED],
  ])("stays what it is for %s, and belongs to the commit that brought it", (_, wish) => {
    const previous = aWanted({ generation: 7, wish });

    expect(nextWanted(previous, aNewWish({ wish }))).toEqual({ ...previous, round: 1 });
  });

  it("knows the file and the source that name the pool now", () => {
    const moved = { path: "pools/moved.yaml", source: "other" };

    expect(
      nextWanted(aWanted({ wish: present("one") }), aNewWish({ wish: present("one"), ...moved })),
    ).toEqual(aWanted({ wish: present("one"), round: 1, ...moved }));
  });

  it("never counts down, counts no sync twice, and always says the newest", () => {
    const wishes = fc.array(fc.constantFrom(present("one"), present("two"), REMOVED, RELEASED), {
      minLength: 1,
    });
    fc.assert(
      fc.property(wishes, (all) => {
        let wanted: Wanted | undefined;
        for (const wish of all) {
          const next = nextWanted(wanted, aNewWish({ wish }));
          expect(nextWanted(next, aNewWish({ wish, commit: aSha("e") }))).toEqual(next);
          expect(next.wish).toEqual(wish);
          expect(next.generation - (wanted?.generation ?? 0)).toBe(
            wanted && JSON.stringify(wanted.wish) === JSON.stringify(wish) ? 0 : 1,
          );
          wanted = next;
        }
      }),
    );
  });
});

describe("a commit's own try of a refused wish", () => {
  it("is the same wish as a generation of its own", () => {
    expect(tryAgain(aWanted({ generation: 7 }), { commit: aSha("d"), round: 2 })).toEqual(
      aWanted({ generation: 8, commit: aSha("d"), round: 2 }),
    );
  });

  it.each([
    ["whoever is behind that commit", { actor: "grace" }],
    ["nobody, where GitHub does not say", {}],
  ])("is put down to %s, and not to who brought the wish", (_, who) => {
    const next = tryAgain(aWanted({ actor: "ada" }), { commit: aSha("d"), round: 2, ...who });

    expect(next.actor).toBe("actor" in who ? who.actor : undefined);
  });
});

describe("a wish that a later sync wrote", () => {
  const writer = { source: "session-pools", round: 4 };

  it("stops the sync of an earlier round", () => {
    expect(() => mustBeNewest(aWanted({ round: 5 }), writer)).toThrow(
      expect.objectContaining({ class: "busy", code: "Overtaken" }),
    );
  });

  it.each<[string, Partial<Wanted>]>([
    ["of the same round", { round: 4 }],
    ["of an earlier round", { round: 3 }],
    ["of a time without rounds", {}],
    ["of another source, that counts by itself", { source: "other", round: 5 }],
  ])("is not one %s", (_, stored) => {
    expect(() => mustBeNewest(aWanted(stored), writer)).not.toThrow();
  });
});
