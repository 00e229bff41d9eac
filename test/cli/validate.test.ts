import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createFiles } from "../../src/cli/disk.ts";
import { groupPath } from "../../src/pool/id.ts";
import type { Problem } from "../../src/spec/problem.ts";
import { readSpecs } from "../../src/sync/read-specs.ts";
import { aSource, aSourceState } from "../builders.ts";
import { openWorkspace, poolId, specOf, type Workspace } from "./workspace.ts";

interface Listed {
  readonly files: number;
  readonly problems: readonly Problem[];
}

async function listed(workspace: Workspace, ...args: readonly string[]): Promise<Listed> {
  const { output } = await workspace.run("validate", "--format", "json", ...args);
  return JSON.parse(output) as Listed;
}

const codesIn = ({ problems }: Listed): readonly string[] =>
  problems.map(({ file, code }) => `${file} ${code}`);

describe("the files that are checked", () => {
  test("are the specs of this directory without a path, by the server's rules", async () => {
    const workspace = await openWorkspace({
      "pools/a.yaml": specOf("one"),
      "pools/deep/er/b.YML": specOf("two"),
      "c.json": "{}",
      "pools/_draft.yaml": "broken: [",
      "pools/.hidden/d.yaml": "broken: [",
      "_old/e.yaml": "broken: [",
      "node_modules/other/f.yaml": "broken: [",
      "pools/readme.md": "# Pools",
    });

    const all = await listed(workspace);

    expect(all.files).toBe(3);
    expect(new Set(all.problems.map(({ file }) => file))).toEqual(new Set(["c.json"]));
  });

  test("are those that are named, whatever they are called, each once", async () => {
    const workspace = await openWorkspace({ "pools/_draft.yaml": "name: [", "pools/a.yaml": specOf("one") });

    const all = await listed(
      workspace,
      "pools/_draft.yaml",
      "./pools/a.yaml",
      "pools",
      join(workspace.path, "pools"),
    );

    expect(all.files).toBe(2);
    expect(codesIn(all)).toEqual(["pools/_draft.yaml spec/syntax"]);
  });

  test("are not those of a repository in the repository", async () => {
    const workspace = await openWorkspace({
      "a.yaml": specOf("one"),
      "sub/b.yaml": "broken: [",
      "sub/.git": "",
    });

    expect(await listed(workspace)).toEqual({ files: 1, problems: [] });
  });

  test("none is a mistake of the caller's: a mistyped directory must not look like a good one", async () => {
    const workspace = await openWorkspace({ "pools/notes.txt": "none" });

    const results = [
      await workspace.run("validate", "pools"),
      await workspace.run("validate", "polls"),
      await workspace.run("validate", ""),
    ];

    expect(results.map(({ exitCode, output }) => [exitCode, output])).toEqual([
      [2, ""],
      [2, ""],
      [2, ""],
    ]);
    expect(results[0]?.errorOutput).toMatch(/^poolkeeper: no spec in "pools"/);
    expect(results[1]?.errorOutput).toBe("poolkeeper: polls: no such file or directory\n");
    expect(results[2]?.errorOutput).toMatch(/^poolkeeper: an empty path names nothing/);
  });

  test("a link, a file that is too large and a name that no spec may have are told as by the server", async () => {
    const workspace = await openWorkspace({
      "a.yaml": specOf("one"),
      "big.yaml": "#".repeat(300_000),
      "b c.yaml": "",
    });
    symlinkSync("a.yaml", join(workspace.path, "link.yaml"));
    symlinkSync("nowhere", join(workspace.path, "lost.yaml"));

    expect(codesIn(await listed(workspace))).toEqual([
      "b c.yaml spec/path",
      "big.yaml spec/too-large",
      "link.yaml spec/symlink",
      "lost.yaml spec/symlink",
    ]);
  });

  test("have their path in the repository checked, not the machine's", async () => {
    const workspace = await openWorkspace({ "my clone/pools & more/a.yaml": specOf("one") });
    const outside = await listed(workspace, "my clone/pools & more");
    mkdirSync(join(workspace.path, "my clone/.git"));

    const inside = await listed(workspace, "my clone/pools & more");

    expect(codesIn(outside)).toEqual([]);
    expect(codesIn(inside)).toEqual(["my clone/pools & more/a.yaml spec/path"]);
  });

  test("are called as they are from the root where GitHub looks for them", async () => {
    const workspace = await openWorkspace({ ".git/config": "", "infra/pools/a.yaml": "name: [" });
    const here = { files: createFiles(join(workspace.path, "infra")) };

    const outputs = await Promise.all(
      ["human", "json", "github", "sarif"].map((format) =>
        workspace.runAs(here, "validate", "-f", format, "pools"),
      ),
    );

    expect(outputs.map(({ output }) => output.includes("infra/pools/a.yaml"))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test("a socket is no file", async () => {
    const workspace = await openWorkspace({ "a.yaml": specOf("one") });
    const server = createServer().listen(join(workspace.path, "socket.yaml"));
    onTestFinished(() => void server.close());
    await once(server, "listening");

    const named = await workspace.run("validate", "socket.yaml");

    expect(named).toMatchObject({
      exitCode: 2,
      errorOutput: "poolkeeper: socket.yaml: neither a file nor a directory\n",
    });
    expect(await listed(workspace)).toEqual({ files: 1, problems: [] });
  });
});

describe("the verdict", () => {
  test("is the server's, on every fixture", async () => {
    const folder = join(import.meta.dirname, "../fixtures/specs");
    const paths = ["broken", "valid"].flatMap((name) =>
      readdirSync(join(folder, name)).map((file) => `${name}/${file}`),
    );
    const specs = paths.filter((path) => !path.endsWith(".txt"));
    const texts = new Map(specs.map((path) => [`specs/${path}`, readFileSync(join(folder, path))]));
    const workspace = await openWorkspace(Object.fromEntries(texts));

    const { files, problems } = await listed(workspace, "specs");

    const server = await verdictOfServer(texts);
    expect(files).toBe(specs.length);
    expect(problems).toEqual(server.map((problem) => ({ ...problem, pointer: problem.pointer ?? null })));
    expect(problems.length).toBeGreaterThan(specs.length);
  });

  test("sees all files together: two specs of one pool, and paths that differ by case alone", async () => {
    const workspace = await openWorkspace({
      "pools/a.yaml": specOf("one"),
      "pools/b.yaml": specOf("one", 5, "RG"),
      "pools/c.yaml": specOf("three"),
      "pools/C.yaml": specOf("four"),
    });

    expect(codesIn(await listed(workspace))).toEqual([
      "pools/C.yaml spec/path-case",
      "pools/a.yaml spec/duplicate-pool",
      "pools/b.yaml spec/duplicate-pool",
      "pools/c.yaml spec/path-case",
    ]);
  });

  test("knows the groups of the source if it is told them", async () => {
    const workspace = await openWorkspace({ "a.yaml": specOf("one"), "b.yaml": specOf("two", 5, "other") });
    const mine = ["--resource-group", groupPath(poolId("", "RG"))];

    expect(codesIn(await listed(workspace))).toEqual([]);
    expect(codesIn(await listed(workspace, ...mine))).toEqual(["b.yaml spec/outside-source"]);
    expect(
      await listed(workspace, ...mine, "--resource-group", groupPath(poolId("", "other"))),
    ).toMatchObject({
      problems: [],
    });
  });

  test("knows the key vaults of the source if it is told them", async () => {
    const secret = "  secrets: [{ name: key, keyVaultSecret: https://other.vault.azure.net/secrets/key }]\n";
    const workspace = await openWorkspace({ "a.yaml": specOf("one") + secret });

    const [any, mine, other] = await Promise.all([
      listed(workspace),
      listed(workspace, "--key-vault", "contoso"),
      listed(workspace, "--key-vault", "contoso", "--key-vault", "other.vault.azure.net"),
    ]);

    expect(codesIn(any)).toEqual(codesIn(other));
    expect(codesIn(mine)).toContain("a.yaml spec/vault-outside-source");
    expect(codesIn(any)).not.toContain("a.yaml spec/vault-outside-source");
  });

  test("is in the exit code", async () => {
    const workspace = await openWorkspace({ "good.yaml": specOf("one"), "bad.yaml": "name: [" });

    const codes = await Promise.all(["good.yaml", "bad.yaml"].map((path) => workspace.run("validate", path)));

    expect(codes.map(({ exitCode }) => exitCode)).toEqual([0, 1]);
  });
});

describe("standard input", () => {
  test("is a file as any other, in place of the one that it will become", async () => {
    const workspace = await openWorkspace({ "pools/a.yaml": "name: [", "pools/b.yaml": specOf("two") });
    const json = ["--format", "json", "--stdin-path", "pools/a.yaml"];

    const alone = await workspace.runWith(specOf("one", "many"), "validate", ...json, "-");
    const beside = await workspace.runWith(specOf("two"), "validate", ...json, "pools", "-");

    expect(codesIn(JSON.parse(alone.output) as Listed)).toEqual(["pools/a.yaml spec/type"]);
    expect(codesIn(JSON.parse(beside.output) as Listed)).toEqual([
      "pools/a.yaml spec/duplicate-pool",
      "pools/b.yaml spec/duplicate-pool",
    ]);
  });

  test("needs no name, and is YAML then", async () => {
    const workspace = await openWorkspace({});

    const { exitCode, output } = await workspace.runWith(specOf("one", "many"), "validate", "-");

    expect(exitCode).toBe(1);
    expect(output).toMatch(/^<stdin>:9:5 error spec\/type maxConcurrentSessions must be a whole number/);
  });
});

async function verdictOfServer(texts: ReadonlyMap<string, Uint8Array>): Promise<readonly Problem[]> {
  const entries = [...texts].map(([path, bytes]) => ({
    path,
    mode: "100644",
    sha: path,
    size: bytes.length,
  }));
  const blob = async (_: unknown, sha: string) => texts.get(sha) ?? Buffer.alloc(0);
  const { problems } = await readSpecs(entries, aSourceState(), aSource({ directory: "specs" }), {
    blob,
  });
  return problems.filter(({ code }) => !code.endsWith("outside-source"));
}
