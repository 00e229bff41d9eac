import { describe, expect, it } from "vitest";
import { type DocumentName, poolDocument, poolDocuments } from "../../src/documents/names.ts";
import type { Documents, Held } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { collect } from "./collect.ts";

interface Note {
  readonly text: string;
}

export interface DocumentsSubject {
  readonly documents: Documents;
  /** Takes the hold from whoever has it, unnoticed. */
  loseHold(name: string): Promise<void>;
}

const note = (name: string): DocumentName<Note> => name;

/** What any `Documents` does. `makeSubject` gives an empty one. */
export function documentsContract(name: string, makeSubject: () => Promise<DocumentsSubject>): void {
  describe(`documents: ${name}`, () => {
    readingAndWriting(makeSubject);
    listing(makeSubject);
    holding(makeSubject);
  });
}

function readingAndWriting(makeSubject: () => Promise<DocumentsSubject>): void {
  it("knows nothing of a document that was never written", async () => {
    const { documents } = await makeSubject();

    expect(await documents.read(note("a/b.json"))).toBeUndefined();
  });

  it("gives back what was created, to the letter", async () => {
    const { documents } = await makeSubject();
    const value = { text: 'ünï ☃ "quoted"\n' };

    expect(await documents.create(note("a/b.json"), value)).toBe(true);

    expect(await documents.read(note("a/b.json"))).toEqual({ value, etag: expect.any(String) });
  });

  it("creates a document once, and leaves the first as it is", async () => {
    const { documents } = await makeSubject();
    await documents.create(note("a.json"), { text: "first" });

    expect(await documents.create(note("a.json"), { text: "second" })).toBe(false);

    expect((await documents.read(note("a.json")))?.value).toEqual({ text: "first" });
  });

  it("replaces the document that was read", async () => {
    const { documents } = await makeSubject();
    await documents.create(note("a.json"), { text: "first" });
    const first = await documents.read(note("a.json"));

    await documents.replace(note("a.json"), { text: "second" }, first?.etag ?? "");

    const second = await documents.read(note("a.json"));
    expect(second?.value).toEqual({ text: "second" });
    expect(second?.etag).not.toBe(first?.etag);
  });

  it("is busy when the document is no longer the one that was read", async () => {
    const { documents } = await makeSubject();
    await documents.create(note("a.json"), { text: "first" });
    const first = await documents.read(note("a.json"));
    await documents.replace(note("a.json"), { text: "second" }, first?.etag ?? "");

    const late = documents.replace(note("a.json"), { text: "third" }, first?.etag ?? "");

    await expect(late).rejects.toBeInstanceOf(Busy);
    expect((await documents.read(note("a.json")))?.value).toEqual({ text: "second" });
  });
}

function listing(makeSubject: () => Promise<DocumentsSubject>): void {
  it("lists the documents of a prefix in order of name, with their labels", async () => {
    const { documents } = await makeSubject();
    await documents.create(note("pools/g/b.json"), { text: "" }, { phase: "settled", at: "17" });
    await documents.create(note("pools/g/a.json"), { text: "" }, { phase: "pending", outcome: undefined });
    await documents.create(note("pools/h/c.json"), { text: "" });
    await documents.create(note("wanted/g/a.json"), { text: "" });

    expect(await collect(documents.list("pools/"))).toEqual([
      { name: "pools/g/a.json", labels: { phase: "pending" } },
      { name: "pools/g/b.json", labels: { phase: "settled", at: "17" } },
      { name: "pools/h/c.json", labels: {} },
    ]);
    expect(await collect(documents.list("nothing/"))).toEqual([]);
  });

  it("finds documents of a group whose name is of any script", async () => {
    const { documents } = await makeSubject();
    const group = { subscriptionId: "34adfa4f", resourceGroup: "größe-Ресурсы-北京_(1)+%25" };
    const name = note(poolDocument({ ...group, name: "pool1" }));

    await documents.create(name, { text: "before" });
    await documents.hold(name, ({ write }) => write({ text: "after" }, { phase: "settled" }));

    expect(await documents.read(name)).toMatchObject({ value: { text: "after" } });
    expect(await collect(documents.list(poolDocuments(group)))).toEqual([
      { name, labels: { phase: "settled" } },
    ]);
  });

  it("replaces the labels with the document", async () => {
    const { documents } = await makeSubject();
    await documents.create(note("a.json"), { text: "" }, { phase: "open", at: "1" });
    const stored = await documents.read(note("a.json"));

    await documents.replace(note("a.json"), { text: "" }, stored?.etag ?? "", { phase: "closed" });

    expect(await collect(documents.list(""))).toEqual([{ name: "a.json", labels: { phase: "closed" } }]);
  });
}

