import type { DocumentName } from "../../src/documents/names.ts";
import type { Documents, Held, Labels, Listed, Stored } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { createFaults, type Faults } from "./faults.ts";

export interface MemoryDocuments
  extends Documents,
    Faults<"read" | "create" | "replace" | "list" | "hold" | "write"> {
  /** What is stored now. */
  value<T>(name: DocumentName<T>): T | undefined;
  labels(name: string): Labels | undefined;
  names(prefix?: string): readonly string[];
  /** Puts a document there, whoever holds it. */
  put<T>(name: DocumentName<T>, value: T, labels?: object): void;
  remove(name: string): void;
  /** Names of the documents written by create, replace and write, in order. */
  readonly writes: readonly string[];
  /** Somebody else holds the document until the returned function is called. */
  holdElsewhere(name: string): () => void;
  /** Whoever holds the document holds it no longer, and does not know it. */
  loseHold(name: string): void;
}

interface Blob {
  /** JSON; empty where a hold made room for a document that was never written. */
  readonly text: string;
  readonly labels: Labels;
  readonly etag: string;
}

export function createMemoryDocuments(): MemoryDocuments {
  const blobs = new Map<string, Blob>();
  const holders = new Map<string, symbol>();
  const writes: string[] = [];
  const { failNext, meet } = createFaults<"read" | "create" | "replace" | "list" | "hold" | "write">();
  let etags = 0;

  function store(name: string, text: string, labels: object = {}): void {
    etags += 1;
    blobs.set(name, { text, labels: toLabels(labels), etag: `"${etags}"` });
  }

  function write(name: string, value: unknown, labels: object | undefined): void {
    store(name, JSON.stringify(value), labels);
    writes.push(name);
  }

  function stored<T>(name: DocumentName<T>): Stored<T> | undefined {
    const blob = blobs.get(name);
    return blob?.text ? { value: JSON.parse(blob.text) as T, etag: blob.etag } : undefined;
  }

  function* listed(prefix: string): Iterable<Listed> {
    for (const name of [...blobs.keys()].sort()) {
      const blob = blobs.get(name);
      if (blob?.text && name.startsWith(prefix)) yield { name, labels: blob.labels };
    }
  }

  return {
    async read(name) {
      meet("read");
      return stored(name);
    },
    async create(name, value, labels) {
      meet("create");
      if (blobs.has(name)) return false;
      write(name, value, labels);
      return true;
    },
    async replace(name, value, etag, labels) {
      meet("replace");
      if (holders.has(name)) throw busy("LeaseIdMissing", name);
      if (blobs.get(name)?.etag !== etag) throw busy("ConditionNotMet", name);
      write(name, value, labels);
    },
    async *list(prefix) {
      meet("list");
      yield* listed(prefix);
    },
    async hold<T, R>(name: DocumentName<T>, work: (held: Held<T>) => Promise<R>): Promise<R | "held"> {
      meet("hold");
      if (holders.has(name)) return "held";
      const holder = Symbol(name);
      holders.set(name, holder);
      if (!blobs.has(name)) store(name, "");
      try {
        return await work({
          value: stored(name)?.value,
          write: async (value, labels) => {
            meet("write");
            if (holders.get(name) !== holder) throw busy("LeaseLost", name);
            write(name, value, labels);
          },
        });
      } finally {
        if (holders.get(name) === holder) holders.delete(name);
      }
    },

    value: (name) => stored(name)?.value,
    labels: (name) => blobs.get(name)?.labels,
    names: (prefix = "") => Array.from(listed(prefix), ({ name }) => name),
    put: (name, value, labels) => store(name, JSON.stringify(value), labels),
    remove: (name) => void blobs.delete(name),
    writes,
    holdElsewhere: (name) => {
      const holder = Symbol(name);
      holders.set(name, holder);
      if (!blobs.has(name)) store(name, "");
      return () => {
        if (holders.get(name) === holder) holders.delete(name);
      };
    },
    loseHold: (name) => void holders.delete(name),
    failNext,
  };
}

function toLabels(labels: object): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined));
}

function busy(code: string, name: string): Busy {
  return new Busy({ code, message: `${name}: ${code}` });
}
