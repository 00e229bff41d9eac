import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

export const readText = (path: string): Promise<string> => readFile(join(ROOT, path), "utf8");

/** All of the program but the reader of specs, whose codes have a page of their own, and the command line. */
export async function programText(): Promise<string> {
  const paths = (await readdir(join(ROOT, "src"), { recursive: true }))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/^(spec|cli)\//.test(path));
  return (await Promise.all(paths.sort().map((path) => readText(join("src", path))))).join("\n");
}

const CODE = "[A-Z][a-z]+(?:[A-Z][A-Za-z]*)?";

/** The codes that the program gives to failures, or knows from Azure. */
export function codesIn(text: string): readonly string[] {
  const written = [
    new RegExp(`\\bcode: "(${CODE})"`, "g"),
    new RegExp(`\\brejected\\(\\s*"(${CODE})"`, "g"),
    new RegExp(`^\\s+\\["\\w+Error", "(${CODE})"\\]`, "gm"),
    new RegExp(`^\\s+"(${CODE})",$`, "gm"),
    /code === "(\w+)"\) return new/g,
  ];
  const codes = written.flatMap((pattern) => [...text.matchAll(pattern)].map(([, code = ""]) => code));
  return [...new Set(codes)].sort();
}

/** What the webhook answers when it refuses. */
export function refusalsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:refuse|new Refusal)\(\d{3}, "([^"]+)"\)/g)].map(([, message = ""]) => message);
}

/** The constant messages of the log. */
export function factsIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:log\.(?:info|warn|error)|logUntold)\("([^"]+)"/g)].map(
    ([, fact = ""]) => fact,
  );
}

/** What stands between backticks in the first column of the table below a heading. */
export function firstColumn(page: string, heading: string): readonly string[] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  const rows = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("| "));
  return rows.flatMap((row) =>
    [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
  );
}
