import { isUtf8 } from "node:buffer";
import { promises } from "node:fs";
import { join } from "node:path";
import { EVENTS, SNAPSHOTS } from "../audit/names.ts";
import type { AuditReader } from "../audit/reader.ts";
import { visible } from "../spec/quote.ts";
import { CannotRun } from "./world.ts";

/** A folder that the container `audit` was downloaded to: names of blobs are paths in it. */
export async function openFolder(root: string): Promise<AuditReader> {
  const found = await promises.stat(root).catch(() => undefined);
  if (!found?.isDirectory()) throw new CannotRun(`${visible(root)} is no folder`);
  const entries = await namesIn(root, "");
  // An empty history of another folder, such as the one above, would be taken for the record's.
  if (![SNAPSHOTS, EVENTS].some((folder) => entries.includes(folder)))
    throw new CannotRun(`${visible(root)} holds no record: neither ${SNAPSHOTS} nor ${EVENTS} is in it`);
  let latest: { readonly folder: string; readonly names: Promise<readonly string[]> } | undefined;
  // A day's folder is asked for twice in a row, and may hold very many.
  const names: Names = (folder) => {
    if (latest?.folder !== folder) latest = { folder, names: namesIn(root, folder) };
    return latest.names;
  };
  return {
    async read(name) {
      const bytes = await orNothing(name, () => promises.readFile(join(root, ...partsOf(name))));
      // Bytes that are no text get one that is nobody's: their hash must not be that of the text they almost are.
      return bytes?.toString(isUtf8(bytes) ? "utf8" : "latin1");
    },
    list: (prefix) => walk("", prefix, names),
  };
}

type Names = (folder: string) => Promise<readonly string[]>;

/** Names that begin with `prefix`, folder by folder, so that the first are there before the last are looked for. */
async function* walk(folder: string, prefix: string, names: Names): AsyncGenerator<string, undefined> {
  for (const name of await names(folder)) {
    const whole = `${folder}${name}`;
    if (!name.endsWith("/")) {
      if (whole.startsWith(prefix)) yield whole;
    } else if (whole.startsWith(prefix) || prefix.startsWith(whole)) yield* walk(whole, prefix, names);
  }
}

/** In order of name. A folder's ends with its slash, as it stands in the names of what is in it. */
async function namesIn(root: string, folder: string): Promise<readonly string[]> {
  const path = join(root, ...partsOf(folder));
  const entries = (await orNothing(folder, () => promises.readdir(path, { withFileTypes: true }))) ?? [];
  return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
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
