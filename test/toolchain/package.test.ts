import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Packaged, pack, ZIP_BYTES_MAX } from "../../scripts/package.ts";
import { indexed, SETTINGS } from "../local-host/indexed.ts";

const folders: string[] = [];
async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "poolkeeper-package-"));
  folders.push(folder);
  return folder;
}

let packaged: Packaged;
beforeAll(async () => {
  packaged = await pack(await emptyFolder());
});
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

const unzipped = async () => unzipSync(new Uint8Array(await readFile(packaged.zip)));

test("the package has the host's settings, the manifest and the bundle, and nothing else", async () => {
  const files = await unzipped();

  const names = Object.keys(files);
  const bundled = names.filter((name) => /^dist\/(chunks\/)?[\w-]+\.mjs(\.LEGAL\.txt)?$/.test(name));
  expect(names.filter((name) => !bundled.includes(name))).toEqual(["host.json", "package.json"]);
  expect(bundled).toContain("dist/main.mjs");
  expect(JSON.parse(Buffer.from(files["package.json"] ?? []).toString())).toEqual({
    name: "poolkeeper",
    version: expect.any(String),
    private: true,
    type: "module",
    main: "dist/main.mjs",
  });
});

test("what azd deploys is what is in the zip, and maps for reading stacks are beside it", async () => {
  const dist = join(dirname(packaged.zip), "package/dist");

  const deployed = await readdir(dist, { recursive: true });
  const maps = await readdir(join(dirname(packaged.zip), "maps/dist"), { recursive: true });

  expect(deployed).toContain("main.mjs");
  expect(deployed.filter((name) => name.endsWith(".map"))).toEqual([]);
  expect(maps).toContain("main.mjs.map");
});

test("unzipped into an empty folder, it has all of the app's functions", async () => {
  const folder = await emptyFolder();
  for (const [path, bytes] of Object.entries(await unzipped())) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const { main } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { main: string };

  const functions = await indexed(folder, main, SETTINGS);

  expect(functions.map(({ name }) => name).sort()).toEqual([
    "abandonedReconcile",
    "abandonedRollout",
    "abandonedSync",
    "followRollout",
    "githubWebhook",
    "health",
    "pollSources",
    "reconcilePool",
    "requestSync",
    "status",
    "syncSource",
    "takeSnapshot",
  ]);
});

test("packaged again, on a machine with another clock, it is the same to the byte", async () => {
  const folder = await emptyFolder();
  const script = new URL("../../scripts/package.ts", import.meta.url).href;
  const program = `import { pack } from ${JSON.stringify(script)}; await pack(${JSON.stringify(folder)});`;

  for (const TZ of ["Asia/Tokyo", "America/Anchorage"]) {
    await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
      env: { ...process.env, TZ },
    });

    expect((await readFile(join(folder, "dist/poolkeeper.zip"))).equals(await readFile(packaged.zip))).toBe(
      true,
    );
  }
});

test("it is no larger than it may be", () => {
  expect(packaged.bytes).toBeLessThanOrEqual(ZIP_BYTES_MAX);
});
