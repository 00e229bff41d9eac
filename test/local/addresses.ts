/** All that a script needs to know of a running cloud: the line of JSON that `npm start -- --json` prints. */
export interface CloudAddresses {
  readonly webhookUrl: string;
  /** Can be cloned and pushed to. */
  readonly gitUrl: string;
  readonly githubApiUrl: string;
  readonly armEndpoint: string;
  /** With `{vault}` where a vault's name belongs. */
  readonly keyVaultEndpoint: string;
  readonly identityEndpoint: string;
  /** A connection string for onlookers. */
  readonly storage: string;
  /** The certificate to trust. */
  readonly caFile: string;
  readonly webhookSecret: string;
  readonly controlUrl: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly repository: string;
  readonly branch: string;
  readonly directory: string;
}

/** What has which port, counted from the first. */
export const PORTS = [
  "webhook",
  "control",
  "arm",
  "identity",
  "github",
  "blobs",
  "queues",
  "keyvault",
] as const;

/** Which port something gets: 0, a free one, if no first port is given. */
export function portOf(of: (typeof PORTS)[number], first: number | undefined): number {
  return first === undefined ? 0 : first + PORTS.indexOf(of);
}
