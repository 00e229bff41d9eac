import type { DocumentName } from "../../src/documents/names.ts";
import type { Documents, Held, Labels } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { createBlobShelf } from "./blob-shelf.ts";
import { createFaults, type Faults } from "./faults.ts";

type Operation = "read" | "create" | "replace" | "list" | "hold" | "write";

export interface MemoryDocuments extends Documents, Faults<Operation> {
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

export function createMemoryDocuments(): MemoryDocuments {
  const shelf = createBlobShelf();
  const writes: string[] = [];
  const { failNext, meet } = createFaults<Operation>();

  function write(name: string, value: unknown, labels: object | undefined): void {
    shelf.write(name, value, labels);
    writes.push(name);
  }

  return {
    async read(name) {
      meet("read");
      return shelf.read(name);
    },
    async create(name, value, labels) {
      meet("create");
      if (shelf.has(name)) return false;
      write(name, value, labels);
      return true;
    },
    async replace(name, value, etag, labels) {
      meet("replace");
      if (shelf.isHeld(name)) throw busy("LeaseIdMissing", name);
      if (shelf.etag(name) !== etag) throw busy("ConditionNotMet", name);
      write(name, value, labels);
    },
    async *list(prefix) {
      meet("list");
      yield* shelf.list(prefix);
    },
    async hold<T, R>(name: DocumentName<T>, work: (held: Held<T>) => Promise<R>): Promise<R | "held"> {
      meet("hold");
      if (shelf.isHeld(name)) return "held";
      const holder = shelf.hold(name);
      try {
        return await work({
          value: shelf.read(name)?.value,
          write: async (value, labels) => {
            meet("write");
            if (!shelf.isHolder(name, holder)) throw busy("LeaseLost", name);
            write(name, value, labels);
          },
        });
      } finally {
        shelf.letGo(name, holder);
      }
    },

    value: (name) => shelf.read(name)?.value,
    labels: shelf.labels,
    names: (prefix = "") => shelf.list(prefix).map(({ name }) => name),
    put: shelf.write,
    remove: shelf.remove,
    writes,
    holdElsewhere: (name) => {
      const holder = shelf.hold(name);
      return () => shelf.letGo(name, holder);
    },
    loseHold: (name) => shelf.letGo(name),
    failNext,
  };
}

function busy(code: string, name: string): Busy {
  return new Busy({ code, message: `${name}: ${code}` });
}
