import { quote } from "../quote.ts";
import { containersOf } from "./each-container.ts";
import { isCustom, isInterpreter } from "./kind.ts";
import { repeated } from "./repeated.ts";
import type { Rule, SoundPool } from "./rule.ts";

const SECRETS = "/properties/secrets";
const TEMPLATE = "/properties/customContainerTemplate";
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
/** More names in one message are not read. */
const NAMES_SHOWN_MAX = 5;

/** Which secrets there are, and who asks for them. */
export const SECRETS_RULES: readonly Rule[] = [
  {
    code: "pool/secret-ref",
    severity: "error",
    demand: "each `secretRef` and `passwordSecretRef` names one of the pool's `secrets`",
    source: "the official OpenAPI; a container can't start without its secrets",
    restsOn: [SECRETS],
    check: (pool) => {
      const names = secretNames(pool);
      const known = new Set(names);
      return referencesIn(pool).flatMap(({ name, pointer }) => {
        if (known.has(name)) return [];
        // What stands here may be a secret's value that went astray, so it is not repeated.
        const property = pointer.slice(pointer.lastIndexOf("/") + 1);
        const advice =
          known.size === 0
            ? "write secrets with name and keyVaultSecret first"
            : `the pool has ${listed([...known])}`;
        return [{ pointer, message: `${property} names none of the pool's secrets: ${advice}` }];
      });
    },
  },
  {
    code: "pool/secret-unused",
    severity: "warning",
    demand: "each of the `secrets` is named by a `secretRef` or a `passwordSecretRef`",
    source: "sessions can't see a secret that nothing refers to",
    restsOn: [TEMPLATE, "/properties/containerType", SECRETS],
    check: (pool) => {
      const used = new Set(referencesIn(pool).map(({ name }) => name));
      const repetitions = new Set(repeated(secretNames(pool)));
      return secretNames(pool).flatMap((name, index) => {
        if (name === undefined || used.has(name) || repetitions.has(index)) return [];
        const advice = isInterpreter(pool)
          ? "only custom containers can, so take it out"
          : "take it out, or name it in a secretRef";
        const message = `nothing refers to the secret ${quote(name)}: ${advice}`;
        return [{ pointer: `${SECRETS}/${index}/name`, message }];
      });
    },
  },
  {
    code: "pool/secret-name",
    severity: "warning",
    demand:
      "names of `secrets` are of lower-case letters, digits, hyphens and dots, with a letter or digit at each end",
    source: "the same service's rule for container apps; none is documented for pools, so it is no error",
    check: (pool) =>
      secretNames(pool).flatMap((name, index) => {
        if (name === undefined || NAME.test(name)) return [];
        const message =
          "names of secrets are known to work with lower-case letters, digits, hyphens and dots, a letter or digit first and last: write one such as api-key";
        return [{ pointer: `${SECRETS}/${index}/name`, message }];
      }),
  },
  {
    code: "pool/secret-duplicate",
    severity: "error",
    demand: "no two of the `secrets` have the same `name`",
    source: "the official OpenAPI: the name identifies a secret (x-ms-identifiers)",
    check: (pool) => {
      const names = secretNames(pool);
      return repeated(names).map((index) => ({
        pointer: `${SECRETS}/${index}/name`,
        message: `the secret ${quote(names[index] ?? "")} is there before already: take one out, or give it another name`,
      }));
    },
  },
];

function secretNames({ properties }: SoundPool): readonly (string | undefined)[] {
  return (properties?.secrets ?? []).map(({ name }) => name);
}

interface Reference {
  readonly name: string;
  readonly pointer: string;
}

function referencesIn(pool: SoundPool): readonly Reference[] {
  const inEnv = containersOf(pool).flatMap(({ container: { env = [] }, pointer }) =>
    env.map(({ secretRef }, index) => ({ name: secretRef, pointer: `${pointer}/env/${index}/secretRef` })),
  );
  const password = isCustom(pool)
    ? pool.properties?.customContainerTemplate?.registryCredentials?.passwordSecretRef
    : undefined;
  const all = [...inEnv, { name: password, pointer: `${TEMPLATE}/registryCredentials/passwordSecretRef` }];
  return all.flatMap(({ name, pointer }) => (name === undefined ? [] : [{ name, pointer }]));
}

function listed(names: readonly (string | undefined)[]): string {
  const shown = names.slice(0, NAMES_SHOWN_MAX).map((name) => quote(name ?? ""));
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
