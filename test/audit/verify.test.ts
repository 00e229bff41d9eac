import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseManifest, seal } from "../../src/audit/manifest.ts";
import { manifestName } from "../../src/audit/names.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import type { MemoryAudit } from "../fakes/memory-audit.ts";
import { anyHistory, type History, manifestOf, writeHistory } from "./history.ts";

test("an empty record is whole", async () => {
  expect(await verifyAudit(writeHistory([]).audit)).toEqual({ kind: "whole", manifests: 0, bodies: 0 });
});

test("any history that nobody touched is whole, and says what was read", async () => {
  await forAny(anyHistory(1), async ({ audit, manifests, bodies, head }) => {
    const whole = {
      kind: "whole",
      manifests: manifests.length,
      bodies: bodies.length,
      newest: { name: manifests.at(-1), hash: head },
    };

    expect(await verifyAudit(audit)).toEqual(whole);
    expect(await verifyAudit(audit, { head })).toEqual(whole);
  });
});

test("manifests are followed in the order of their sequence, even if a clock went back", async () => {
  const { audit, manifests, head } = writeHistory([[1]]);
  const [first = ""] = manifests;
  const earlier = "2026-01-05T08:59:59.000Z";
  const second = seal(manifestName(2, earlier), manifestOf(2, earlier, [1], { name: first, hash: head }));
  audit.tamper(second.name, second.text);

  expect(await verifyAudit(audit)).toMatchObject({
    kind: "whole",
    manifests: 2,
    newest: { name: second.name },
  });
});

describe("any one change is found, and the blob that was changed is named", () => {
  test("a character of a manifest", async () => {
    await forAny2(anyHistory(1), fc.nat(), async ({ audit, manifests, head }, pick) => {
      const name = at(manifests, pick);
      audit.tamper(name, flip(audit, name, pick));

      const expected =
        name === manifests.at(-1) ? { kind: "broken", at: name } : { at: name, why: "altered" };
      expect(await verifyAudit(audit, { head })).toMatchObject(expected);
    });
  });

  test("every single character of a manifest, one after the other", async () => {
    const { audit, manifests, head } = writeHistory([[1, 2], [1, 3], [3]]);
    const name = at(manifests, 1);
    const text = audit.text(name) ?? "";
    for (let index = 0; index < text.length; index++) {
      audit.tamper(name, flip(audit, name, index));
      const found = await verifyAudit(audit, { head });
      audit.tamper(name, text);

      expect([index, found]).toMatchObject([index, { kind: "broken", at: name }]);
    }
  });

  test("a character of a body", async () => {
    await forAny2(anyHistory(1), fc.nat(), async ({ audit, bodies }, pick) => {
      const name = at(bodies, pick);
      audit.tamper(name, flip(audit, name, pick));

      expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: name, why: "body altered" });
    });
  });

  test("a manifest that is gone", async () => {
    await forAny2(anyHistory(2), fc.nat(), async ({ audit, manifests }, pick) => {
      const name = at(manifests.slice(0, -1), pick);
      audit.tamper(name, undefined);

      expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: name, why: "missing" });
    });
  });

  test("a body that is gone", async () => {
    await forAny2(anyHistory(1), fc.nat(), async ({ audit, bodies }, pick) => {
      const name = at(bodies, pick);
      audit.tamper(name, undefined);

      expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: name, why: "body missing" });
    });
  });

  test("two manifests that changed places", async () => {
    await forAny2(anyHistory(2), fc.tuple(fc.nat(), fc.nat()), async ({ audit, manifests }, [one, other]) => {
      const first = one % manifests.length;
      const second = (first + 1 + (other % (manifests.length - 1))) % manifests.length;
      swap(audit, at(manifests, first), at(manifests, second));

      const name = at(manifests, Math.min(first, second));
      expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: name, why: "reordered" });
    });
  });

  test("two bodies that changed places", async () => {
    const { audit, bodies } = writeHistory([[1, 2], [3]]);
    swap(audit, at(bodies, 0), at(bodies, 1));

    expect(await verifyAudit(audit)).toMatchObject({ kind: "broken", why: "body altered" });
  });

  test.each([-1, 1])("a forged manifest at the side of a real one, %i s from it", async (seconds) => {
    await forAny2(anyHistory(2), fc.nat(), async ({ audit, manifests }, pick) => {
      const real = read(audit, at(manifests.slice(0, -1), pick));
      const takenAt = new Date(Date.parse(real.takenAt) + seconds * 1000).toISOString();
      const forged = seal(manifestName(real.sequence, takenAt), { ...real, takenAt });
      audit.tamper(forged.name, forged.text);

      expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: forged.name, why: "forked" });
    });
  });

  test("a forged manifest that skips a number", async () => {
    const { audit, manifests, head } = writeHistory([[1], [2]]);
    const takenAt = "2026-01-05T12:00:00.000Z";
    const previous = { name: at(manifests, 1), hash: head };
    const forged = seal(manifestName(9, takenAt), manifestOf(9, takenAt, [1], previous));
    audit.tamper(forged.name, forged.text);

    expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: forged.name, why: "gap" });
  });

  test("a chain that begins anew, or in the middle", async () => {
    const { audit, manifests } = writeHistory([[1], [2]]);
    const [first = "", second = ""] = manifests;
    const { previous: _, ...orphan } = read(audit, second);
    audit.tamper(second, seal(second, orphan).text);

    expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: second, why: "forked" });
    audit.tamper(first, undefined);
    expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: second, why: "gap" });
  });

  test("a blob among the manifests that is none", async () => {
    const { audit } = writeHistory([[1]]);
    audit.tamper("snapshots/2026/note.txt", "hello");

    expect(await verifyAudit(audit)).toEqual({
      kind: "broken",
      at: "snapshots/2026/note.txt",
      why: "unknown",
    });
  });
});

