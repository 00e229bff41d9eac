import { idForm } from "../../pool/forms.ts";
import { armIdMistake } from "../arm-id.ts";
import type { SoundPool } from "./rule.ts";

export const USER_ASSIGNED = "Microsoft.ManagedIdentity/userAssignedIdentities";

/** How a spec names the system-assigned identity. */
export function isSystem(identity: string): boolean {
  return identity.toLowerCase() === "system";
}

/** Whether the text can name an identity at all: `system`, or an ARM id. */
export function namesIdentity(identity: string): boolean {
  return isSystem(identity) || armIdMistake(identity, USER_ASSIGNED) === undefined;
}

/** Says of a named identity whether the pool has it. */
export function ownedBy({ identity }: SoundPool): (name: string) => boolean {
  const type = identity?.type ?? "None";
  const ids = type.includes("UserAssigned") ? Object.keys(identity?.userAssignedIdentities ?? {}) : [];
  const users = new Set(ids.map(idForm));
  return (name) => (isSystem(name) ? type.includes("SystemAssigned") : users.has(idForm(name)));
}
