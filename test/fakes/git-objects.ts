import { createHash } from "node:crypto";

export interface GitFile {
  readonly mode: string;
  readonly bytes: Uint8Array;
}

export type GitFiles = ReadonlyMap<string, GitFile>;

const DIRECTORY_MODE = "40000";

export function blobSha(bytes: Uint8Array): string {
  return objectSha("blob", bytes);
}

/** Names the tree as git would, so that a fake and a real repository agree. */
export function treeSha(files: GitFiles): string {
  const entries = new Map<string, { mode: string; sha: string }>();
  const directories = new Map<string, Map<string, GitFile>>();
  for (const [path, file] of files) {
    const [first = "", ...rest] = path.split("/");
    if (rest.length === 0) {
      entries.set(first, { mode: file.mode, sha: blobSha(file.bytes) });
    } else {
      const below = directories.get(first) ?? new Map<string, GitFile>();
      directories.set(first, below.set(rest.join("/"), file));
    }
  }
  for (const [name, below] of directories) entries.set(name, { mode: DIRECTORY_MODE, sha: treeSha(below) });

  // Git sorts a directory as if its name ended in a slash.
  const sortName = (name: string) => (directories.has(name) ? `${name}/` : name);
  const ordered = [...entries].sort(([one], [other]) =>
    Buffer.compare(Buffer.from(sortName(one)), Buffer.from(sortName(other))),
  );
  const parts = ordered.map(([name, { mode, sha }]) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, "hex")]),
  );
  return objectSha("tree", Buffer.concat(parts));
}

export function commitSha(tree: string, parent: string | undefined, message: string): string {
  const who = "someone <someone@example.com> 1767603600 +0000";
  const parentLine = parent ? `parent ${parent}\n` : "";
  const text = `tree ${tree}\n${parentLine}author ${who}\ncommitter ${who}\n\n${message}\n`;
  return objectSha("commit", Buffer.from(text));
}

function objectSha(kind: string, bytes: Uint8Array): string {
  return createHash("sha1").update(`${kind} ${bytes.byteLength}\0`).update(bytes).digest("hex");
}
