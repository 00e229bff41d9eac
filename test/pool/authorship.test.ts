import { describe, expect, it } from "vitest";
import { isMadeBy, isTouchedBy } from "../../src/pool/authorship.ts";
import type { JsonObject } from "../../src/shared/json.ts";

const SINCE_MS = Date.parse("2026-01-05T09:00:00.500Z");
const US = ["D0C0FFEE-0000-4000-8000-000000000001", "principal"];
const OURS = "d0c0ffee-0000-4000-8000-000000000001";
const THEIRS = "somebody@contoso.com";
const BEFORE = "2026-01-05T09:00:00.4999999";
const AFTER = "2026-01-05T09:00:00.5000001";

const shown = (systemData: unknown) => ({ systemData }) as JsonObject;

const madeBy = (createdBy: unknown, createdAt: unknown) =>
  shown({ createdBy, createdAt, lastModifiedBy: THEIRS, lastModifiedAt: AFTER });

describe("a pool is made by whom ARM says, in any case of letters", () => {
  it.each<[string, JsonObject, boolean]>([
    ["us, since then", madeBy(OURS, AFTER), true],
    ["us by our other id, since then", madeBy("Principal", AFTER), true],
    ["us, since then, with a Z as a PUT is answered", madeBy(OURS, `${AFTER}Z`), true],
    ["us, since then, to the second", madeBy(OURS, "2026-01-05T09:00:01"), true],
    ["us, before then", madeBy(OURS, BEFORE), false],
    ["somebody else, since then", madeBy(THEIRS, AFTER), false],
    ["us, nobody can read when", madeBy(OURS, "yesterday"), false],
    ["us, in another time zone than UTC", madeBy(OURS, `${AFTER}+02:00`), false],
    ["us, it does not say when", madeBy(OURS, undefined), false],
    ["nobody", madeBy(undefined, AFTER), false],
    ["nothing at all", {}, false],
    ["something else than it promises", shown("us"), false],
  ])("%s", (_, resource, is) => {
    expect(isMadeBy(resource, US, SINCE_MS)).toBe(is);
    expect(isTouchedBy(resource, US, SINCE_MS)).toBe(is);
  });

  it("and by nobody whom we know, where nobody says who we are", () => {
    expect(isMadeBy(madeBy(OURS, AFTER), [], SINCE_MS)).toBe(false);
  });
});

describe("a pool that somebody else made", () => {
  it.each<[string, unknown, string, boolean]>([
    ["was touched by us where we changed it last, since then", OURS, AFTER, true],
    ["was not where that was before", OURS, BEFORE, false],
    ["was not where somebody else changed it last", THEIRS, AFTER, false],
  ])("%s", (_, lastModifiedBy, lastModifiedAt, is) => {
    const resource = shown({ createdBy: THEIRS, createdAt: AFTER, lastModifiedBy, lastModifiedAt });

    expect(isTouchedBy(resource, US, SINCE_MS)).toBe(is);
    expect(isMadeBy(resource, US, SINCE_MS)).toBe(false);
  });
});
