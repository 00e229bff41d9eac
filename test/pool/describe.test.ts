import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeDifference, describeDifferences, differences } from "../../src/pool/differences.ts";
import { asArmAnswers } from "./as-arm-answers.ts";
import { anyBody, CUSTOM, IDENTITY_ONE } from "./bodies.ts";

describe("a difference reads from found to wanted", () => {
  test.each([
    [
      "/properties/scaleConfiguration/maxConcurrentSessions",
      50,
      100,
      "scaleConfiguration.maxConcurrentSessions 100 → 50",
    ],
    [
      "/properties/customContainerTemplate/containers/0/image",
      "a:2",
      "a:1",
      "customContainerTemplate.containers[0].image a:1 → a:2",
    ],
    ["/location", "East US", "westus", "location westus → East US"],
    ["/tags/team", "core", undefined, "tags.team added"],
    ["/tags/team", undefined, "core", "tags.team removed"],
    ["/properties/secrets/1", { name: "database" }, undefined, "secrets.database added"],
    [
      "/properties/managedIdentitySettings/0",
      undefined,
      { identity: IDENTITY_ONE },
      "managedIdentitySettings.One removed",
    ],
    [
      `/identity/userAssignedIdentities/${IDENTITY_ONE.replaceAll("/", "~1")}`,
      {},
      undefined,
      "identity.userAssignedIdentities.One added",
    ],
    [
      "/properties/customContainerTemplate/containers/0/env/2",
      undefined,
      { name: "A" },
      "customContainerTemplate.containers[0].env.A removed",
    ],
  ])("%s", (pointer, wanted, found, text) => {
    expect(describeDifference({ pointer, wanted, found })).toBe(text);
  });
});

test.each(["env/0/value", "args/1", "command/0"])("what %s holds is never told", (place) => {
  const pointer = `/properties/customContainerTemplate/containers/0/${place}`;

  const text = describeDifference({ pointer, wanted: "hush-1", found: "hush-2" });

  expect(text).toMatch(/ changed$/);
  expect(text).not.toContain("hush");
});

test("a long value keeps its end, where images differ", () => {
  const found = `registry.example.com/${"deep/".repeat(30)}image:v1`;

  const text = describeDifference({ pointer: "/properties/image", wanted: "image:v2", found });

  expect(text).toMatch(/^image ….{59} → image:v2$/);
  expect(text).toContain("image:v1 →");
});

test("a value can't break the line", () => {
  expect(describeDifference({ pointer: "/tags/a", wanted: "x\ny\u001b[0m", found: "z" })).toBe(
    "tags.a z → x y [0m",
  );
});

test("many differences are counted, not listed", () => {
  const all = Array.from({ length: 40 }, (_, index) => ({
    pointer: `/tags/name${index}`,
    wanted: "x",
    found: "y",
  }));

  const text = describeDifferences(all);

  expect(text).toMatch(/^tags\.name0 y → x; tags\.name1 y → x; .* and \d+ more$/);
  const listed = text.split("; ").length;
  expect(text).toContain(` and ${40 - listed} more`);
});

test("no difference is said too", () => {
  expect(describeDifferences([])).toBe("no difference");
});

test("every text is short, and none holds the value of a secret", () => {
  fc.assert(
    fc.property(anyBody, anyBody, (one, another) => {
      for (const all of [differences(one, { ...another }), differences(CUSTOM, asArmAnswers(one))]) {
        const text = describeDifferences(all);

        expect(text.length).toBeLessThanOrEqual(300);
        expect(text).not.toContain("hush");
      }
    }),
  );
});
