import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type Zippable, zipSync } from "fflate";
import packageJson from "../package.json" with { type: "json" };
import { build } from "./build.ts";

const ROOT = join(import.meta.dirname, "..");
/** What azure.yaml gives to azd. */
export const FOLDER = "dist/package";
/** What `az functionapp deployment source config-zip` takes. */
const ZIP = "dist/poolkeeper.zip";
/** For whoever reads a stack: the app would download them with each cold start and never look at them. */
const MAPS = "dist/maps";

/** A cold start downloads and unpacks it: what makes it larger should be a decision. */
export const ZIP_BYTES_MAX = 0.75 * 1024 * 1024;

/** The earliest time that a zip can hold, in whatever time zone: when it was built is no part of what it is. */
const MODIFIED = new Date(1980, 0, 1);
/** A file that anybody may read, as Unix writes it. */
const READABLE = { os: 3, attrs: 0o100644 << 16 } as const;

export interface Packaged {
  readonly zip: string;
  readonly bytes: number;
  /** By path, as they are in the zip. */
  readonly files: readonly string[];
}

/** Lays out what Flex Consumption runs below `to`, as a folder and as a zip. The same source gives the same bytes. */
export async function pack(to = ROOT): Promise<Packaged> {
  const folder = join(to, FOLDER);
  await rm(folder, { recursive: true, force: true });
  const { outfile, metafile } = await build({ outfile: join(folder, packageJson.main) });
  const outputs = Object.keys(metafile.outputs).map((path) => relative(folder, join(ROOT, path)));
  const bundled = outputs.filter((path) => !path.endsWith(".map"));
  await setAside(
    folder,
    join(to, MAPS),
    outputs.filter((path) => path.endsWith(".map")),
  );
  if (!bundled.includes(relative(folder, outfile))) throw new Error(`${outfile} is not in the package`);
  await writeFile(join(folder, "host.json"), await readFile(join(ROOT, "host.json")));
  await writeFile(join(folder, "package.json"), manifest());
  const files = ["host.json", "package.json", ...bundled.map((path) => path.replaceAll("\\", "/"))].sort();
  const zip = join(to, ZIP);
  await mkdir(dirname(zip), { recursive: true });
  const bytes = zipSync(await read(folder, files), { level: 9 });
  await writeFile(zip, bytes);
  return { zip, bytes: bytes.length, files };
}

async function setAside(from: string, to: string, paths: readonly string[]): Promise<void> {
  await rm(to, { recursive: true, force: true });
  for (const path of paths) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await rename(join(from, path), join(to, path));
  }
}

/** Without dependencies and scripts: all is in the bundle, and nobody is to install or run anything. */
function manifest(): string {
  const { name, version, type, main } = packageJson;
  return `${JSON.stringify({ name, version, private: true, type, main }, null, 2)}\n`;
}

async function read(folder: string, files: readonly string[]): Promise<Zippable> {
  const entries = files.map(async (path) => {
    const text = await readFile(join(folder, path));
    return [path, [new Uint8Array(text), { mtime: MODIFIED, ...READABLE }]] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Zippable;
}

async function main(): Promise<void> {
  const { zip, bytes, files } = await pack();
  console.error(`${relative(ROOT, zip)}: ${files.length} files, ${Math.ceil(bytes / 1024)} KiB`);
  if (bytes <= ZIP_BYTES_MAX) return;
  console.error(`larger than the ${ZIP_BYTES_MAX / 1024} KiB that it may have: see ZIP_BYTES_MAX`);
  process.exitCode = 1;
}

if (import.meta.main) await main();
