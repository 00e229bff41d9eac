import type { Audit } from "../../src/ports.ts";
import { createFaults, type Faults } from "./faults.ts";

export interface MemoryAudit extends Audit, Faults<"create" | "read" | "list"> {
  names(prefix?: string): readonly string[];
  text(name: string): string | undefined;
  /** What Azure would refuse: for tests of tampering. */
  tamper(name: string, text: string | undefined): void;
}

export function createMemoryAudit(): MemoryAudit {
  const blobs = new Map<string, string>();
  const { failNext, meet } = createFaults<"create" | "read" | "list">();
  const names = (prefix = "") => [...blobs.keys()].filter((name) => name.startsWith(prefix)).sort();

  return {
    async create(name, text) {
      meet("create");
      if (blobs.has(name)) return false;
      blobs.set(name, text);
      return true;
    },
    async read(name) {
      meet("read");
      return blobs.get(name);
    },
    async *list(prefix) {
      meet("list");
      yield* names(prefix);
    },

    names,
    text: (name) => blobs.get(name),
    tamper: (name, text) => void (text === undefined ? blobs.delete(name) : blobs.set(name, text)),
    failNext,
  };
}
