import { basename, dirname, join, relative } from "node:path";
import { build as bundle, type Metafile, type OutputFile, type Plugin } from "esbuild";

/** A file that is to be written. */
export type Output = Pick<OutputFile, "path" | "contents">;

export interface Bundled {
  readonly metafile: Metafile;
  readonly outputFiles: readonly Output[];
}

export interface Merging extends Bundled {
  /** What paths in the metafile begin at. */
  readonly root: string;
  /** The entry, from there. */
  readonly entry: string;
  /** The chunks that it imports at once, from there. */
  readonly chunks: readonly string[];
  /** Each of them begins with it. */
  readonly banner: string;
}

/**
 * Makes one file of an entry and the chunks that it imports at once: each file more is half a millisecond of a cold start.
 * Later chunks share code with the entry, so a merged chunk stays as a file that only passes on what the entry exports.
 */
export async function merge(merging: Merging): Promise<Bundled> {
  const { root, entry, chunks, metafile, outputFiles } = merging;
  if (chunks.length === 0) return merging;
  const merged = await bundleAgain(merging);
  const passing = chunks.map((chunk) => passOn(chunk, merging));
  const gone = new Set([entry, ...chunks].flatMap((path) => [join(root, path), join(root, `${path}.map`)]));
  const outputs = { ...metafile.outputs };
  const bytes = merged.find(({ path }) => path.endsWith(".mjs"))?.contents.length ?? 0;
  outputs[entry] = { ...outputs[entry], ...together(merging), bytes };
  for (const [index, chunk] of chunks.entries()) {
    delete outputs[`${chunk}.map`];
    const imports = [{ path: entry, kind: "import-statement" as const }];
    const length = passing[index]?.contents.length ?? 0;
    outputs[chunk] = { inputs: {}, imports, exports: exportsOf(chunk, metafile), bytes: length };
  }
  const others = outputFiles.filter(({ path }) => !gone.has(path));
  return { metafile: { ...metafile, outputs }, outputFiles: [...others, ...passing, ...merged] };
}

const exportsOf = (path: string, { outputs }: Metafile): string[] => outputs[path]?.exports ?? [];

/**
 * Names in chunks are short, and the same in many. With the hash of what is in the chunk, a name means the same in the
 * entry of every build that has it.
 */
function nameOf(chunk: string, name: string): string {
  return `${basename(chunk, ".mjs").replaceAll("-", "_")}_${name}`;
}

function passOn(chunk: string, { root, entry, metafile }: Merging): Output {
  const names = exportsOf(chunk, metafile).map((name) => `${nameOf(chunk, name)} as ${name}`);
  const path = relative(dirname(chunk), entry).replaceAll("\\", "/");
  return { path: join(root, chunk), contents: Buffer.from(`export{${names.join(",")}}from"${path}";\n`) };
}

async function bundleAgain(merging: Merging): Promise<readonly Output[]> {
  const { root, entry, chunks, metafile, banner } = merging;
  const lines = chunks.map((chunk) => {
    const names = exportsOf(chunk, metafile).map((name) => `${name} as ${nameOf(chunk, name)}`);
    return `export { ${names.join(", ")} } from "./${chunk}";`;
  });
  const { outputFiles } = await bundle({
    stdin: { contents: [`export * from "./${entry}";`, ...lines].join("\n"), resolveDir: root },
    outfile: join(root, entry),
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    plugins: [readBundled(merging)],
    banner: { js: banner },
    minify: true,
    sourcemap: "linked",
    // They are in files beside the chunks already; what is left in the text names these.
    legalComments: "inline",
    write: false,
    allowOverwrite: true,
    logLevel: "warning",
  });
  return outputFiles;
}

/** The files are not written yet. What they import when it is needed stays where it is, as seen from the entry. */
function readBundled({ root, entry, banner, outputFiles }: Merging): Plugin {
  const directory = join(root, dirname(entry));
  const textOf = (path: string): string =>
    Buffer.from(outputFiles.find((file) => file.path === path)?.contents ?? []).toString("utf8");
  return {
    name: "read-bundled",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        const whole = join(resolveDir, path);
        if (kind !== "dynamic-import") return { path: whole };
        return { path: `./${relative(directory, whole).replaceAll("\\", "/")}`, external: true };
      });
      onLoad({ filter: /\.mjs$/ }, ({ path }) => {
        const map = Buffer.from(textOf(`${path}.map`)).toString("base64");
        // One banner is enough for all. Its line stays, so that maps still fit.
        const bare = textOf(path).replace(banner, "");
        const contents = bare.replace(
          /^\/\/# sourceMappingURL=.*$/m,
          `//# sourceMappingURL=data:application/json;base64,${map}`,
        );
        return { contents, loader: "js", resolveDir: dirname(path) };
      });
    },
  };
}

/** What is in the entry then, and what it still imports. */
function together({ entry, chunks, metafile }: Merging): Omit<Metafile["outputs"][string], "bytes"> {
  const parts = [entry, ...chunks].flatMap((path) => metafile.outputs[path] ?? []);
  const merged = new Set([entry, ...chunks]);
  const shared = chunks.flatMap((chunk) => exportsOf(chunk, metafile).map((name) => nameOf(chunk, name)));
  return {
    inputs: Object.fromEntries(parts.flatMap(({ inputs }) => Object.entries(inputs))),
    imports: parts.flatMap(({ imports }) => imports).filter(({ path }) => !merged.has(path)),
    exports: [...exportsOf(entry, metafile), ...shared],
  };
}
