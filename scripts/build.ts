import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { build as bundle, type Metafile, stop } from "esbuild";
import { type Bundled, merge, type Output } from "./merge.ts";

const ROOT = join(import.meta.dirname, "..");
const ENTRY = join(ROOT, "functions/index.ts");
/** What `main` in package.json names, and so what the Functions host loads. */
const OUTFILE = join(ROOT, "dist/main.mjs");

/** Some packages in the bundle are CommonJS and `require` Node's own modules. */
const REQUIRE = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** Below the bundle's folder: what it imports when it is needed, in files of their own. */
const CHUNKS = "chunks";

export interface Built {
  readonly outfile: string;
  /** Of the entry, and of what it imports at once. */
  readonly entryBytes: number;
  /** Of all files that are loaded sooner or later. */
  readonly bytes: number;
  readonly tookMs: number;
  /** What went into the bundle, and how much of it. */
  readonly metafile: Metafile;
}

/**
 * Bundles the app, or another entry, to files that need no node_modules: the entry, and chunks for what is imported
 * only when it is needed, so that nothing else is even parsed. The same source gives the same bytes.
 */
export async function build({ entry = ENTRY, outfile = OUTFILE } = {}): Promise<Built> {
  const began = performance.now();
  const { metafile, outputFiles } = await bundleOnce(entry, outfile);
  await replaceWhole(outputFiles, dirname(outfile));
  await removeStale(join(dirname(outfile), CHUNKS), metafile);
  const entryBytes = await sizeOf(loadedWith(outfile, metafile));
  const bytes = await sizeOf(Object.keys(metafile.outputs).filter((path) => path.endsWith(".mjs")));
  return { outfile, entryBytes, bytes, tookMs: performance.now() - began, metafile };
}

/** The entry, and what it imports at once, and so on: paths from the root. */
export function loadedWith(outfile: string, { outputs }: Metafile): readonly string[] {
  const loaded = new Set<string>([relative(ROOT, outfile)]);
  for (const path of loaded) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? [])
      if (kind === "import-statement" && !external) loaded.add(imported);
  }
  return [...loaded];
}

async function sizeOf(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(join(ROOT, path))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * Whoever loads the bundle meanwhile finds each file whole, the old one or the new one, and with the new entry the
 * chunks that it imports: the entry's files, which lie above the chunks, come last.
 */
async function replaceWhole(files: readonly Output[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const aside = await mkdtemp(join(folder, ".new-"));
  const isOfEntry = ({ path }: Output): boolean => dirname(path) === folder;
  try {
    for (const file of [...files.filter((file) => !isOfEntry(file)), ...files.filter(isOfEntry)]) {
      const whole = join(aside, basename(file.path));
      await writeFile(whole, file.contents);
      await mkdir(dirname(file.path), { recursive: true });
      await rename(whole, file.path);
    }
  } finally {
    await rm(aside, { recursive: true });
  }
}

/** Chunks are named by what is in them: those of an older source stay, and would be packaged. */
async function removeStale(chunks: string, { outputs }: Metafile): Promise<void> {
  const kept = new Set(Object.keys(outputs).map((path) => join(ROOT, path)));
  const there = await readdir(chunks).catch(() => []);
  const stale = there.map((name) => join(chunks, name)).filter((path) => !kept.has(path));
  await Promise.all(stale.map((path) => rm(path, { force: true })));
}

/** esbuild leaves a process of its own running, which whoever called us should not have to end. */
async function bundleOnce(entry: string, outfile: string): Promise<Bundled> {
  try {
    const bundled = await bundle({
      entryPoints: [entry],
      outdir: dirname(outfile),
      entryNames: basename(outfile, ".mjs"),
      chunkNames: `${CHUNKS}/[name]-[hash]`,
      outExtension: { ".js": ".mjs" },
      absWorkingDir: ROOT,
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: "node24",
      // The Functions host provides this one; it can't be installed.
      external: ["@azure/functions-core"],
      banner: { js: REQUIRE },
      minify: true,
      // The names of error classes are read in logs.
      keepNames: true,
      sourcemap: "linked",
      legalComments: "linked",
      metafile: true,
      write: false,
      logLevel: "warning",
    });
    const [path = "", ...chunks] = loadedWith(outfile, bundled.metafile);
    return await merge({ ...bundled, root: ROOT, entry: path, chunks, banner: REQUIRE });
  } finally {
    await stop();
  }
}

async function main(): Promise<void> {
  try {
    const { outfile, entryBytes, bytes, tookMs } = await build();
    // Standard output belongs to whatever runs next: `npm start -- --json` prints one line there.
    const kib = (size: number) => `${Math.ceil(size / 1024)} KiB`;
    const sizes = `${kib(entryBytes)} at once, ${kib(bytes)} in all`;
    console.error(`${relative(ROOT, outfile)}: ${sizes}, in ${Math.round(tookMs)} ms`);
  } catch (error) {
    // esbuild has printed the mistakes that it found, with their places.
    if (!(error instanceof Error && "errors" in error)) throw error;
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
