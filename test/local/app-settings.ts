import type { Azurite } from "./azurite.ts";

/** What the app in the local cloud is set up for. */
export const SUBSCRIPTION_ID = "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";
export const RESOURCE_GROUP = "rg";
export const REPOSITORY = { owner: "contoso", name: "session-pools" } as const;
export const BRANCH = "main";
export const DIRECTORY = "pools";
/** The key vault that specs may take secrets from. */
export const KEY_VAULT = "contoso";
/** The key in that vault that signs the audit's manifests. */
export const SIGNING_KEY = "audit";
/** The user-assigned identity that the app runs as. */
export const CLIENT_ID = "5e0f2d3a-6a43-4b4e-9a52-0c8a6f8f5b11";

/** The schedule of a timer that fires only when it is told to: February 30th. */
export const NEVER = "0 0 0 30 2 *";

/** What the settings point to. */
export interface Surroundings {
  readonly azurite: Pick<Azurite, "blobEndpoint" | "queueEndpoint">;
  readonly identity: { readonly endpoint: string; readonly header: string };
  readonly arm: { readonly endpoint: string };
  readonly keyVault: { readonly endpoint: string };
  readonly github: { readonly apiUrl: string };
  readonly secrets: { readonly token: string; readonly webhook: string };
  readonly caFile: string;
}

const SOURCES = [
  {
    repository: `${REPOSITORY.owner}/${REPOSITORY.name}`,
    branch: BRANCH,
    directory: DIRECTORY,
    resourceGroups: [`/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${RESOURCE_GROUP}`],
    keyVaults: [KEY_VAULT],
  },
];

/** The app's settings, all of which it has in Azure too, but for the certificate to trust. */
export function appSettings(at: Surroundings): { readonly [name: string]: string } {
  return {
    AZURE_CLIENT_ID: CLIENT_ID,
    IDENTITY_ENDPOINT: at.identity.endpoint,
    IDENTITY_HEADER: at.identity.header,
    PoolkeeperStorage__blobServiceUri: at.azurite.blobEndpoint,
    PoolkeeperStorage__queueServiceUri: at.azurite.queueEndpoint,
    PoolkeeperStorage__credential: "managedidentity",
    PoolkeeperStorage__clientId: CLIENT_ID,
    ARM_ENDPOINT: at.arm.endpoint,
    KEY_VAULT_ENDPOINT: at.keyVault.endpoint,
    AUDIT_SIGNING_KEY: `https://${KEY_VAULT}.vault.azure.net/keys/${SIGNING_KEY}`,
    GITHUB_API_URL: at.github.apiUrl,
    GITHUB_TOKEN: at.secrets.token,
    GITHUB_WEBHOOK_SECRET: at.secrets.webhook,
    POOLKEEPER_SOURCES: JSON.stringify(SOURCES),
    POLL_SCHEDULE: "0 */1 * * * *", // five minutes in Azure: here, what heals by the poll should be watched
    SNAPSHOT_SCHEDULE: "0 0 * * * *",
    NODE_EXTRA_CA_CERTS: at.caFile,
  };
}