function holding(makeSubject: () => Promise<DocumentsSubject>): void {
  it("shows the holder the document, and returns what the work returns", async () => {
    const { documents } = await makeSubject();
    await documents.create(note("a.json"), { text: "before" });

    const seen = await documents.hold(note("a.json"), async ({ value }) => value?.text);

    expect(seen).toBe("before");
  });

  it("makes the document with the holder's first write, and not before", async () => {
    const { documents } = await makeSubject();

    await documents.hold(note("new.json"), async ({ value, write }) => {
      expect(value).toBeUndefined();
      expect(await documents.read(note("new.json"))).toBeUndefined();
      expect(await collect(documents.list(""))).toEqual([]);
      await write({ text: "one" }, { phase: "waiting" });
      await write({ text: "two" }, { phase: "settled" });
    });

    expect((await documents.read(note("new.json")))?.value).toEqual({ text: "two" });
    expect(await collect(documents.list(""))).toEqual([{ name: "new.json", labels: { phase: "settled" } }]);
  });

  it("leaves no document behind when the holder wrote none", async () => {
    const { documents } = await makeSubject();

    await documents.hold(note("new.json"), async () => {});

    expect(await documents.read(note("new.json"))).toBeUndefined();
    expect(await collect(documents.list(""))).toEqual([]);
    expect(await documents.hold(note("new.json"), async ({ value }) => value ?? "again")).toBe("again");
  });

  it("lets one hold at a time", async () => {
    const { documents } = await makeSubject();
    let second: unknown;

    const first = await documents.hold(note("a.json"), async () => {
      second = await documents.hold(note("a.json"), async () => "second");
      return documents.hold(note("other.json"), async () => "another document");
    });

    expect(second).toBe("held");
    expect(first).toBe("another document");
    expect(await documents.hold(note("a.json"), async () => "after")).toBe("after");
  });

  it("ends the hold when the work fails, and passes the error on", async () => {
    const { documents } = await makeSubject();

    const failing = documents.hold(note("a.json"), async () => {
      throw new Error("a bug");
    });

    await expect(failing).rejects.toThrow("a bug");
    expect(await documents.hold(note("a.json"), async () => "free")).toBe("free");
  });

  it("refuses others' writes to a held document", async () => {
    const { documents } = await makeSubject();
    await documents.create(note("a.json"), { text: "before" });
    const stored = await documents.read(note("a.json"));

    await documents.hold(note("a.json"), async () => {
      const replaced = documents.replace(note("a.json"), { text: "other" }, stored?.etag ?? "");
      await expect(replaced).rejects.toBeInstanceOf(Busy);
      expect(await documents.create(note("a.json"), { text: "other" })).toBe(false);
    });

    expect((await documents.read(note("a.json")))?.value).toEqual({ text: "before" });
  });

  it("is busy when a hold was lost on the way, and keeps what the next holder wrote", async () => {
    const { documents, loseHold } = await makeSubject();

    await documents.hold(note("a.json"), async ({ write }) => {
      await loseHold("a.json");
      await documents.hold(note("a.json"), async (next) => next.write({ text: "next" }));
      await expect(write({ text: "late" })).rejects.toBeInstanceOf(Busy);
    });

    expect((await documents.read(note("a.json")))?.value).toEqual({ text: "next" });
  });

  it("is busy when the holder writes after the hold has ended", async () => {
    const { documents } = await makeSubject();
    let kept: Held<Note> | undefined;
    await documents.hold(note("a.json"), async (held) => {
      kept = held;
    });

    await expect(kept?.write({ text: "late" })).rejects.toBeInstanceOf(Busy);

    expect(await documents.read(note("a.json"))).toBeUndefined();
  });
}
