import { describe, expect, it } from "vitest";
import type { Repository } from "../../src/documents/source.ts";
import type { CommitStatus, Repositories, Tree } from "../../src/ports.ts";
import { Busy, Refused } from "../../src/shared/failures.ts";
import { blobSha } from "../fakes/git-objects.ts";
import { failureOf } from "./failure-of.ts";

export interface RepositoriesSubject {
  readonly repositories: Repositories;
  readonly repository: Repository;
  /** Commits and pushes on top of the branch; `null` deletes a file, a link is a symbolic one. */
  commit(changes: { readonly [path: string]: Content }, branch?: string): Promise<string>;
  /** Forces the branch `main` to a commit. */
  reset(commit: string): Promise<void>;
  /** The name that it has redirects from now on. */
  rename(to: Repository): void;
  /** Its owner archives it. */
  archive(): void;
  /** Another repository takes its name. */
  replace(): void;
  /** Oldest first. */
  statuses(commit: string): Promise<readonly CommitStatus[]>;
}

export type Content = string | Uint8Array | { readonly link: string } | null;

type MakeSubject = () => Promise<RepositoriesSubject>;

const UNKNOWN = "0123456789abcdef0123456789abcdef01234567";

/** What any `Repositories` does. `makeSubject` gives one with an empty repository. */
export function repositoriesContract(name: string, makeSubject: MakeSubject): void {
  describe(`repositories: ${name}`, () => {
    identities(makeSubject);
    heads(makeSubject);
    ancestors(makeSubject);
    trees(makeSubject);
    missingTrees(makeSubject);
    blobs(makeSubject);
    statuses(makeSubject);
  });
}

