import type { DocumentName } from "../../src/documents/names.ts";
import type { Labels, Listed, Stored } from "../../src/ports.ts";
import { toLabels } from "../../src/storage/labels.ts";

interface Blob {
  /** JSON; empty where a hold made room for a document that was never written. */
  readonly text: string;
  readonly labels: Labels;
  readonly etag: string;
}

/** Documents as blobs, and who holds them. */
export function createBlobShelf() {
  const blobs = new Map<string, Blob>();
  const holders = new Map<string, symbol>();
  let etags = 0;

  function store(name: string, text: string, labels?: object): void {
    etags += 1;
    blobs.set(name, { text, labels: toLabels(labels), etag: `"${etags}"` });
  }

  return {
    has: (name: string): boolean => blobs.has(name),
    etag: (name: string): string | undefined => blobs.get(name)?.etag,
    labels: (name: string): Labels | undefined => blobs.get(name)?.labels,
    write: (name: string, value: unknown, labels?: object): void =>
      store(name, JSON.stringify(value), labels),
    remove: (name: string): void => void blobs.delete(name),
    read<T>(name: DocumentName<T>): Stored<T> | undefined {
      const blob = blobs.get(name);
      return blob?.text ? { value: JSON.parse(blob.text) as T, etag: blob.etag } : undefined;
    },
    list: (prefix: string): readonly Listed[] =>
      [...blobs]
        .filter(([name, { text }]) => text !== "" && name.startsWith(prefix))
        .map(([name, { labels }]) => ({ name, labels }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),

    isHeld: (name: string): boolean => holders.has(name),
    isHolder: (name: string, holder: symbol): boolean => holders.get(name) === holder,
    hold(name: string): symbol {
      const holder = Symbol(name);
      holders.set(name, holder);
      if (!blobs.has(name)) store(name, "");
      return holder;
    },
    letGo(name: string, holder = holders.get(name)): void {
      if (holders.get(name) === holder) holders.delete(name);
    },
  };
}
