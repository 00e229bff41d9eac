import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { parseManifest, seal } from "../../src/audit/manifest.ts";
import { manifestName, signatureName } from "../../src/audit/names.ts";
import { storedEvent } from "../../src/audit/record.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { canonicalJson, sha256 } from "../../src/shared/canonical.ts";
import { createMemoryAudit, type MemoryAudit } from "../fakes/memory-audit.ts";
import { anEvent } from "./events.ts";
import { anyHistory, type History, manifestOf, writeHistory } from "./history.ts";

test("an empty record is whole", async () => {
  expect(await verifyAudit(writeHistory([]).audit)).toEqual({
    kind: "whole",
    manifests: 0,
    bodies: 0,
    events: 0,
    gaps: [],
    waiting: 0,
  });
});

test("any history that nobody touched is whole, and says what was read", async () => {
  await forAny(anyHistory(1), async ({ audit, manifests, bodies, events, head }) => {
    const whole = {
      kind: "whole",
      manifests: manifests.length,
      bodies: bodies.length,
      events: events.length,
      gaps: [],
      waiting: 0,
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

describe("whatever one blob it is", () => {
  const blobOf = ({ audit }: History, pick: number) => at(audit.names(), pick);

  test("a byte that was flipped is found, and the blob that holds it is named", async () => {
    await forAny2(anyHistory(1), fc.tuple(fc.nat(), fc.nat()), async (history, [blob, byte]) => {
      const { audit, head } = history;
      const name = blobOf(history, blob);
      audit.tamper(name, flip(audit, name, byte));

      expect(await verifyAudit(audit, { head })).toMatchObject({ kind: "broken", at: name });
    });
  });

  test("that it is gone is found, and its name is told", async () => {
    await forAny2(anyHistory(1), fc.nat(), async (history, pick) => {
      const { audit, manifests, head } = history;
      const name = blobOf(history, pick);
      audit.tamper(name, undefined);

      const isNewest = name === manifests.at(-1);
      expect(await verifyAudit(audit, { head })).toMatchObject({
        kind: "broken",
        at: isNewest ? (manifests.at(-2) ?? "snapshots/") : name,
      });
    });
  });

  test("two that changed places are found", async () => {
    await forAny2(anyHistory(2), fc.tuple(fc.nat(), fc.nat()), async (history, [one, other]) => {
      const { audit, head } = history;
      const [name, otherName] = [blobOf(history, one), blobOf(history, other)];
      fc.pre(audit.text(name) !== audit.text(otherName));
      swap(audit, name, otherName);

      const found = await verifyAudit(audit, { head });
      expect(found.kind).toBe("broken");
      expect([name, otherName]).toContain(found.kind === "broken" && found.at);
    });
  });

  test("a forged event from before the newest manifest is found", async () => {
    await forAny2(anyHistory(1), fc.nat(), async ({ audit, manifests, head }, pick) => {
      const newestMs = Date.parse(read(audit, manifests.at(-1) ?? "").takenAt);
      const instant = new Date(newestMs - 1 - (pick % (48 * 3_600_000))).toISOString();
      const forged = storedEvent(anEvent("result", { id: "forged", at: instant }));
      audit.tamper(forged.name, forged.text);

      const found = { kind: "broken", at: forged.name, why: "event unsealed" };
      expect(await verifyAudit(audit, { head })).toEqual(found);
      expect(await verifyAudit(audit)).toEqual(found);
    });
  });

  test.each([
    ["events/2026/01/05/note.json", "{}", "unknown"],
    ["note.txt", "hello", "unknown"],
    [`bodies/sha256/ab/${"ab".repeat(32)}.json`, "{}", "body altered"],
    [`bodies/sha256/cd/${"ab".repeat(32)}.json`, "{}", "unknown"],
    ["snapshots/2026/01/05/20260105T090000Z-00000001.sig.json", "{}", "unknown"],
    ["snapshots/2026/01/05/20260105T110000Z-00000009.sig.json", "{}", "unknown"],
  ])("a forged %s is found", async (name, text, why) => {
    const { audit, head } = writeHistory([[1], [2]]);
    audit.tamper(name, text);

    expect(await verifyAudit(audit, { head })).toEqual({ kind: "broken", at: name, why });
  });
});

describe("events", () => {
  test("that happened since the newest manifest wait for the next one", async () => {
    const { audit, head } = writeHistory([[1]]);
    const young = storedEvent(anEvent("result", { at: "2026-01-05T09:00:00.000Z" }));
    audit.tamper(young.name, young.text);

    expect(await verifyAudit(audit, { head })).toMatchObject({ kind: "whole", events: 1, waiting: 1 });
  });

  test("that two manifests have are not right", async () => {
    const { audit, manifests, events, head } = writeHistory([[1]]);
    const [first = "", event = ""] = [manifests[0], events[0]];
    const takenAt = "2026-01-05T10:00:00.000Z";
    const again = { name: event, hash: sha256(audit.text(event) ?? "") };
    const manifest = manifestOf(2, takenAt, [1], { name: first, hash: head }, [again]);
    const second = seal(manifestName(2, takenAt), manifest);
    audit.tamper(second.name, second.text);

    expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: event, why: "event sealed twice" });
  });

  test("name bodies that have to be there", async () => {
    const { audit, head } = writeHistory([[1]]);
    const takenAt = "2026-01-05T10:00:00.000Z";
    const event = storedEvent(anEvent("intent", { at: "2026-01-05T09:30:00.000Z" }));
    const link = { name: event.name, hash: sha256(event.text) };
    const previous = { name: audit.names("snapshots/")[0] ?? "", hash: head };
    const second = seal(manifestName(2, takenAt), manifestOf(2, takenAt, [1], previous, [link]));
    for (const { name, text } of [event, second]) audit.tamper(name, text);

    expect(await verifyAudit(audit)).toMatchObject({ kind: "broken", why: "body missing" });
  });
});

describe("gaps", () => {
  const HOUR_MS = 3_600_000;

  function twoManifests(apartMs: number) {
    const { audit, manifests, head } = writeHistory([[1]]);
    const takenAt = new Date(Date.parse("2026-01-05T09:00:00.000Z") + apartMs).toISOString();
    const previous = { name: at(manifests, 0), hash: head };
    const second = seal(manifestName(2, takenAt), manifestOf(2, takenAt, [1], previous));
    audit.tamper(second.name, second.text);
    return { audit, first: at(manifests, 0), second: second.name };
  }

  test("of more than two intervals are told, with what is around them", async () => {
    const { audit, first, second } = twoManifests(3 * HOUR_MS);

    expect(await verifyAudit(audit)).toMatchObject({
      kind: "whole",
      gaps: [{ after: first, before: second, durationMs: 3 * HOUR_MS }],
    });
    expect(await verifyAudit(audit, { intervalMs: 2 * HOUR_MS })).toMatchObject({ gaps: [] });
  });

  test("of two intervals and what a timer is late are none", async () => {
    expect(await verifyAudit(twoManifests(2 * HOUR_MS + 60_000).audit)).toMatchObject({ gaps: [] });
  });
});

describe("a part of the chain", () => {
  test("is tied to the manifest before it, and what is outside is not looked at", async () => {
    const { audit, manifests, events } = writeHistory([[1], [2], [3], [4]]);
    audit.tamper(at(manifests, 0), "lost");
    audit.tamper(at(events, 1), "lost");
    audit.tamper(at(events, 3), "lost");
    const range = { from: "2026-01-05T11:00:00.000Z", to: "2026-01-05T11:30:00.000Z" };

    expect(await verifyAudit(audit, range)).toEqual({
      kind: "whole",
      manifests: 1,
      bodies: 1,
      events: 1,
      gaps: [],
      waiting: 0,
      newest: { name: at(manifests, 2), hash: read(audit, at(manifests, 3)).previous?.hash },
    });
    audit.tamper(at(events, 2), "lost");
    expect(await verifyAudit(audit, range)).toMatchObject({ at: at(events, 2), why: "event altered" });
  });

  test("an event that came late, and is in a manifest behind it, is none that is missing", async () => {
    const { audit, manifests, head } = writeHistory([[1], [2]]);
    const takenAt = "2026-01-05T11:00:00.000Z";
    const event = storedEvent(anEvent("correction", { at: "2026-01-05T09:30:00.000Z" }));
    const link = { name: event.name, hash: sha256(event.text) };
    const previous = { name: at(manifests, 1), hash: head };
    const third = seal(manifestName(3, takenAt), manifestOf(3, takenAt, [1], previous, [link]));
    for (const { name, text } of [event, third]) audit.tamper(name, text);
    const range = { to: "2026-01-05T10:00:00.000Z" };

    expect(await verifyAudit(audit, range)).toMatchObject({ kind: "whole", manifests: 2 });
    audit.tamper(third.name, undefined);
    expect(await verifyAudit(audit, range)).toMatchObject({ at: event.name, why: "event unsealed" });
  });

  test("is whole although a clock went back in it, and dated a manifest outside", async () => {
    const { audit, manifests, head } = writeHistory([[1], [2]]);
    let previous = { name: at(manifests, 1), hash: head };
    for (const [sequence, takenAt] of [
      [3, "2026-01-05T09:20:00.000Z"],
      [4, "2026-01-05T10:30:00.000Z"],
    ] as const) {
      const { name, text, hash } = seal(
        manifestName(sequence, takenAt),
        manifestOf(sequence, takenAt, [1], previous),
      );
      audit.tamper(name, text);
      previous = { name, hash };
    }

    expect(await verifyAudit(audit, { from: "2026-01-05T09:40:00.000Z" })).toMatchObject({
      kind: "whole",
      manifests: 3,
    });
  });

  test("that ends within a time without manifests tells of that gap", async () => {
    const { audit, manifests, head } = writeHistory([[1]]);
    const takenAt = "2026-01-05T15:00:00.000Z";
    const previous = { name: at(manifests, 0), hash: head };
    const second = seal(manifestName(2, takenAt), manifestOf(2, takenAt, [1], previous));
    audit.tamper(second.name, second.text);

    const gap = { after: at(manifests, 0), before: second.name, durationMs: 6 * 3_600_000 };
    expect(await verifyAudit(audit, { to: "2026-01-05T14:00:00.000Z" })).toMatchObject({ gaps: [gap] });
    expect(await verifyAudit(audit, { to: "2026-01-05T10:00:00.000Z" })).toMatchObject({ gaps: [] });
  });

  test("a time from before the first manifest is the whole chain, one behind the newest is nothing", async () => {
    const { audit } = writeHistory([[1], [2]]);

    expect(await verifyAudit(audit, { from: "2020-01-01T00:00:00Z" })).toMatchObject({ manifests: 2 });
    expect(await verifyAudit(audit, { from: "2030-01-01T00:00:00Z" })).toMatchObject({ manifests: 0 });
  });
});

describe("signatures", () => {
  const KEY = "https://contoso.vault.azure.net/keys/audit";

  function signedHistory() {
    const audit = createMemoryAudit();
    const takenAt = "2026-01-05T09:00:00.000Z";
    const manifest = { ...manifestOf(1, takenAt, [], undefined), signer: KEY };
    const { name, text, hash } = seal(manifestName(1, takenAt), manifest);
    const place = signatureName(name);
    const signature = {
      format: 1,
      manifest: name,
      hash,
      algorithm: "ES256",
      key: `${KEY}/1`,
      signature: "s",
    };
    audit.tamper(name, text);
    audit.tamper(place, canonicalJson(signature));
    return { audit, name, place, signature };
  }

  test("that are right are shown with the bytes that they are over", async () => {
    const { audit, name, signature } = signedHistory();
    const checkSignature = vi.fn(() => true);

    expect(await verifyAudit(audit, { checkSignature })).toMatchObject({ kind: "whole" });
    expect(checkSignature).toHaveBeenCalledWith(audit.text(name), signature);
    expect(await verifyAudit(audit)).toMatchObject({ kind: "whole" });
  });

  test("have to be there up to the newest manifest, if they are to be checked", async () => {
    const { audit, name } = signedHistory();
    const takenAt = "2026-01-05T10:00:00.000Z";
    const previous = { name, hash: sha256(audit.text(name) ?? "") };
    const second = seal(manifestName(2, takenAt), manifestOf(2, takenAt, [], previous));
    audit.tamper(second.name, second.text);

    const checkSignature = () => true;
    expect(await verifyAudit(audit)).toMatchObject({ kind: "whole" });
    expect(await verifyAudit(audit, { checkSignature })).toEqual({
      kind: "broken",
      at: second.name,
      why: "unsigned",
    });
    audit.tamper(second.name, undefined);
    expect(await verifyAudit(audit, { checkSignature })).toMatchObject({ kind: "whole", signatures: 1 });
  });

  test.each([
    ["by another key than the manifest names", { key: `${KEY}s/1` }],
    ["with a member that none has", { note: "" }],
  ])("%s are wrong", async (_, members) => {
    const { audit, place, signature } = signedHistory();
    audit.tamper(place, canonicalJson({ ...signature, ...members }));

    expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: place, why: "signature wrong" });
  });

  test("that are not by the key are wrong", async () => {
    const { audit, place } = signedHistory();

    expect(await verifyAudit(audit, { checkSignature: () => false })).toEqual({
      kind: "broken",
      at: place,
      why: "signature wrong",
    });
  });

  test.each([{ hash: "0" }, { manifest: "snapshots/another.json" }, { algorithm: "none" }, { key: 1 }])(
    "with %o are wrong, even without a key",
    async (change) => {
      const { audit, place, signature } = signedHistory();
      audit.tamper(place, JSON.stringify({ ...signature, ...change }));

      expect(await verifyAudit(audit)).toMatchObject({ at: place, why: "signature wrong" });
    },
  );

  test("that are gone are missed, since the manifest says that it is signed", async () => {
    const { audit, place } = signedHistory();
    audit.tamper(place, undefined);

    expect(await verifyAudit(audit)).toEqual({ kind: "broken", at: place, why: "signature missing" });
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
