import type { Secrets } from "../../../src/ports.ts";
import type { Effects } from "../effects.ts";

/** `Secrets` on the vaults that a world has. */
export function createSimulatedSecrets(vaults: Secrets, effects: Effects): Secrets {
  return {
    read: (reference) =>
      effects.call({ service: "vault", what: "read", about: reference.name }, () => vaults.read(reference)),
  };
}
