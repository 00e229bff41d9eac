import fc from "fast-check";
import type { JsonObject } from "../../src/shared/json.ts";
import { oddName, respell } from "./texts.ts";

/** The identities that a pool has, and how its author names them. */
export interface Identities {
  readonly hasSystem: boolean;
  readonly users: readonly string[];
}

const SUBSCRIPTIONS = ["34adfa4f-cedf-4dc0-ba29-b6d1a69ab345", "7A497526-BB8D-4816-9795-DB1418A1F977"];

/** ARM ids below `provider`, with segments in the cases that people write them in. */
export function armId(provider: string): fc.Arbitrary<string> {
  return fc
    .record({
      subscription: fc.constantFrom(...SUBSCRIPTIONS),
      groups: fc.constantFrom("resourceGroups", "resourcegroups", "RESOURCEGROUPS"),
      group: oddName,
      name: oddName,
      spell: respell,
    })
    .map(
      ({ subscription, groups, group, name, spell }) =>
        `/subscriptions/${subscription}/${groups}/${group}/providers/${spell(provider)}/${name}`,
    );
}

const userId = armId("Microsoft.ManagedIdentity/userAssignedIdentities");

export const identities: fc.Arbitrary<Identities> = fc.record({
  hasSystem: fc.boolean(),
  users: fc.uniqueArray(userId, { maxLength: 3, selector: (id) => id.toLowerCase() }),
});

/** The `identity` of a body; absent or `None` where there is none. */
export function identityOf({ hasSystem, users }: Identities, says: boolean): JsonObject | undefined {
  const kinds = [...(hasSystem ? ["SystemAssigned"] : []), ...(users.length > 0 ? ["UserAssigned"] : [])];
  if (kinds.length === 0) return says ? { type: "None" } : undefined;
  const userAssignedIdentities = Object.fromEntries(users.map((id) => [id, {}]));
  return { type: kinds.join(","), ...(users.length > 0 ? { userAssignedIdentities } : {}) };
}

/** What settings and credentials call these identities. */
export const namesOf = ({ hasSystem, users }: Identities): readonly string[] => [
  ...(hasSystem ? ["system"] : []),
  ...users,
];

export interface SettingChoice {
  readonly isListed: boolean;
  readonly lifecycle: "None" | "Main" | undefined;
  readonly spell: (text: string) => string;
}

/** How the author treats each of the identities in turn. */
export const settingChoices: fc.Arbitrary<readonly SettingChoice[]> = fc.array(
  fc.record({
    isListed: fc.boolean(),
    lifecycle: fc.constantFrom("None", "Main", undefined),
    spell: respell,
  }),
  { minLength: 4, maxLength: 4 },
);

export function settingsOf(all: Identities, choices: readonly SettingChoice[]): readonly JsonObject[] {
  return namesOf(all).flatMap((name, index) => {
    const choice = choices[index];
    if (!choice?.isListed) return [];
    const { lifecycle, spell } = choice;
    return [{ identity: spell(name), ...(lifecycle ? { lifecycle } : {}) }];
  });
}
