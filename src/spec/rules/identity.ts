import { idForm } from "../../pool/forms.ts";
import { below } from "../../shared/pointer.ts";
import { armIdForm, armIdMistake } from "../arm-id.ts";
import { isSystem, namesIdentity, ownedBy, USER_ASSIGNED } from "./identities.ts";
import { isCustom, isInterpreter } from "./kind.ts";
import { repeated } from "./repeated.ts";
import type { Finding, Rule, SoundPool } from "./rule.ts";

const TYPE = "/identity/type";
const USERS = "/identity/userAssignedIdentities";
const SETTINGS = "/properties/managedIdentitySettings";
const REGISTRY = "/properties/customContainerTemplate/registryCredentials/identity";

/** The identities that a pool has, and who may use them. */
export const IDENTITY: readonly Rule[] = [
  {
    code: "pool/identity-type",
    severity: "error",
    demand: "`identity.type` names `UserAssigned` exactly where `userAssignedIdentities` has entries",
    source: "Azure refuses the type without ids (MissingIdentityIds); ids without the type contradict it",
    restsOn: ["/identity"],
    check: (pool) => (isInterpreter(pool) ? [] : checkType(pool)),
  },
  {
    code: "pool/identity-id",
    severity: "error",
    demand:
      "user-assigned identities are named by the ARM id of a `Microsoft.ManagedIdentity/userAssignedIdentities`",
    source: "the official OpenAPI",
    check: checkIds,
  },
  {
    code: "pool/identity-duplicate",
    severity: "error",
    demand: "no user-assigned identity is there twice, in whatever case",
    source: "ARM compares ids without case; the CLI's users saw a duplicate refused",
    check: (pool) => {
      const ids = userIds(pool);
      return repeated(ids, idForm).map((index) => ({
        pointer: below(USERS, ids[index] ?? ""),
        message: "this identity is there before already, but for upper and lower case: take one out",
      }));
    },
  },
  {
    code: "pool/identity-settings",
    severity: "error",
    demand: "`managedIdentitySettings` name only identities that the pool has",
    source: "Microsoft's documentation: each entry must be assigned in identity",
    restsOn: ["/identity"],
    check: (pool) => {
      const isOwned = ownedBy(pool);
      return settingsOf(pool).flatMap(({ identity }, index) => {
        if (identity === undefined || !namesIdentity(identity) || isOwned(identity)) return [];
        const message = isSystem(identity)
          ? "the pool has no system-assigned identity: write identity.type with SystemAssigned"
          : "the pool does not have this identity: put its id into identity.userAssignedIdentities, with UserAssigned in identity.type";
        return [{ pointer: `${SETTINGS}/${index}/identity`, message }];
      });
    },
  },
  {
    code: "pool/identity-settings-duplicate",
    severity: "error",
    demand: "`managedIdentitySettings` name each identity once",
    source: "the official OpenAPI: the identity identifies a setting (x-ms-identifiers)",
    check: (pool) =>
      repeated(
        settingsOf(pool).map(({ identity }) => identity),
        idForm,
      ).map((index) => ({
        pointer: `${SETTINGS}/${index}/identity`,
        message: "this identity has a setting before already: take one out",
      })),
  },
  {
    code: "pool/identity-main",
    severity: "warning",
    demand: "no `lifecycle: Main` in `managedIdentitySettings`",
    source:
      "Microsoft's documentation: code in a session gets the identity's tokens, dangerous for code that nobody trusts",
    check: (pool) =>
      settingsOf(pool).flatMap(({ lifecycle }, index) => {
        if (lifecycle !== "Main") return [];
        const message =
          "with Main, whatever code runs in a session can get this identity's tokens: write None unless you trust all of that code";
        return [{ pointer: `${SETTINGS}/${index}/lifecycle`, message }];
      }),
  },
];

function checkType(pool: SoundPool): readonly Finding[] {
  const type = pool.identity?.type;
  if (type === undefined) return [];
  const hasUsers = userIds(pool).length > 0;
  if (type.includes("UserAssigned") === hasUsers) return [];
  if (!hasUsers) {
    const message = `identity.type ${type} needs userAssignedIdentities: write the id of an identity as a name there, with {} behind it`;
    return [{ pointer: TYPE, message }];
  }
  const right = type === "SystemAssigned" ? "SystemAssigned,UserAssigned" : "UserAssigned";
  return [{ pointer: TYPE, message: `identity.type ${type} has no userAssignedIdentities: write ${right}` }];
}

function checkIds(pool: SoundPool): readonly Finding[] {
  if (!isCustom(pool)) return [];
  const form = armIdForm(USER_ASSIGNED);
  const users = userIds(pool).flatMap((id) => {
    const mistake = armIdMistake(id, USER_ASSIGNED);
    if (mistake === undefined) return [];
    return [
      {
        pointer: below(USERS, id),
        message: `this is not the id of a user-assigned identity${mistake}. Write ${form}`,
      },
    ];
  });
  const registry = pool.properties?.customContainerTemplate?.registryCredentials?.identity;
  const named = [
    ...settingsOf(pool).map(({ identity }, index) => ({
      identity,
      pointer: `${SETTINGS}/${index}/identity`,
    })),
    { identity: registry, pointer: REGISTRY },
  ].flatMap(({ identity, pointer }) => {
    if (identity === undefined || namesIdentity(identity)) return [];
    const mistake = armIdMistake(identity, USER_ASSIGNED) ?? "";
    const message = `identity is neither system nor the id of a user-assigned identity${mistake}. Write system, or ${form}`;
    return [{ pointer, message }];
  });
  return [...users, ...named];
}

function userIds({ identity }: SoundPool): readonly string[] {
  return Object.keys(identity?.userAssignedIdentities ?? {});
}

/** None where there must be none at all. */
function settingsOf(pool: SoundPool) {
  return isCustom(pool) ? (pool.properties?.managedIdentitySettings ?? []) : [];
}
