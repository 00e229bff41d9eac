import { describe, expect, it } from "vitest";
import { readSpecs, specEntries } from "../../src/sync/read-specs.ts";
import { aPoolId, aSource } from "../builders.ts";
import { createMemoryRepositories, type FileChange } from "../fakes/memory-repositories.ts";
import { specOf } from "./create-sync.ts";

type Files = { readonly [path: string]: FileChange };

/** Reads what a repository with these files says, after `synced` of them were synced before. */
async function read(files: Files, synced: readonly string[] = []) {
  const source = aSource();
  const repositories = createMemoryRepositories();
  const tree = await repositories.tree(source.repository, repositories.commit(files), source.directory);
  const entries = specEntries(tree, source);
  const records = entries
    .filter(({ path }) => synced.includes(path))
    .map(({ path, sha }) => {
      const name = /name: (\S+)/.exec(String(files[path]))?.[1] ?? "";
      return [path, { blobSha: sha, pool: aPoolId(name), specHash: "hash" }] as const;
    });
  const state = { format: 1, files: Object.fromEntries(records), recent: [] } as const;
  const specs = await readSpecs(entries, state, source, repositories);
  const blobs = repositories.calls.filter((call) => call === "blob").length;
  return { ...specs, entries, blobs };
}

const places = (problems: Awaited<ReturnType<typeof read>>["problems"]) =>
  problems.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);

describe("reading the specs of a commit", () => {
  it("gives every mistake of every file at once, ordered by file and line", async () => {
    const { problems, read: valid } = await read({
      "pools/z.yaml": specOf("zzz").replace("100", "none"),
      "pools/b.yaml": `${specOf("bbb")}colour: blue\n`.replace("location: East US", "location: 5"),
      "pools/a.json": '{ "name": "a",\n  "tags": }',
      "pools/B.yaml": specOf("second"),
      "pools/link.yaml": { mode: "120000", text: "b.yaml" },
      "pools/pointer.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
      "pools/large.yaml": "#".repeat(256 * 1024 + 1),
      "pools/latin.yaml": Buffer.from(`${specOf("latin")}tags: { a: ä }\n`, "latin1"),
      "pools/windows.yaml": `\uFEFF${specOf("windows")}tags: { a: 1 }\n`.replaceAll("\n", "\r\n"),
      "pools/two.yaml": `${specOf("one")}---\n${specOf("two")}`,
      "pools/my pool.yaml": specOf("named"),
      "pools/good.yaml": specOf("good"),
      "pools/twin.yaml": specOf("good"),
      "pools/outside.yaml": specOf("outside").replace("resourceGroup: rg", "resourceGroup: other"),
      "pools/_draft.yaml": "no: spec",
      "README.md": "no spec",
    });

    expect(places(problems)).toEqual([
      "pools/B.yaml:1:1 spec/path-case",
      "pools/a.json:2:11 spec/syntax",
      "pools/b.yaml:1:1 spec/path-case",
      "pools/b.yaml:4:1 spec/type",
      "pools/b.yaml:11:1 spec/unknown-property",
      "pools/good.yaml:3:1 spec/duplicate-pool",
      "pools/large.yaml:1:1 spec/too-large",
      "pools/latin.yaml:11:12 spec/encoding",
      "pools/link.yaml:1:1 spec/symlink",
      "pools/my pool.yaml:1:1 spec/path",
      "pools/outside.yaml:2:1 spec/outside-source",
      "pools/pointer.yaml:1:1 spec/lfs-pointer",
      "pools/twin.yaml:3:1 spec/duplicate-pool",
      "pools/two.yaml:11:1 spec/documents",
      "pools/windows.yaml:11:9 spec/type",
      "pools/z.yaml:8:25 spec/type",
    ]);
    expect([...valid.values()].map(({ path }) => path)).toEqual([
      "pools/B.yaml",
      "pools/good.yaml",
      "pools/outside.yaml",
      "pools/twin.yaml",
    ]);
  });

  it("compares a new file with those that are known and not read again", async () => {
    const files = {
      "pools/known.yaml": specOf("same"),
      "pools/new.yaml": specOf("same"),
      "pools/Known.yaml": "broken: [",
    };

    const { problems, blobs } = await read(files, ["pools/known.yaml"]);

    expect(places(problems)).toEqual([
      "pools/Known.yaml:1:1 spec/path-case",
      "pools/Known.yaml:1:9 spec/syntax",
      "pools/known.yaml:1:1 spec/duplicate-pool",
      "pools/known.yaml:1:1 spec/path-case",
      "pools/new.yaml:3:1 spec/duplicate-pool",
    ]);
    expect(blobs).toBe(2);
  });

  it("of too many files asks for none", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 2001 }, (_, index) => [`pools/p${index}.yaml`, ""]),
    );

    const { problems, blobs, known } = await read({ ...files, "pools/p7.yaml": specOf("seven") }, [
      "pools/p7.yaml",
    ]);

    expect(places(problems)).toEqual(["pools/p999.yaml:1:1 spec/too-many-specs"]);
    expect(blobs).toBe(0);
    expect([...known.keys()]).toEqual(["pools/p7.yaml"]);
  });
});
