import { describe, expect, test } from "vitest";
import { checkEntry, isSpecPath } from "../../src/spec/entries.ts";
import { printProblem } from "../../src/spec/problem.ts";

describe("a path is a spec", () => {
  test.each([
    ["pools/a.yaml", "pools"],
    ["pools/a.yml", "pools"],
    ["pools/deep/er/a.JSON", "pools"],
    ["a.YAML", ""],
    ["_teams/.x/pools/a.yaml", "_teams/.x/pools"],
    ["pools/my pool\n.yaml", "pools"],
  ])("%j below %j", (path, directory) => {
    expect(isSpecPath(path, directory)).toBe(true);
  });
});

describe("a path is no spec", () => {
  test.each([
    ["pools/README.md", "pools"],
    ["pools/yaml", "pools"],
    ["pools/_draft.yaml", "pools"],
    ["pools/.hidden.yaml", "pools"],
    ["pools/_drafts/a.yaml", "pools"],
    ["pools/.github/a.yaml", "pools"],
    ["pools/../a.yaml", "pools"],
    ["poolside/a.yaml", "pools"],
    ["Pools/a.yaml", "pools"],
    ["a.yaml", "pools"],
    [".github/a.yaml", ""],
    ["pools/a.yaml\n", "pools"],
  ])("%j below %j", (path, directory) => {
    expect(isSpecPath(path, directory)).toBe(false);
  });
});

describe("an entry of the tree", () => {
  const file = { path: "pools/a.yaml", mode: "100644", size: 100 };

  test.each([
    ["a file", file],
    ["an executable file", { ...file, mode: "100755" }],
    ["a file of the largest size", { ...file, size: 256 * 1024 }],
    ["a path of the largest length", { ...file, path: `${"a".repeat(250)}.yaml` }],
    ["dots in names", { ...file, path: "pools/v1.2/a..b.yaml" }],
  ])("is read if it is %s", (_, entry) => {
    expect(checkEntry(entry)).toBeUndefined();
  });

  test.each([
    ["a symbolic link", { ...file, mode: "120000", size: 7 }, "spec/symlink"],
    ["a submodule", { path: "pools/a.yaml", mode: "160000" }, "spec/submodule"],
    ["too large", { ...file, size: 256 * 1024 + 1 }, "spec/too-large"],
    ["of too long a path", { ...file, path: `${"a".repeat(251)}.yaml` }, "spec/path"],
    ["named with a space", { ...file, path: "pools/my pool.yaml" }, "spec/path"],
    ["named with a backslash", { ...file, path: "pools\\a.yaml" }, "spec/path"],
    ["named beyond ASCII", { ...file, path: "pools/ä.yaml" }, "spec/path"],
    ["named with bytes that are no UTF-8", { ...file, path: "pools/\uFFFD.yaml" }, "spec/path"],
    ["outside of the tree", { ...file, path: "pools/../a.yaml" }, "spec/path"],
    ["at an absolute path", { ...file, path: "/a.yaml" }, "spec/path"],
    ["named with an escape", { ...file, path: "pools/%2e%2e.yaml" }, "spec/path"],
  ])("is refused if it is %s", (_, entry, code) => {
    expect(checkEntry(entry)).toMatchObject({
      code,
      file: entry.path,
      line: 1,
      column: 1,
      severity: "error",
    });
  });

  test("shows what its name hides", () => {
    const path = "pools/a\n\u001b[31m\u202eb.yaml";
    const problem = checkEntry({ ...file, path });

    expect(problem?.message).toBe(
      `the path "pools/a\\u{a}\\u{1b}[31m\\u{202e}b.yaml" can't be a spec's: use letters (a to z), digits, hyphens, underscores and dots only`,
    );
    expect(problem && printProblem(problem)).toMatch(
      /^pools\/a\\u\{a\}\\u\{1b\}\[31m\\u\{202e\}b\.yaml:1:1 spec\/path the path/,
    );
  });
});
