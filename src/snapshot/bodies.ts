import { storedBody } from "../audit/body.ts";
import type { Audit } from "../ports.ts";
import type { JsonObject } from "../shared/json.ts";

export interface Bodies {
  /** Stores the resource once, without its secrets, and returns the hash that names it. */
  store(resource: JsonObject): Promise<string>;
  /** How many were new. */
  readonly written: number;
}

/** `stored`: hashes of bodies that are known to be stored, which cost nothing. */
export function createBodies(stored: ReadonlySet<string>, audit: Pick<Audit, "create">): Bodies {
  const known = new Set(stored);
  let written = 0;
  return {
    async store(resource) {
      const { name, text, hash } = storedBody(resource);
      if (known.has(hash)) return hash;
      if (await audit.create(name, text)) written += 1;
      known.add(hash);
      return hash;
    },
    get written() {
      return written;
    },
  };
}
