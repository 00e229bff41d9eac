import type { Source } from "./documents/source.ts";
import { parseEndpoint } from "./shared/endpoint.ts";
import { Secret } from "./shared/secret.ts";
import { parseSources, SOURCES_EXAMPLE } from "./source-settings.ts";

export interface Config {
  readonly sources: readonly Source[];
  /** The present secret first, then the one being rotated out. */
  readonly webhookSecrets: readonly Secret[];
  readonly github: { readonly apiUrl: string; readonly auth: GitHubAuth };
  readonly armEndpoint: string;
  /** What stands in for all key vaults, with `{vault}` for the vault's name; `undefined` in Azure. */
  readonly keyVaultEndpoint: string | undefined;
  /** Id of the key in Azure Key Vault that signs the audit's manifests; `undefined`: they are not signed. */
  readonly auditSigningKey: string | undefined;
  readonly storage: StorageConnection;
  /** Client id of the user-assigned identity; `undefined` is the system-assigned one. */
  readonly identityClientId: string | undefined;
}

export type GitHubAuth =
  | { readonly kind: "token"; readonly token: Secret }
  | { readonly kind: "app"; readonly appId: string; readonly privateKey: Secret };

export type StorageConnection =
  | { readonly kind: "connectionString"; readonly connectionString: Secret }
  | { readonly kind: "identity"; readonly blobServiceUri: string; readonly queueServiceUri: string };

export type Environment = { readonly [name: string]: string | undefined };

/** Says every problem of the settings at once. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `poolkeeper can't start, its settings have ${problems.length === 1 ? "a problem" : "problems"}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
    this.problems = problems;
  }
}

/** Reads the settings of README.md, or throws a ConfigError with all that is wrong with them. */
export function readConfig(environment: Environment): Config {
  const reader = new Reader(environment);
  const config: Config = {
    sources: readSources(reader),
    webhookSecrets: readWebhookSecrets(reader),
    github: {
      apiUrl: reader.endpoint("GITHUB_API_URL", "https://api.github.com"),
      auth: readGitHubAuth(reader),
    },
    armEndpoint: reader.endpoint("ARM_ENDPOINT", "https://management.azure.com"),
    keyVaultEndpoint: reader.keyVaultEndpoint("KEY_VAULT_ENDPOINT"),
    auditSigningKey: reader.key("AUDIT_SIGNING_KEY"),
    storage: readStorage(reader),
    identityClientId: reader.optional("AZURE_CLIENT_ID"),
  };
  // The host resolves these by itself, and says little when they are missing.
  reader.schedule("POLL_SCHEDULE", "0 */5 * * * *");
  reader.schedule("SNAPSHOT_SCHEDULE", "0 0 * * * *");
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

/** `7`, `*`, `1-5`, `MON-FRI`, each with or without a step such as `/5`. */
const NCRONTAB_PART = String.raw`(\*|(\d{1,2}|[a-z]{3,9})(-(\d{1,2}|[a-z]{3,9}))?)(/\d{1,2})?`;
const NCRONTAB_FIELD = `${NCRONTAB_PART}(,${NCRONTAB_PART})*`;
/** The field for the seconds may be left out. */
const NCRONTAB = new RegExp(String.raw`^${NCRONTAB_FIELD}(\s+${NCRONTAB_FIELD}){4,5}$`, "i");
/** What a connection string can't be without: an account by its name or its address, or Azurite. */
const CONNECTION_STRING = /(^|;)\s*(AccountName=[^;]|BlobEndpoint=[^;]|UseDevelopmentStorage=true)/i;

/** With a version or without, in a vault or a managed HSM of any cloud. */
const KEY = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+\/keys\/[A-Za-z0-9-]{1,127}(\/[0-9a-f]{32})?$/;

/** What a setting holds while Azure has not read the secret that it names. Anybody can write it: it is no secret. */
const UNREAD_REFERENCE = "@Microsoft.KeyVault(";

class Reader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  optional(name: string): string | undefined {
    const value = this.#environment[name]?.trim() || undefined;
    if (!value?.startsWith(UNREAD_REFERENCE)) return value;
    this.#note(
      `${name} names a secret that Azure could not read: put it into the key vault, and give the identity the role Key Vault Secrets User there`,
    );
    return value;
  }

  /** An empty text stands for what is missing: the problem is noted, and the config is never returned. */
  required(name: string, what: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problems.push(`${name} is missing: ${what}`);
    return value ?? "";
  }

  /** Of a service that our token is sent to, without a slash at the end. A missing one is `fallback`. */
  endpoint(name: string, fallback: string): string {
    return this.#checkEndpoint(name, this.optional(name) ?? fallback, fallback);
  }

  requiredEndpoint(name: string, example: string): string {
    const value = this.required(name, `a URL such as ${example}`);
    return value === "" ? value : this.#checkEndpoint(name, value, example);
  }

  key(name: string): string | undefined {
    const value = this.optional(name);
    if (value !== undefined && !KEY.test(value))
      this.problems.push(
        `${name} is no id of a key: write one such as https://contoso.vault.azure.net/keys/audit`,
      );
    return value;
  }

  /** Of the service that stands in for all key vaults, with `{vault}` where a vault's name belongs. */
  keyVaultEndpoint(name: string): string | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    const example = "https://localhost:8443/{vault}";
    if (!value.includes("{vault}")) {
      this.problems.push(`${name} does not say where a vault's name belongs: write one such as ${example}`);
      return value;
    }
    this.#checkEndpoint(name, value.replaceAll("{vault}", "vault"), example);
    return value.replace(/\/+$/, "");
  }

  schedule(name: string, example: string): void {
    const value = this.required(name, `an NCRONTAB expression such as "${example}"`);
    if (value !== "" && !NCRONTAB.test(value))
      this.problems.push(`${name} is not an NCRONTAB expression: write one such as "${example}"`);
  }

  /** Once, however often the setting is looked at. */
  #note(problem: string): void {
    if (!this.problems.includes(problem)) this.problems.push(problem);
  }

  #checkEndpoint(name: string, value: string, example: string): string {
    const endpoint = parseEndpoint(value);
    if (endpoint === undefined)
      this.problems.push(
        `${name} is not a URL that a token may be sent to: write one such as ${example}, with https`,
      );
    return endpoint ?? value;
  }
}

