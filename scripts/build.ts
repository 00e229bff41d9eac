import { stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { build as bundle, type Metafile, stop } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const ENTRY = join(ROOT, "functions/index.ts");
/** What `main` in package.json names, and so what the Functions host loads. */
const OUTFILE = join(ROOT, "dist/main.mjs");

/** Some packages in the bundle are CommonJS and `require` Node's own modules. */
const REQUIRE = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

export interface Built {
  readonly outfile: string;
  readonly bytes: number;
  readonly tookMs: number;
  /** What went into the bundle, and how much of it. */
  readonly metafile: Metafile;
}

/** Bundles the app, or another entry, to one file that needs no node_modules. The same source gives the same bytes. */
export async function build({ entry = ENTRY, outfile = OUTFILE } = {}): Promise<Built> {
  const began = performance.now();
  const { metafile } = await bundleOnce(entry, outfile);
  const { size: bytes } = await stat(outfile);
  return { outfile, bytes, tookMs: performance.now() - began, metafile };
}

/** esbuild leaves a process of its own running, which whoever called us should not have to end. */
async function bundleOnce(entry: string, outfile: string): Promise<{ readonly metafile: Metafile }> {
  try {
    return await bundle({
      entryPoints: [entry],
      outfile,
      absWorkingDir: ROOT,
      bundle: true,
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
      logLevel: "warning",
    });
  } finally {
    await stop();
  }
}

async function main(): Promise<void> {
  try {
    const { outfile, bytes, tookMs } = await build();
    // Standard output belongs to whatever runs next: `npm start -- --json` prints one line there.
    console.error(`${relative(ROOT, outfile)}: ${Math.ceil(bytes / 1024)} KiB in ${Math.round(tookMs)} ms`);
  } catch (error) {
    // esbuild has printed the mistakes that it found, with their places.
    if (!(error instanceof Error && "errors" in error)) throw error;
    process.exitCode = 1;
  }
}

if (import.meta.main) await main();
