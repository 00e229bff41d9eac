import type { Manifest, PoolRecord } from "../audit/manifest.ts";
import { type PoolId, parsePoolPath } from "../pool/id.ts";
import { hasEnded } from "../pool/provisioning.ts";

export interface SuspectPool {
  readonly pool: PoolId;
  /** What is wanted of it. */
  readonly commit: string;
}

/** The wanted pools that a snapshot did not find as they settled, and that nobody worked on at that moment. */
export function findAmiss({ pools }: Pick<Manifest, "pools">): readonly SuspectPool[] {
  return pools.flatMap((record) => {
    const pool = parsePoolPath(record.id);
    const { commit } = record;
    return pool && commit && isAmiss(record) ? [{ pool, commit }] : [];
  });
}

function isAmiss({ state, provisioningState = "Succeeded" }: PoolRecord): boolean {
  switch (state) {
    case "missing":
      return true;
    case "drifted":
      return hasEnded(provisioningState);
    case "managed":
      return hasEnded(provisioningState) && provisioningState.toLowerCase() !== "succeeded";
    case "unmanaged":
    case "settling":
      return false;
  }
}