test("whatever stands in a manifest, verification ends with an answer", async () => {
  const members = fc.constantFrom("sequence", "previous", "pools", "counts", "takenAt", "groups", "format");
  const values = fc.oneof(fc.jsonValue(), fc.array(fc.record({ bodyHash: fc.jsonValue() })));
  await forAny2(
    anyHistory(1),
    fc.tuple(members, values),
    async ({ audit, manifests, head }, [member, value]) => {
      const name = at(manifests, manifests.length - 1);
      audit.tamper(name, JSON.stringify({ ...read(audit, name), [member]: value }));

      expect(await verifyAudit(audit, { head })).toMatchObject({ kind: "broken", at: name });
      const found = await verifyAudit(audit);
      expect(found.kind === "whole" ? found.newest?.name : typeof found.at).toBe(
        found.kind === "whole" ? name : "string",
      );
    },
  );
});

describe("only a witness sees what was done at the newest end", () => {
  test("manifests that were cut off", async () => {
    await forAny2(anyHistory(1), fc.nat(), async ({ audit, manifests, head }, pick) => {
      const kept = pick % manifests.length;
      for (const name of manifests.slice(kept)) audit.tamper(name, undefined);

      expect(await verifyAudit(audit)).toMatchObject({ kind: "whole", manifests: kept });
      const newest = manifests[kept - 1] ?? "snapshots/";
      expect(await verifyAudit(audit, { head })).toEqual({ kind: "broken", at: newest, why: "not the head" });
    });
  });

  test("a manifest that was written anew, with all that follow", async () => {
    const { audit, head } = writeHistory([[1], [2], [3]]);
    const { audit: another } = writeHistory([[1], [4], [3]]);
    for (const name of another.names()) audit.tamper(name, another.text(name));

    expect(await verifyAudit(audit)).toMatchObject({ kind: "whole" });
    expect(await verifyAudit(audit, { head })).toMatchObject({ kind: "broken", why: "not the head" });
  });

  test("a forged manifest behind the newest", async () => {
    const { audit, manifests, head } = writeHistory([[1]]);
    const takenAt = "2026-01-05T12:00:00.000Z";
    const forged = seal(
      manifestName(2, takenAt),
      manifestOf(2, takenAt, [1], { name: at(manifests, 0), hash: head }),
    );
    audit.tamper(forged.name, forged.text);

    expect(await verifyAudit(audit, { head })).toEqual({
      kind: "broken",
      at: forged.name,
      why: "not the head",
    });
  });
});

const forAny = (histories: fc.Arbitrary<History>, check: (history: History) => Promise<void>) =>
  fc.assert(fc.asyncProperty(histories, check));

const forAny2 = <T>(
  histories: fc.Arbitrary<History>,
  others: fc.Arbitrary<T>,
  check: (history: History, other: T) => Promise<void>,
) => fc.assert(fc.asyncProperty(histories, others, check));

const at = (names: readonly string[], pick: number): string => names[pick % names.length] ?? "";

function read(audit: MemoryAudit, name: string) {
  const manifest = parseManifest(audit.text(name) ?? "");
  if (!manifest) throw new Error(`${name} is no manifest`);
  return manifest;
}

function flip(audit: MemoryAudit, name: string, pick: number): string {
  const text = audit.text(name) ?? "";
  const index = pick % text.length;
  const other = String.fromCharCode(text.charCodeAt(index) ^ 1);
  return text.slice(0, index) + other + text.slice(index + 1);
}

function swap(audit: MemoryAudit, one: string, other: string): void {
  const [text, otherText] = [audit.text(one), audit.text(other)];
  audit.tamper(one, otherText);
  audit.tamper(other, text);
}
