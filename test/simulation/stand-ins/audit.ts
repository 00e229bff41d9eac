import type { Audit } from "../../../src/ports.ts";
import type { EffectCall, Effects } from "../effects.ts";
import type { Blobs } from "./blobs.ts";

/** `Audit` on blobs that are written once. */
export function createSimulatedAudit(blobs: Blobs, effects: Effects): Audit {
  const about = (what: string, name: string): EffectCall => ({ service: "audit", what, about: name });
  return {
    create: (name, text) =>
      effects.call(about("create", name), () => {
        if (blobs.read(name)) return false;
        blobs.write(name, text, {}, { ifNone: true });
        return true;
      }),
    read: (name) => effects.call(about("read", name), () => blobs.read(name)?.text),
    async *list(prefix) {
      const listed = await effects.call(about("list", prefix), () => blobs.list(prefix));
      for (const { name } of listed) yield name;
    },
  };
}
