import { ManagedIdentityCredential, type TokenCredential } from "@azure/identity";

// A static import, in a file that is itself imported late: the bundler leaves out all other ways to get a token.

/** The app's managed identity; without a client id, the system-assigned one. */
export function createManagedIdentity(clientId: string | undefined): TokenCredential {
  return new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
}
