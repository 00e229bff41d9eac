import type { HttpClient } from "@azure/core-rest-pipeline";
import type { KeyVaultSecret, SecretClient, SecretClientOptions } from "@azure/keyvault-secrets";
import type { SecretReference } from "../pool/secrets.ts";
import type { Clock, Secrets, SecretVersion } from "../ports.ts";
import { Busy, type Failure, NotYet, Refused } from "../shared/failures.ts";
import { Secret } from "../shared/secret.ts";
import { toIso } from "../shared/time.ts";
import { classify, describeSecret, toFailure, type VaultAnswer } from "./failures.ts";

export interface KeyVaultSettings {
  readonly credential: ConstructorParameters<typeof SecretClient>[1];
  readonly clock: Clock;
  readonly userAgent: string;
  /** What stands in for all vaults, with `{vault}` for a vault's name. Without it, each has its own host. */
  readonly endpoint?: string | undefined;
  /** Sends the requests; by the network, if left out. */
  readonly httpClient?: HttpClient;
}

/** Key Vault answers within a second or not at all. */
const CALL_TIMEOUT_MS = 30_000;

/** Azure Key Vault by its own client, which is loaded when the first secret is read. */
export function createSecrets(settings: KeyVaultSettings): Secrets {
  /** As many as the settings name vaults. Each keeps the token that its vault asked for. */
  const clients = new Map<string, Promise<SecretClient>>();

  function clientOf(vault: string): Promise<SecretClient> {
    const client = clients.get(vault) ?? connect(vault, settings);
    clients.set(vault, client);
    return client;
  }

  return {
    async read(reference) {
      const client = await clientOf(reference.vault);
      const secret = await call(client, reference, settings.clock);
      return usable(secret, reference, settings.clock.now());
    },
  };
}

async function connect(
  vault: string,
  { endpoint, credential, userAgent, httpClient }: KeyVaultSettings,
): Promise<SecretClient> {
  const options: SecretClientOptions = {
    // Waiting belongs to the queue, and the token goes to nobody else.
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: userAgent },
    // A vault asks for a token for its own domain, which a stand-in is not in.
    disableChallengeResourceVerification: endpoint !== undefined,
    ...(httpClient && { httpClient }),
  };
  const { SecretClient } = await import("@azure/keyvault-secrets");
  const name = vault.split(".", 1)[0] ?? "";
  const url = endpoint === undefined ? `https://${vault}` : endpoint.replaceAll("{vault}", name);
  return new SecretClient(url, credential, options);
}

/** What goes wrong is told by the answer: the client's own errors repeat whole bodies. */
async function call(client: SecretClient, reference: SecretReference, clock: Clock): Promise<KeyVaultSecret> {
  let answer: VaultAnswer | undefined;
  try {
    return await client.getSecret(reference.name, {
      ...(reference.version && { version: reference.version }),
      abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      onResponse: (response) => {
        answer = response;
      },
    });
  } catch (error) {
    if (answer === undefined) throw toFailure(error, reference);
    throw answer.status === 200 ? malformed(reference) : classify(answer, reference, clock.now());
  }
}

/** Key Vault hands out what has expired or is not valid yet: that its owner said so is for us to see. */
function usable(
  { value, properties }: KeyVaultSecret,
  reference: SecretReference,
  nowMs: number,
): SecretVersion {
  const { version, expiresOn, notBefore } = properties;
  if (value === undefined || !version) throw malformed(reference);
  const what = describeSecret(reference);
  if (expiresOn && expiresOn.getTime() <= nowMs) {
    const message = `${what} expired on ${toIso(expiresOn.getTime())}`;
    throw new Refused({ code: "SecretExpired", message });
  }
  if (notBefore && notBefore.getTime() > nowMs) {
    const message = `${what} is not valid before ${toIso(notBefore.getTime())}`;
    throw new NotYet({ code: "SecretNotYetValid", message });
  }
  return { version: version.toLowerCase(), value: new Secret(value) };
}

function malformed(reference: SecretReference): Failure {
  const message = `Key Vault answered for ${describeSecret(reference)} with what is no secret`;
  return new Busy({ code: "MalformedAnswer", message });
}
