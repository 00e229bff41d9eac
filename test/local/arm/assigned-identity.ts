import type { JsonObject } from "../../../src/shared/json.ts";
import { TENANT_ID } from "../identity/tokens.ts";
import { uuidOf } from "../uuid-of.ts";
import type { Draft, DraftIdentity } from "./draft.ts";

const USER_ASSIGNED =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/([^/]+)$/i;

/** The system-assigned identity, as managed identity settings name it. */
const SYSTEM = "system";

/** The kinds that a type such as `SystemAssigned,UserAssigned` names; `undefined` if there is no such type. */
export function identityKinds(type: string | undefined): readonly string[] | undefined {
  const kinds = (type ?? "").split(",").map((kind) => kind.trim().toLowerCase());
  const isAlone = kinds.length === 1 && ["none", "systemassigned", "userassigned"].includes(kinds[0] ?? "");
  const isBoth = [...kinds].sort().join() === "systemassigned,userassigned";
  return isAlone || isBoth ? kinds : undefined;
}

export const isUserAssignedId = (text: string): boolean => USER_ASSIGNED.test(text);

/** The service's own spelling: `system`, and ids with `resourcegroups` in lower case. */
export function identityName(identity: string): string {
  if (identity.toLowerCase() === SYSTEM) return SYSTEM;
  const [, subscription, group, name] = USER_ASSIGNED.exec(identity) ?? [];
  if (!name) return identity;
  return `/subscriptions/${subscription}/resourcegroups/${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}

/** Every identity that the pool has, in the service's spelling. */
export function assignedIdentities(identity: DraftIdentity | undefined): readonly string[] {
  const kinds = identityKinds(identity?.type) ?? [];
  return [
    ...(kinds.includes("systemassigned") ? [SYSTEM] : []),
    ...(kinds.includes("userassigned") ? Object.keys(identity?.userAssignedIdentities ?? {}) : []),
  ].map(identityName);
}

export const isSameIdentity = (one: string, other: string): boolean =>
  identityName(one).toLowerCase() === identityName(other).toLowerCase();

/** What the service adds: the ids of the principals, which it never changes, and a space in the type. */
export function showIdentity(identity: DraftIdentity, poolId: string): JsonObject {
  const kinds = identityKinds(identity.type) ?? [];
  const hasSystem = kinds.includes("systemassigned");
  const users = assignedIdentities(identity).filter((name) => name !== SYSTEM);
  const types = [...(hasSystem ? ["SystemAssigned"] : []), ...(users.length > 0 ? ["UserAssigned"] : [])];
  return {
    type: types.join(", ") || "None",
    ...(hasSystem
      ? { principalId: uuidOf(`principal of ${poolId.toLowerCase()}`), tenantId: TENANT_ID }
      : {}),
    ...(users.length > 0 ? { userAssignedIdentities: Object.fromEntries(users.map(showUser)) } : {}),
  };
}

function showUser(id: string): [string, JsonObject] {
  const key = id.toLowerCase();
  return [id, { principalId: uuidOf(`principal of ${key}`), clientId: uuidOf(`client of ${key}`) }];
}

/** One for every identity, in the order of the identities: `None` where the request left it out. */
export function showIdentitySettings({ identity, properties }: Draft): readonly JsonObject[] | undefined {
  const given = properties?.managedIdentitySettings ?? [];
  const settings = assignedIdentities(identity).map((name) => {
    const setting = given.find((one) => isSameIdentity(one.identity ?? "", name));
    return { identity: name, lifecycle: setting?.lifecycle ?? "None" };
  });
  return settings.length > 0 ? settings : undefined;
}
