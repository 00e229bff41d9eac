import { globSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, type Plugin, stop } from "esbuild";

const ROOT = join(import.meta.dirname, "../..");

/** Every import stays one: those of our own files under the names that they get. */
const NOTHING_BUNDLED: Plugin = {
  name: "nothing-bundled",
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === "entry-point" ? undefined : { path: path.replace(/\.ts$/, ".js"), external: true },
    );
  },
};

/** All that is code: declarations only describe what is generated. */
function sources(): string[] {
  const files = globSync(["functions/*.ts", "src/**/*.{ts,js}", "package.json"], { cwd: ROOT });
  return files.filter((path) => !path.endsWith(".d.ts"));
}

/** The app's own files as JavaScript, one each, beside the installed packages: what a remote build deploys. */
export async function buildUnbundled(directory: string): Promise<string> {
  try {
    await build({
      entryPoints: sources(),
      loader: { ".json": "copy" },
      absWorkingDir: ROOT,
      outbase: ROOT,
      outdir: directory,
      bundle: true,
      plugins: [NOTHING_BUNDLED],
      platform: "node",
      format: "esm",
      target: "node24",
      logLevel: "warning",
    });
  } finally {
    await stop();
  }
  await symlink(join(ROOT, "node_modules"), join(directory, "node_modules"));
  return join(directory, relative(ROOT, join(ROOT, "functions/index.js")));
}
