import type { TokenCredential } from "@azure/identity";
import type { Secret } from "../shared/secret.ts";

export type StorageAccount =
  | { readonly kind: "connectionString"; readonly connectionString: Secret }
  | {
      readonly kind: "identity";
      readonly blobServiceUri: string;
      readonly queueServiceUri: string;
      readonly credential: TokenCredential;
    };

// Waiting belongs to the queue: a busy service ends the step.
export const CLIENT_OPTIONS = {
  retryOptions: { maxTries: 1 },
  userAgentOptions: { userAgentPrefix: "poolkeeper" },
};