function readWebhookSecrets(reader: Reader): Secret[] {
  const present = reader.required("GITHUB_WEBHOOK_SECRET", "the secret that the webhook on GitHub was given");
  const previous = reader.optional("GITHUB_WEBHOOK_SECRET_PREVIOUS");
  return [present, ...(previous ? [previous] : [])].map((secret) => new Secret(secret));
}

function readGitHubAuth(reader: Reader): GitHubAuth {
  const token = reader.optional("GITHUB_TOKEN");
  const appId = reader.optional("GITHUB_APP_ID");
  const privateKey = reader.optional("GITHUB_APP_PRIVATE_KEY");
  if (token && (appId || privateKey)) {
    reader.problems.push("GITHUB_TOKEN and GITHUB_APP_ID are both set: choose one");
  }
  if (appId && privateKey) {
    // A PEM in one line, as settings often carry it.
    return { kind: "app", appId, privateKey: new Secret(privateKey.replaceAll("\\n", "\n")) };
  }
  if (!token) {
    const missing = appId
      ? "GITHUB_APP_PRIVATE_KEY is missing: the key of the GitHub App in GITHUB_APP_ID"
      : "GITHUB_TOKEN is missing: a token, or GITHUB_APP_ID with GITHUB_APP_PRIVATE_KEY";
    reader.problems.push(missing);
  }
  return { kind: "token", token: new Secret(token ?? "") };
}

function readSources(reader: Reader): readonly Source[] {
  const text = reader.required("POOLKEEPER_SOURCES", `JSON such as ${SOURCES_EXAMPLE}`);
  if (text === "") return [];
  const { sources, problems } = parseSources(text);
  reader.problems.push(...problems.map((problem) => `POOLKEEPER_SOURCES${problem}`));
  return sources;
}

function readStorage(reader: Reader): StorageConnection {
  const connectionString = reader.optional("PoolkeeperStorage");
  if (connectionString) {
    if (!CONNECTION_STRING.test(connectionString))
      reader.problems.push(
        "PoolkeeperStorage is not a connection string: copy one from the storage account's access keys",
      );
    return { kind: "connectionString", connectionString: new Secret(connectionString) };
  }
  const blobServiceUri = reader.optional("PoolkeeperStorage__blobServiceUri");
  const queueServiceUri = reader.optional("PoolkeeperStorage__queueServiceUri");
  if (!blobServiceUri && !queueServiceUri) {
    reader.problems.push(
      "PoolkeeperStorage is missing: set PoolkeeperStorage__blobServiceUri and PoolkeeperStorage__queueServiceUri, or a connection string",
    );
    return { kind: "identity", blobServiceUri: "", queueServiceUri: "" };
  }
  return {
    kind: "identity",
    blobServiceUri: reader.requiredEndpoint(
      "PoolkeeperStorage__blobServiceUri",
      "https://{account}.blob.core.windows.net",
    ),
    queueServiceUri: reader.requiredEndpoint(
      "PoolkeeperStorage__queueServiceUri",
      "https://{account}.queue.core.windows.net",
    ),
  };
}
