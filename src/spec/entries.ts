import type { Code } from "./codes.ts";
import { SPEC_BYTES_MAX, tooLarge } from "./decode.ts";
import type { Problem } from "./problem.ts";
import { quote } from "./quote.ts";

/** What git says of a file without reading it. */
export interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly size?: number;
}

const PATH_CHARACTERS_MAX = 255;

/** Git allows any bytes in names; these survive every file system, log line and web page. */
const PATH = /^(?!\.{1,2}(?:\/|$))[\w.-]+(?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*$/;

/**
 * Whether a path of the tree is a spec: a YAML or JSON file below the directory (`""`: anywhere) with no name
 * on the way that begins with `_` or `.`.
 */
export function isSpecPath(path: string, directory: string): boolean {
  const prefix = directory === "" ? "" : `${directory}/`;
  if (!path.startsWith(prefix)) return false;
  const names = path.slice(prefix.length).split("/");
  return /\.(?:ya?ml|json)$/i.test(path) && names.every((name) => !/^[_.]/.test(name));
}

/** Why an entry of the tree that is a spec by its path can't be read as one. */
export function checkEntry({ path, mode, size = 0 }: Entry): Problem | undefined {
  const refuse = (code: Code, message: string): Problem => {
    return { severity: "error", code, message, file: path, line: 1, column: 1 };
  };
  if (path.length > PATH_CHARACTERS_MAX)
    return refuse("spec/path", `the path has more than ${PATH_CHARACTERS_MAX} characters: shorten it`);
  if (!PATH.test(path)) {
    const advice = "use letters (a to z), digits, hyphens, underscores and dots only";
    return refuse("spec/path", `the path ${quote(path)} can't be a spec's: ${advice}`);
  }
  if (mode === "120000") return refuse("spec/symlink", "a symbolic link is not followed: commit the file");
  if (mode === "160000") return refuse("spec/submodule", "a submodule is not followed: commit the files");
  if (size > SPEC_BYTES_MAX) return refuse("spec/too-large", tooLarge(size).message);
  return undefined;
}
