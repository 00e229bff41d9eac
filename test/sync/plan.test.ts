import { describe, expect, it } from "vitest";
import type { SpecRecord } from "../../src/documents/source-state.ts";
import type { TreeEntry } from "../../src/ports.ts";
import type { Spec } from "../../src/spec/read.ts";
import { compareSpecs, doubtBy, planTree } from "../../src/sync/plan.ts";
import { aBody, anEntry, aPoolId, aSha, aSpec } from "../builders.ts";

const record = (name: string, blob = "1", specHash = `${name} as it was`): SpecRecord => ({
  blobSha: aSha(blob),
  pool: aPoolId(name),
  specHash,
});
const spec = (name: string, path: string, hash = `${name} as it was`): Spec =>
  aSpec({ pool: aPoolId(name), path, hash });

const FILES = { "a.yaml": record("one"), "b.yaml": record("two", "2") };

const names = (pools: readonly { readonly pool: { readonly name: string } }[]): readonly string[] =>
  pools.map(({ pool }) => pool.name);

/** What is known, and what was read anew, by path. */
function compareTree(
  state: Parameters<typeof compareSpecs>[0],
  tree: { readonly [path: string]: Spec | "same" },
) {
  const entries = Object.entries(tree).map(([path, said]) =>
    anEntry(path, said === "same" ? (state.files[path]?.blobSha ?? "") : aSha("9")),
  );
  const { known, toRead } = planTree(entries, state);
  const read = new Map<TreeEntry, Spec>();
  for (const entry of toRead) {
    const said = tree[entry.path];
    if (said !== undefined && said !== "same") read.set(entry, said);
    else read.set(entry, spec(state.files[entry.path]?.pool.name ?? "", entry.path));
  }
  return { toRead: toRead.map(({ path }) => path), ...compareSpecs(state, known, read) };
}

describe("the plan of a tree", () => {
  it("reads what is new or has another blob, and nothing else", () => {
    const entries = [
      anEntry("a.yaml", aSha("1")),
      anEntry("b.yaml", aSha("7")),
      anEntry("c.yaml", aSha("1")),
    ];

    const { toRead, known } = planTree(entries, { files: FILES });

    expect(toRead.map(({ path }) => path)).toEqual(["b.yaml", "c.yaml"]);
    expect([...known]).toEqual([["a.yaml", FILES["a.yaml"]]]);
  });

  it("takes no path for known that only an object's prototype has", () => {
    expect(planTree([anEntry("constructor")], { files: {} }).toRead).toHaveLength(1);
  });
});

describe("what a commit changes", () => {
  it("remembers which key vaults a spec takes secrets from", () => {
    const secret = (vault: string, name: string) => ({
      name,
      keyVaultSecret: `https://${vault}.vault.azure.net/secrets/${name}`,
    });
    const secrets = [secret("one", "a"), secret("ONE", "b"), secret("two", "c")];
    const tree = { "a.yaml": aSpec({ body: aBody({ secrets }) }), "b.yaml": spec("two", "b.yaml") };

    const { files } = compareTree({ files: {} }, tree);

    expect(files["a.yaml"]?.vaults).toEqual(["one.vault.azure.net", "two.vault.azure.net"]);
    expect(files["b.yaml"]).not.toHaveProperty("vaults");
  });

  it("is nothing where all is as it was", () => {
    const { changed, gone, files } = compareTree({ files: FILES }, { "a.yaml": "same", "b.yaml": "same" });

    expect([changed, gone]).toEqual([[], []]);
    expect(files).toEqual(FILES);
  });

  it("is what is new, what says something else, and what is gone", () => {
    const { changed, gone, files } = compareTree(
      { files: { ...FILES, "c.yaml": record("three") } },
      { "a.yaml": "same", "b.yaml": spec("two", "b.yaml", "bigger"), "d.yaml": spec("four", "d.yaml") },
    );

    expect(names(changed)).toEqual(["two", "four"]);
    expect(gone).toEqual([{ pool: aPoolId("three"), path: "c.yaml" }]);
    expect(Object.keys(files)).toEqual(["a.yaml", "b.yaml", "d.yaml"]);
    expect(files["b.yaml"]).toEqual({ blobSha: aSha("9"), pool: aPoolId("two"), specHash: "bigger" });
  });

  it("is nothing where a spec is only written in other words", () => {
    const { toRead, changed } = compareTree(
      { files: FILES },
      { "a.yaml": spec("one", "a.yaml"), "b.yaml": "same" },
    );

    expect(toRead).toEqual(["a.yaml"]);
    expect(changed).toEqual([]);
  });

  it("is nothing where a spec moves to another file", () => {
    const { changed, gone, files } = compareTree(
      { files: FILES },
      { "b.yaml": "same", "moved.yaml": spec("one", "moved.yaml") },
    );

    expect([changed, gone]).toEqual([[], []]);
    expect(Object.keys(files)).toEqual(["b.yaml", "moved.yaml"]);
  });

  it("is nothing where two specs swap their files", () => {
    const { changed, gone } = compareTree(
      { files: FILES },
      { "a.yaml": spec("two", "a.yaml"), "b.yaml": spec("one", "b.yaml") },
    );

    expect([changed, gone]).toEqual([[], []]);
  });

  it("is one pool gone and one new where a file names another pool", () => {
    const { changed, gone } = compareTree(
      { files: FILES },
      { "a.yaml": spec("uno", "a.yaml"), "b.yaml": "same" },
    );

    expect(names(changed)).toEqual(["uno"]);
    expect(names(gone)).toEqual(["one"]);
  });

  it("is told apart by Azure's names, which have no case", () => {
    const shouted = aSpec({ pool: aPoolId("ONE"), path: "a.yaml", hash: "one as it was" });

    const { changed, gone } = compareTree({ files: FILES }, { "a.yaml": shouted, "b.yaml": "same" });

    expect([changed, gone]).toEqual([[], []]);
  });

  it("is remembered in the order of paths, so that the same tree is the same document", () => {
    const { files } = compareTree(
      { files: {} },
      { "c.yaml": spec("three", "c.yaml"), "a.yaml": spec("one", "a.yaml"), "b.yaml": spec("two", "b.yaml") },
    );

    expect(Object.keys(files)).toEqual(["a.yaml", "b.yaml", "c.yaml"]);
  });
});

describe("a pool in doubt", () => {
  const doubt = (...pools: string[]) => pools.map((name) => ({ pool: aPoolId(name), path: `${name}.yaml` }));

  it("is every one whose wish is about to be written, and those from before", () => {
    const { changed, gone, files } = compareTree(
      { files: FILES },
      { "a.yaml": spec("one", "a.yaml", "bigger"), "c.yaml": spec("three", "c.yaml") },
    );

    expect(names(doubtBy({ changed, gone, files }, doubt("zero", "one")))).toEqual([
      "zero",
      "one",
      "three",
      "two",
    ]);
    expect(doubtBy({ changed: [], gone: [], files })).toEqual([]);
  });

  it("is read and wished for again, though its file is what was synced", () => {
    const { toRead, changed, gone } = compareTree(
      { files: FILES, inDoubt: doubt("one") },
      { "a.yaml": "same", "b.yaml": "same" },
    );

    expect(toRead).toEqual(["a.yaml"]);
    expect(names(changed)).toEqual(["one"]);
    expect(gone).toEqual([]);
  });

  it("is gone, though no synced commit named it", () => {
    const { gone } = compareTree({ files: {}, inDoubt: doubt("one") }, {});

    expect(gone).toEqual([{ pool: aPoolId("one"), path: "one.yaml" }]);
  });
});
