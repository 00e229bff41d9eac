import { describe, expect, it } from "vitest";
import { sourceDocument } from "../../src/documents/names.ts";
import { Busy } from "../../src/shared/failures.ts";
import { createSync, specOf } from "./create-sync.ts";

describe("the repository whose specs are read", () => {
  it("is remembered by its number, which labels the document too", async () => {
    const { sync, state, documents, repositories } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });

    await sync();

    expect(state()?.repository).toEqual({ name: "contoso/session-pools", id: 1 });
    expect(documents.labels(sourceDocument("session-pools"))).toMatchObject({ repository: "1" });
  });

  it("is asked for when specs are read, and not by a sync that finds nothing new", async () => {
    const { sync, repositories } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });

    await sync();
    await sync();

    expect(repositories.calls.filter((call) => call === "id")).toHaveLength(1);
    expect(repositories.calls.slice(-1)).toEqual(["head"]);
  });

  it("is not another one that took the name: nothing of that is read, wanted or told", async () => {
    const { sync, repositories, wanted, state, log } = createSync({ removed: "delete" });
    repositories.commit({ "pools/a.yaml": specOf("one"), "pools/b.yaml": specOf("two") });
    await sync();
    const before = wanted("one");

    repositories.replace();
    const theirs = repositories.commit({ "pools/a.yaml": specOf("one", 7), "pools/b.yaml": null });
    const calls = repositories.calls.length;
    const outcome = await sync();
    await sync();

    expect(outcome).toEqual({ kind: "unreadable", code: "RepositoryReplaced" });
    expect(wanted("one")).toEqual(before);
    expect(wanted("two")?.wish.kind).toBe("present");
    expect(repositories.calls.slice(calls)).not.toContain("tree");
    expect(repositories.statuses.filter(({ commit }) => commit === theirs)).toEqual([]);
    expect(state()?.unreadable?.message).toBe(
      'contoso/session-pools is another repository now, number 2 and not 1: to follow it, its source takes "repositoryId": 2',
    );
    const told = log.lines.filter(({ message }) => message.startsWith("source unreadable"));
    expect(told).toHaveLength(1);
  });

  it("is not another one that took the name: no commit is told that one of theirs superseded it", async () => {
    const { sync, repositories, state } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    repositories.failNext("blob", new Busy({ code: "Http502", message: "unicorn", status: 502 }));
    const announced = repositories.commit({ "pools/a.yaml": specOf("one", 7) });
    await sync();

    repositories.replace();
    repositories.commit({ "pools/a.yaml": specOf("one", 9) });
    await sync();

    const told = repositories.statuses.filter(({ commit }) => commit === announced);
    expect(told.map(({ description }) => description)).not.toContainEqual(
      expect.stringContaining("superseded"),
    );
    expect(state()?.announced).toBe(announced);
  });

  it("is another one where the settings say so", async () => {
    const { sync, syncWith, repositories, wanted } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    repositories.replace();
    const commit = repositories.commit({ "pools/a.yaml": specOf("one", 7) });
    await sync();

    const outcome = await syncWith({ repositoryId: 2 });

    expect(outcome).toMatchObject({ kind: "wanted", commit });
    expect(wanted("one")?.generation).toBe(2);
    expect(await sync()).toMatchObject({ kind: "wanted" });
  });

  it("must be the one that the settings name from the first sync on, and once they name it", async () => {
    const { sync, syncWith, repositories, wanted } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });

    expect(await syncWith({ repositoryId: 7 })).toEqual({ kind: "unreadable", code: "RepositoryReplaced" });
    expect(wanted("one")).toBeUndefined();
    await sync();
    expect(await syncWith({ repositoryId: 7 })).toEqual({ kind: "unreadable", code: "RepositoryReplaced" });
  });

  it("may be any by another name that the settings give", async () => {
    const { sync, syncWith, repositories, state } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    await sync();
    const repository = { owner: "fabrikam", name: "pools" };
    repositories.rename(repository);
    repositories.replace();

    expect(await syncWith({ repository })).toMatchObject({ kind: "wanted" });
    expect(state()?.repository).toEqual({ name: "fabrikam/pools", id: 2 });
  });

  it("that can't be told for now holds the commit up, and makes nothing unreadable", async () => {
    const { sync, repositories, wanted, state } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    repositories.failNext("id", new Busy({ code: "Http502", message: "later" }));

    expect(await sync()).toMatchObject({ kind: "left" });

    expect(wanted("one")).toBeUndefined();
    expect(state()?.unreadable).toBeUndefined();
    expect(await sync()).toMatchObject({ kind: "wanted" });
  });

  it("by another name has a reason that fits into a label, whatever GitHub says", async () => {
    const { sync, repositories, documents } = createSync();
    repositories.commit({ "pools/a.yaml": specOf("one") });
    repositories.rename({ owner: "fabrikam", name: "søk" });

    expect(await sync()).toEqual({ kind: "unreadable", code: "RepositoryMoved" });

    expect(documents.labels(sourceDocument("session-pools"))).toMatchObject({
      unreadable: "RepositoryMoved",
      reason:
        "contoso/session-pools is called fabrikam/s?k now: change the source's repository in POOLKEEPER_SOURCES",
    });
  });
});