function identities(makeSubject: MakeSubject): void {
  it("knows a repository by its number, whatever it is called, and another one by its name", async () => {
    const { repositories, repository, commit, rename, replace } = await makeSubject();
    await commit({ "a.yaml": "1" });
    const renamed = { owner: "fabrikam", name: "pools" };

    const first = await repositories.id(repository);
    rename(renamed);
    const second = await repositories.id(renamed);
    replace();
    const third = await repositories.id(renamed);

    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("does not follow a repository to another name, whatever is asked, and says which it is", async () => {
    const { repositories, repository, commit, rename, statuses } = await makeSubject();
    const head = await commit({ "pools/a.yaml": "a" });
    rename({ owner: "fabrikam", name: "pools" });
    const status = { state: "success", context: "poolkeeper/pools", description: "2 applied" } as const;

    const failures = await Promise.all(
      [
        repositories.id(repository),
        repositories.head(repository, "main"),
        repositories.isAncestor(repository, head, head),
        repositories.tree(repository, head, "pools"),
        repositories.blob(repository, shaOf("a")),
        repositories.report(repository, head, status),
        repositories.describe(repository, head),
      ].map(failureOf),
    );

    for (const failure of failures) {
      expect(failure).toBeInstanceOf(Refused);
      expect(failure.code).toBe("RepositoryMoved");
      expect(failure.message).toContain("contoso/session-pools is called fabrikam/pools now");
    }
    expect(await statuses(head)).toEqual([]);
  });

  it("reads an archived repository, which takes no status", async () => {
    const { repositories, repository, commit, archive } = await makeSubject();
    const head = await commit({ "pools/a.yaml": "a" });
    archive();
    const status = { state: "success", context: "poolkeeper/pools", description: "2 applied" } as const;

    expect(await repositories.head(repository, "main")).toBe(head);
    expect(await repositories.tree(repository, head, "pools")).toMatchObject({ kind: "tree" });
    const failure = await failureOf(repositories.report(repository, head, status));

    expect(failure).toBeInstanceOf(Refused);
    expect(failure.code).toBe("RepositoryArchived");
  });
}

function heads(makeSubject: MakeSubject): void {
  it("knows the head of each branch, also after a force push", async () => {
    const { repositories, repository, commit, reset } = await makeSubject();
    const first = await commit({ "a.yaml": "1" });
    const second = await commit({ "a.yaml": "2" });
    const other = await commit({ "a.yaml": "3" }, "feature/x-y");

    expect(await repositories.head(repository, "main")).toBe(second);
    expect(await repositories.head(repository, "feature/x-y")).toBe(other);
    await reset(first);
    expect(await repositories.head(repository, "main")).toBe(first);
  });

  it("refuses what is not there", async () => {
    const { repositories, repository, commit } = await makeSubject();

    const empty = await failureOf(repositories.head(repository, "main"));
    await commit({ "a.yaml": "1" });
    const branch = await failureOf(repositories.head(repository, "other"));
    const unknown = await failureOf(repositories.head({ ...repository, name: "other" }, "main"));

    for (const failure of [empty, branch, unknown]) expect(failure).toBeInstanceOf(Refused);
    expect(empty.code).toBe("RepositoryEmpty");
    expect(branch.code).toBe("BranchNotFound");
    expect(unknown.code).toBe("RepositoryNotFound");
  });
}

function ancestors(makeSubject: MakeSubject): void {
  it("knows what is in the history of what", async () => {
    const { repositories, repository, commit, reset } = await makeSubject();
    const first = await commit({ "a.yaml": "1" });
    const second = await commit({ "a.yaml": "2" });
    await reset(first);
    const third = await commit({ "a.yaml": "3" });
    const isAncestor = (one: string, other: string) => repositories.isAncestor(repository, one, other);

    expect(await isAncestor(first, second)).toBe(true);
    expect(await isAncestor(second, second)).toBe(true);
    expect(await isAncestor(second, first)).toBe(false);
    expect(await isAncestor(second, third)).toBe(false);
    expect(await isAncestor(UNKNOWN, third)).toBeUndefined();
    expect(await isAncestor(first, UNKNOWN)).toBeUndefined();
  });
}

function trees(makeSubject: MakeSubject): void {
  it("gives every file below a directory, with its path from the root", async () => {
    const { repositories, repository, commit } = await makeSubject();
    const head = await commit({
      "README.md": "read me",
      "pools/a.yaml": "a",
      "pools/deep/er/b.yaml": "ünï",
      "pools/link.yaml": { link: "a.yaml" },
      "poolside/c.yaml": "c",
    });

    const tree = await repositories.tree(repository, head, "pools");

    expect(sorted(tree)).toEqual([
      { path: "pools/a.yaml", mode: "100644", sha: shaOf("a"), size: 1 },
      { path: "pools/deep/er/b.yaml", mode: "100644", sha: shaOf("ünï"), size: 5 },
      { path: "pools/link.yaml", mode: "120000", sha: shaOf("a.yaml"), size: 6 },
    ]);
  });

  it("gives the whole repository", async () => {
    const { repositories, repository, commit } = await makeSubject();
    const head = await commit({ "README.md": "read me", "pools/deep/a.yaml": "a" });

    const tree = await repositories.tree(repository, head, "");

    expect(sorted(tree).map(({ path }) => path)).toEqual(["README.md", "pools/deep/a.yaml"]);
  });

  it("reads any commit, not only the newest", async () => {
    const { repositories, repository, commit } = await makeSubject();
    const first = await commit({ "pools/a.yaml": "1" });
    await commit({ "pools/a.yaml": null, "pools/b.yaml": "2" });

    expect(sorted(await repositories.tree(repository, first, "pools"))).toMatchObject([
      { path: "pools/a.yaml", sha: shaOf("1") },
    ]);
  });

  it("reads directories and files of any name", async () => {
    const { repositories, repository, commit } = await makeSubject();
    const head = await commit({ "my pools/100% ü#?&+/installation/søk: {a}.yaml": "a" });

    const tree = await repositories.tree(repository, head, "my pools/100% ü#?&+/installation");

    expect(sorted(tree).map(({ path }) => path)).toEqual(["my pools/100% ü#?&+/installation/søk: {a}.yaml"]);
  });

  it("names a directory's content: the same for the same files, another for others", async () => {
    const { repositories, repository, commit } = await makeSubject();
    const first = await commit({ "pools/a.yaml": "1" });
    const second = await commit({ "README.md": "elsewhere" });
    const third = await commit({ "pools/a.yaml": "2" });

    const [one, two, three] = await Promise.all(
      [first, second, third].map((head) => repositories.tree(repository, head, "pools")),
    );

    expect(one).toEqual(two);
    expect(nameOf(three)).not.toBe(nameOf(one));
  });
}

function missingTrees(makeSubject: MakeSubject): void {
  it("sees that a commit has no such directory", async () => {
    const { repositories, repository, commit } = await makeSubject();
    const head = await commit({ "README.md": "read me", "pools/a.yaml": "a" });

    for (const directory of ["pool", "pools/other", "README.md", "README.md/pools"]) {
      expect(await repositories.tree(repository, head, directory)).toEqual({ kind: "missing" });
    }
  });

  it("is busy where GitHub does not know the commit: nothing is missing", async () => {
    const { repositories, repository, commit } = await makeSubject();
    await commit({ "pools/a.yaml": "a" });

    for (const directory of ["", "pools", "pools/deep"]) {
      expect(await failureOf(repositories.tree(repository, UNKNOWN, directory))).toBeInstanceOf(Busy);
    }
  });

  it("refuses a repository that can't be seen: nothing is missing", async () => {
    const { repositories, repository, commit } = await makeSubject();
    const head = await commit({ "pools/a.yaml": "a" });

    const failure = await failureOf(repositories.tree({ ...repository, name: "other" }, head, "pools"));

    expect(failure).toBeInstanceOf(Refused);
    expect(failure.code).toBe("RepositoryNotFound");
  });
}

function blobs(makeSubject: MakeSubject): void {
  it("gives a blob's bytes as they are", async () => {
    const { repositories, repository, commit } = await makeSubject();
    const files = {
      "text.yaml": Buffer.from("location: eastus\n"),
      "ends.yaml": Buffer.from("\uFEFFa byte order mark\r\nand line ends\rof all kinds\n"),
      "no-utf8.yaml": Buffer.from([0, 255, 254, 128, 10]),
      "empty.yaml": Buffer.alloc(0),
    };
    await commit(files);

    for (const bytes of Object.values(files)) {
      const read = await repositories.blob(repository, blobSha(bytes));
      expect(Buffer.from(read).toString("hex")).toBe(bytes.toString("hex"));
    }
  });

  it("is busy where GitHub does not know the blob", async () => {
    const { repositories, repository, commit } = await makeSubject();
    await commit({ "a.yaml": "a" });

    expect(await failureOf(repositories.blob(repository, UNKNOWN))).toBeInstanceOf(Busy);
  });
}

function statuses(makeSubject: MakeSubject): void {
  const pending = { state: "pending", context: "poolkeeper/pools", description: "2 pools" } as const;
  const success = { state: "success", context: "poolkeeper/pools", description: "2 applied" } as const;

  it("reports on a commit", async () => {
    const { repositories, repository, commit, statuses } = await makeSubject();
    const head = await commit({ "a.yaml": "a" });

    await repositories.report(repository, head, pending);
    await repositories.report(repository, head, success);

    expect(await statuses(head)).toEqual([pending, success]);
  });

  it("is busy where GitHub does not know the commit", async () => {
    const { repositories, repository, commit } = await makeSubject();
    await commit({ "a.yaml": "a" });

    expect(await failureOf(repositories.report(repository, UNKNOWN, pending))).toBeInstanceOf(Busy);
  });

  it("refuses a description that GitHub would not take", async () => {
    const { repositories, repository, commit, statuses } = await makeSubject();
    const head = await commit({ "a.yaml": "a" });
    const withDescription = (description: string) => ({ ...pending, description });

    await repositories.report(repository, head, withDescription("☃".repeat(140)));
    const failure = await failureOf(repositories.report(repository, head, withDescription("x".repeat(141))));

    expect(failure).toBeInstanceOf(Refused);
    expect(await statuses(head)).toHaveLength(1);
  });
}

const shaOf = (text: string): string => blobSha(Buffer.from(text));

const nameOf = (tree: Tree | undefined) => (tree?.kind === "tree" ? tree.sha : undefined);

function sorted(tree: Tree) {
  if (tree.kind !== "tree") expect.fail("the directory is missing");
  return tree.entries.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
