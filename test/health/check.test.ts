import { describe, expect, it } from "vitest";
import { sourceDocument } from "../../src/documents/names.ts";
import { checkHealth } from "../../src/health/check.ts";
import { Busy, NotYet } from "../../src/shared/failures.ts";
import { aSha, aSource, aSourceState, at } from "../builders.ts";
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
    const unreadable = { code: "RepositoryNotFound", message: "the token may not see it", since: at(-1_000) };
    const seen = { commit: aSha("c"), at: at(0) };
    documents.put(
      sourceDocument("one"),
      aSourceState({ seen: { commit: aSha("d"), at: at(0) }, synced: seen }),
    );
    documents.put(sourceDocument("two"), aSourceState({ synced: seen, unreadable }));

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

  it.each([
    new Busy({ code: "ServerBusy", message: "storage: the account key is x", status: 503 }),
    new NotYet({ code: "AuthorizationFailure", message: "storage: no role", status: 403 }),
  ])("fails while storage does not answer, and says by which code only: $code", async (failure) => {
    const documents = createMemoryDocuments();
    documents.failNext("read", failure);

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
