import { describe, expect, it } from "vitest";
import { attentionDocument, sourceDocument } from "../../src/documents/names.ts";
import { checkHealth } from "../../src/health/check.ts";
import { Busy, NotYet } from "../../src/shared/failures.ts";
import { aPoolId, aSha, aSource, aSourceState, at, SUBSCRIPTION } from "../builders.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";

const SOURCES = [aSource({ name: "one" }), aSource({ name: "two" })];

describe("health", () => {
  it("is ok before anything was synced", async () => {
    expect(await checkHealth(SOURCES, createMemoryDocuments())).toEqual({
      status: "ok",
      storage: "reachable",
      sources: [{ name: "one" }, { name: "two" }],
    });
  });

  it("names what is synced, and what can't be read since when, without GitHub's words", async () => {
    const documents = createMemoryDocuments();
    const synced = aSha("c");
    documents.put(sourceDocument("one"), aSourceState(), { synced });
    documents.put(sourceDocument("two"), aSourceState(), {
      synced,
      unreadable: "RepositoryNotFound",
      since: at(-1_000),
    });

    expect(await checkHealth(SOURCES, documents)).toEqual({
      status: "ok",
      storage: "reachable",
      sources: [
        { name: "one", synced: aSha("c") },
        {
          name: "two",
          synced: aSha("c"),
          unreadable: { code: "RepositoryNotFound", since: at(-1_000) },
        },
      ],
    });
  });

  it("reads no document of a source, however many specs it knows", async () => {
    const documents = createMemoryDocuments();
    const read: string[] = [];

    await checkHealth(SOURCES, {
      list: (prefix) => documents.list(prefix),
      read: (name) => {
        read.push(name);
        return documents.read(name);
      },
    });

    expect(read).toEqual([attentionDocument]);
  });

  it("names the pools that need a person, and not their subscription", async () => {
    const documents = createMemoryDocuments();
    documents.put(attentionDocument, {
      format: 1,
      at: at(0),
      stuck: [{ pool: aPoolId("slow"), since: at(-1_000) }],
      drifting: [{ pool: aPoolId("one"), corrections: 3, lastAt: at(0) }],
    });

    const health = await checkHealth(SOURCES, documents);

    expect(health).toMatchObject({
      status: "ok",
      attention: {
        stuck: [{ pool: "rg/slow", since: at(-1_000) }],
        drifting: [{ pool: "rg/one", corrections: 3 }],
      },
    });
    expect(JSON.stringify(health)).not.toContain(SUBSCRIPTION);
  });

  it.each([
    new Busy({ code: "ServerBusy", message: "storage: the account key is x", status: 503 }),
    new NotYet({ code: "AuthorizationFailure", message: "storage: no role", status: 403 }),
  ])("fails while storage does not answer, and says by which code only: $code", async (failure) => {
    const documents = createMemoryDocuments();
    documents.failNext("list", failure);

    expect(await checkHealth(SOURCES, documents)).toEqual({
      status: "failing",
      storage: { unreachable: failure.code },
      sources: [],
    });
  });

  it("shows a bug for what it is", async () => {
    const documents = createMemoryDocuments();
    documents.failNext("read", new TypeError("a bug"));

    await expect(checkHealth(SOURCES, documents)).rejects.toThrow("a bug");
  });
});
