import { isList, isObject } from "../shared/json.ts";
import type { Secret } from "../shared/secret.ts";
import type { PoolBody } from "./body.ts";

/** As many as the schema of a spec allows. */
export const SECRETS_MAX = 100;

/** Where a secret's value is: in Azure Key Vault. */
export interface SecretReference {
  /** The vault's host in lower case, such as `contoso.vault.azure.net`. */
  readonly vault: string;
  readonly name: string;
  /** In lower case. Without one, the newest is meant, whichever that is when the pool is deployed. */
  readonly version?: string;
}

/** A secret as a spec has it. */
export interface WantedSecret {
  /** In the pool. */
  readonly name: string;
  readonly reference: SecretReference;
}

/** Which version of a secret a pool has: on record in place of the value, which never is. */
export interface DeployedSecret {
  readonly name: string;
  readonly version: string;
}

const REFERENCE = /^https:\/\/([^/]+)\/secrets\/([^/]+)(?:\/([^/]+))?$/;

/** As in the schema of a spec. */
const VAULT = /^([a-z][a-z0-9-]{1,22}[a-z0-9])(\.vault\.(?:azure\.net|azure\.cn|usgovcloudapi\.net))?$/;
const PUBLIC_SUFFIX = ".vault.azure.net";

/** The host of a vault in lower case, from its name, which stands for one in the public cloud, or from its host. */
export function parseVault(nameOrHost: string): string | undefined {
  const [, name, suffix = PUBLIC_SUFFIX] = VAULT.exec(nameOrHost.toLowerCase()) ?? [];
  return name === undefined ? undefined : `${name}${suffix}`;
}

/** The secrets that a body refers to, in the order of the spec. */
export function wantedSecrets({ properties: { secrets } }: PoolBody): readonly WantedSecret[] {
  if (!isList(secrets)) return [];
  if (secrets.length > SECRETS_MAX) throw new RangeError(`a pool with ${secrets.length} secrets`);
  return secrets.map((secret) => {
    const { name, keyVaultSecret } = isObject(secret) ? secret : {};
    const reference = typeof keyVaultSecret === "string" ? parseReference(keyVaultSecret) : undefined;
    // What stands there in its place is not repeated.
    if (typeof name !== "string" || !reference) throw new TypeError("a wanted secret without a reference");
    return { name, reference };
  });
}

function parseReference(text: string): SecretReference | undefined {
  const [, vault, name, version] = REFERENCE.exec(text) ?? [];
  if (!vault || !name) return undefined;
  return { vault: vault.toLowerCase(), name, ...(version && { version: version.toLowerCase() }) };
}

/** The hosts of the vaults that a body's secrets are in, each once. */
export function vaultsOf(body: PoolBody): readonly string[] {
  return [...new Set(wantedSecrets(body).map(({ reference }) => reference.vault))];
}

/** Whether a secret of the body means its newest version, so that a rotation is to be noticed. */
export function followsRotation(body: PoolBody): boolean {
  return wantedSecrets(body).some(({ reference }) => reference.version === undefined);
}

/** What is sent to ARM: every secret with its value, since ARM clears those that a PUT leaves out. */
export function withValues(
  body: PoolBody,
  secrets: readonly { readonly name: string; readonly value: Secret }[],
): PoolBody {
  if (secrets.length === 0) return body;
  const revealed = secrets.map(({ name, value }) => ({ name, value: value.reveal() }));
  return { ...body, properties: { ...body.properties, secrets: revealed } };
}

/** In a line of the log. */
const NAMES_SHOWN_MAX = 5;

/** `secrets changed: api-key, registry-password`. */
export function describeSecrets(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN_MAX).join(", ");
  const more = names.length - NAMES_SHOWN_MAX;
  return `secrets changed: ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}
