import { plantTree } from "./planted-tree.ts";

export interface Finding {
  readonly file: string;
  /** 0 for what is said of the whole file. */
  readonly line: number;
  /** Such as `lint/style/noRestrictedImports`; `plugin` for a rule of our own. */
  readonly rule: string;
}

const FINDING = /^[×!i] ([^:]+):(?:(\d+):\d+:)? ([^:\s]+):/;

/** What the linter says of a tree with these files alone, by file and line. */
export async function biomeFindings(files: { readonly [path: string]: string }): Promise<readonly Finding[]> {
  const tree = await plantTree(files);
  const { output } = await tree.run("biome", "lint", "--reporter=concise", "--max-diagnostics=none", ".");
  if (!output.includes("Checked ")) throw new Error(output);
  return output
    .split("\n")
    .flatMap((text) => {
      const [, file, line = 0, rule] = FINDING.exec(text) ?? [];
      return file && rule ? [{ file, line: Number(line), rule }] : [];
    })
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
