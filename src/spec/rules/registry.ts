import { imageMistake, isHost, registryOf } from "../image.ts";
import { containersOf } from "./each-container.ts";
import { isSystem, namesIdentity, ownedBy } from "./identities.ts";
import { isCustom } from "./kind.ts";
import type { Finding, Rule, SoundPool } from "./rule.ts";

const CREDENTIALS = "/properties/customContainerTemplate/registryCredentials";

/** How images are pulled. */
export const REGISTRY: readonly Rule[] = [
  {
    code: "pool/registry-server",
    severity: "error",
    demand: "`registryCredentials` has a `server`",
    source: "Microsoft's CLI asks for it with any credentials",
    check: (pool) => {
      const credentials = credentialsOf(pool);
      if (!credentials || credentials.server !== undefined) return [];
      const message =
        "server is missing in registryCredentials: write the registry's host name, such as contoso.azurecr.io";
      return [{ pointer: `${CREDENTIALS}/server`, message }];
    },
  },
  {
    code: "pool/registry-host",
    severity: "warning",
    demand: "`registryCredentials.server` is a host name alone",
    source: "the REST page's samples, and images, which begin with it; nothing else is known to work",
    check: (pool) => {
      const server = credentialsOf(pool)?.server;
      if (server === undefined || isHost(server)) return [];
      const message =
        "server is known to work as the registry's host name alone: write one such as contoso.azurecr.io, without https:// and path";
      return [{ pointer: `${CREDENTIALS}/server`, message }];
    },
  },
  {
    code: "pool/registry-login",
    severity: "error",
    demand: "`registryCredentials` has `identity`, or `username` and `passwordSecretRef`, not both",
    source: "help text of Microsoft's CLI",
    restsOn: [CREDENTIALS],
    check: (pool) => {
      const credentials = credentialsOf(pool);
      return credentials ? checkLogin(credentials) : [];
    },
  },
  {
    code: "pool/registry-identity",
    severity: "warning",
    demand: "`registryCredentials.identity` is one that the pool has",
    source: "help text of Microsoft's CLI; a sample of the REST page does without, so it is no error",
    restsOn: ["/identity"],
    check: (pool) => {
      const identity = credentialsOf(pool)?.identity;
      if (identity === undefined || !namesIdentity(identity) || ownedBy(pool)(identity)) return [];
      const message = isSystem(identity)
        ? "the pool has no system-assigned identity to pull with: write identity.type with SystemAssigned"
        : "the pool does not have this identity, so it may not be able to pull: put its id into identity.userAssignedIdentities";
      return [{ pointer: `${CREDENTIALS}/identity`, message }];
    },
  },
  {
    code: "pool/registry-system",
    severity: "warning",
    demand: "`registryCredentials.identity` is not `system`",
    source:
      "users' reports: a new pool pulls before anybody can let its identity pull, and fails with a time-out",
    restsOn: ["/identity"],
    check: (pool) => {
      const identity = credentialsOf(pool)?.identity;
      if (identity === undefined || !isSystem(identity) || !ownedBy(pool)(identity)) return [];
      const message =
        "a new pool can't pull with system: its identity has no right to pull before the pool is there. Write the id of a user-assigned identity that has AcrPull already";
      return [{ pointer: `${CREDENTIALS}/identity`, message }];
    },
  },
  {
    code: "pool/registry-unused",
    severity: "warning",
    demand: "an `image` comes from `registryCredentials.server`",
    source: "credentials are for one registry",
    restsOn: ["/properties/customContainerTemplate"],
    check: (pool) => {
      const server = credentialsOf(pool)?.server?.toLowerCase();
      const images = containersOf(pool).flatMap(({ container }) => container.image ?? []);
      if (
        server === undefined ||
        images.length === 0 ||
        images.some((image) => imageMistake(image) !== undefined)
      )
        return [];
      const isUsed = images.some((image) => plainHost(registryOf(image)) === plainHost(server));
      if (isUsed) return [];
      const message =
        "no image comes from this server: write it before the image's name, or take registryCredentials out";
      return [{ pointer: `${CREDENTIALS}/server`, message }];
    },
  },
];

type Credentials = NonNullable<ReturnType<typeof credentialsOf>>;

function checkLogin({ identity, username, passwordSecretRef }: Credentials): readonly Finding[] {
  const hasUser = username !== undefined || passwordSecretRef !== undefined;
  if (identity !== undefined) {
    if (!hasUser) return [];
    const message =
      "registryCredentials has an identity and a user too: take out identity, or username and passwordSecretRef";
    return [{ pointer: `${CREDENTIALS}/identity`, message }];
  }
  if (!hasUser) {
    const message =
      "registryCredentials says nobody who pulls: write identity, or username and passwordSecretRef";
    return [{ pointer: CREDENTIALS, message }];
  }
  if (passwordSecretRef === undefined) {
    const message =
      "passwordSecretRef is missing beside username: write the name of the secret with the password";
    return [{ pointer: `${CREDENTIALS}/passwordSecretRef`, message }];
  }
  if (username !== undefined) return [];
  const message = "username is missing beside passwordSecretRef: write the registry's user";
  return [{ pointer: `${CREDENTIALS}/username`, message }];
}

/** Docker Hub has several names, and people write protocols. */
function plainHost(server: string): string {
  const host = server.replace(/^https?:\/\//, "").replace(/\/.*$/s, "");
  return /^(?:index|registry-1)\.docker\.io$/.test(host) ? "docker.io" : host;
}

function credentialsOf(pool: SoundPool) {
  return isCustom(pool) ? pool.properties?.customContainerTemplate?.registryCredentials : undefined;
}
