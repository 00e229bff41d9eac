import fc from "fast-check";
import type { JsonObject } from "../../src/shared/json.ts";
import { type ContainerDraft, containerOf, containers, pick, REGISTRIES } from "./container.ts";
import {
  armId,
  type Identities,
  namesOf,
  type SettingChoice,
  settingChoices,
  settingsOf,
} from "./identities.ts";
import { label, oddName, respell } from "./texts.ts";

const READY_SESSIONS_MAX = 1000;

/** Some are kept ready, and there may be more than that. */
const scaleConfiguration = fc
  .record({ ready: fc.integer({ min: 1, max: READY_SESSIONS_MAX }), more: fc.integer({ min: 1, max: 1000 }) })
  .map(({ ready, more }) => ({ maxConcurrentSessions: ready + more, readySessionInstances: ready }));

const secret = fc
  .record({
    name: label,
    vault: label,
    inVault: oddName,
    version: fc.option(fc.stringMatching(/^[0-9a-f]{32}$/), { nil: undefined }),
  })
  .map(({ name, vault, inVault, version }) => ({
    name,
    keyVaultSecret: `https://${vault}.vault.azure.net/secrets/${inVault}${version ? `/${version}` : ""}`,
  }));

const secretsOrNone = (hasSecrets: boolean) =>
  hasSecrets
    ? fc.option(fc.uniqueArray(secret, { maxLength: 3, selector: ({ name }) => name }), { nil: undefined })
    : fc.constant(undefined);

/** How images are pulled, before it is known whom the pool can pull as. */
interface PullDraft {
  readonly server: string;
  readonly username: string;
  readonly byIdentity: boolean;
  readonly number: number;
  readonly spell: (text: string) => string;
}

const pull: fc.Arbitrary<PullDraft> = fc.record({
  server: fc.constantFrom(...REGISTRIES),
  username: oddName,
  byIdentity: fc.boolean(),
  number: fc.nat(),
  spell: respell,
});

interface Parts {
  readonly environmentId: string;
  readonly scaleConfiguration: JsonObject;
  readonly secrets: readonly { readonly name: string; readonly keyVaultSecret: string }[] | undefined;
  readonly containers: readonly ContainerDraft[];
  readonly targetPort: number;
  readonly pull: PullDraft | undefined;
  readonly settings: readonly SettingChoice[] | undefined;
}

/** The properties that only pools of custom containers have. */
export function customProperties(all: Identities, hasSecrets: boolean): fc.Arbitrary<JsonObject> {
  const parts: fc.Arbitrary<Parts> = fc.record({
    environmentId: armId("Microsoft.App/managedEnvironments"),
    scaleConfiguration,
    secrets: secretsOrNone(hasSecrets),
    containers,
    targetPort: fc.integer({ min: 1, max: 65_535 }),
    pull: fc.option(pull, { nil: undefined }),
    settings: fc.option(settingChoices, { nil: undefined }),
  });
  return parts.map((drawn) => compose(all, drawn));
}

function compose(all: Identities, parts: Parts): JsonObject {
  const secrets = (parts.secrets ?? []).map(({ name }) => name);
  const registryCredentials = parts.pull && credentialsOf(parts.pull, namesOf(all), secrets);
  return {
    environmentId: parts.environmentId,
    scaleConfiguration: parts.scaleConfiguration,
    ...(parts.secrets ? { secrets: parts.secrets } : {}),
    customContainerTemplate: {
      containers: parts.containers.map((container) => containerOf(container, secrets)),
      ingress: { targetPort: parts.targetPort },
      ...(registryCredentials ? { registryCredentials } : {}),
    },
    ...(parts.settings ? { managedIdentitySettings: settingsOf(all, parts.settings) } : {}),
  };
}

/** By an identity or by a password, whichever there is; `undefined` if the pool has neither. */
function credentialsOf(
  { server, username, byIdentity, number, spell }: PullDraft,
  identities: readonly string[],
  secrets: readonly string[],
): JsonObject | undefined {
  const identity = pick(identities, number);
  const passwordSecretRef = pick(secrets, number);
  if (identity !== undefined && (byIdentity || passwordSecretRef === undefined))
    return { server, identity: spell(identity) };
  return passwordSecretRef === undefined ? undefined : { server, username, passwordSecretRef };
}
