import { isUtf8 } from "node:buffer";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AuditReader } from "../audit/reader.ts";
import { visible } from "../spec/quote.ts";
import { CannotRun } from "./world.ts";

/** A folder that the container `audit` was downloaded to: names of blobs are paths in it. */
export async function openFolder(root: string): Promise<AuditReader> {
  const found = await stat(root).catch(() => undefined);
  if (!found?.isDirectory()) throw new CannotRun(`${visible(root)} is no folder`);
  return {
    async read(name) {
      const bytes = await orNothing(name, () => readFile(join(root, ...partsOf(name))));
      // Bytes that are no text get one that is nobody's: their hash must not be that of the text they almost are.
      return bytes?.toString(isUtf8(bytes) ? "utf8" : "latin1");
    },
    list: (prefix) => walk(root, "", prefix),
  };
}

/** Names that begin with `prefix`, folder by folder, so that the first are there before the last are looked for. */
async function* walk(root: string, folder: string, prefix: string): AsyncGenerator<string, undefined> {
  const path = join(root, ...partsOf(folder));
  const entries = (await orNothing(folder, () => readdir(path, { withFileTypes: true }))) ?? [];
  // A folder's name sorts as it stands in the names of what is in it: with its slash.
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  for (const name of names.sort((one, other) => (one < other ? -1 : 1))) {
    const whole = `${folder}${name}`;
    if (!name.endsWith("/")) {
      if (whole.startsWith(prefix)) yield whole;
    } else if (whole.startsWith(prefix) || prefix.startsWith(whole)) yield* walk(root, whole, prefix);
  }
}

const partsOf = (name: string): string[] => name.split("/").filter((part) => part !== "");

/** Names come from the record, which may have been tampered with: none leads out of the folder. */
async function orNothing<T>(name: string, call: () => Promise<T>): Promise<T | undefined> {
  if (partsOf(name).includes("..")) return undefined;
  try {
    return await call();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(code)) return undefined;
    throw code === "" ? error : new CannotRun(`${visible(name)}: ${code}`, { cause: error });
  }
}
