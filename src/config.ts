import type { Source } from "./documents/source.ts";
import { groupKey, parseGroupPath, type ResourceGroup } from "./pool/id.ts";
import { isObject, parseJson } from "./shared/json.ts";
import { Secret } from "./shared/secret.ts";

export interface Config {
  readonly sources: readonly Source[];
  /** The present secret first, then the one being rotated out. */
  readonly webhookSecrets: readonly Secret[];
  readonly github: { readonly apiUrl: string; readonly auth: GitHubAuth };
  readonly armEndpoint: string;
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

/** Reads the settings of ARCHITECTURE.md, or throws a ConfigError with all that is wrong with them. */
export function readConfig(environment: Environment): Config {
  const reader = new Reader(environment);
  const config: Config = {
    sources: readSources(reader),
    webhookSecrets: readWebhookSecrets(reader),
    github: {
      apiUrl: reader.url("GITHUB_API_URL", "https://api.github.com"),
      auth: readGitHubAuth(reader),
    },
    armEndpoint: reader.url("ARM_ENDPOINT", "https://management.azure.com"),
    storage: readStorage(reader),
    identityClientId: reader.optional("AZURE_CLIENT_ID"),
  };
  // The host resolves these by itself, and says little when they are missing.
  reader.required("POLL_SCHEDULE", 'an NCRONTAB expression such as "0 */5 * * * *"');
  reader.required("SNAPSHOT_SCHEDULE", 'an NCRONTAB expression such as "0 0 * * * *"');
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

class Reader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  optional(name: string): string | undefined {
    return this.#environment[name]?.trim() || undefined;
  }

  /** An empty text stands for what is missing: the problem is noted, and the config is never returned. */
  required(name: string, what: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problems.push(`${name} is missing: ${what}`);
    return value ?? "";
  }

  /** Without a slash at the end. A missing one is `fallback`. */
  url(name: string, fallback: string): string {
    return this.#checkUrl(name, this.optional(name) ?? fallback, fallback);
  }

  requiredUrl(name: string, example: string): string {
    const value = this.required(name, `a URL such as ${example}`);
    return value === "" ? value : this.#checkUrl(name, value, example);
  }

  #checkUrl(name: string, value: string, example: string): string {
    if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
      this.problems.push(`${name} is not a URL: write one such as ${example}`);
    }
    return value.replace(/\/+$/, "");
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

function readStorage(reader: Reader): StorageConnection {
  const connectionString = reader.optional("PoolkeeperStorage");
  if (connectionString) return { kind: "connectionString", connectionString: new Secret(connectionString) };
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
    blobServiceUri: reader.requiredUrl(
      "PoolkeeperStorage__blobServiceUri",
      "https://{account}.blob.core.windows.net",
    ),
    queueServiceUri: reader.requiredUrl(
      "PoolkeeperStorage__queueServiceUri",
      "https://{account}.queue.core.windows.net",
    ),
  };
}

const SOURCES_EXAMPLE =
  '[{"repository":"contoso/pools","branch":"main","directory":"pools","resourceGroups":["/subscriptions/…/resourceGroups/rg"]}]';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const REPOSITORY = /^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/;
/** Not `refs/heads/main`, which would be another branch. */
const BRANCH = /^(?!refs\/)[^\s~^:?*[\\]+$/;
/** Git knows no `.`, `..` or empty names on the way. */
const DIRECTORY = /^(?!\.{1,2}(\/|$))[^/\\]+(\/(?!\.{1,2}(\/|$))[^/\\]+)*$/;
const DELETIONS_MAX = 5;
const PROPERTIES = [
  "name",
  "repository",
  "branch",
  "directory",
  "resourceGroups",
  "removed",
  "drift",
  "deletionsMax",
];

function readSources(reader: Reader): Source[] {
  const text = reader.required("POOLKEEPER_SOURCES", `JSON such as ${SOURCES_EXAMPLE}`);
  if (text === "") return [];
  const parsed = parseJson(text);
  if (!Array.isArray(parsed) || parsed.length === 0) {
    reader.problems.push(`POOLKEEPER_SOURCES is not a JSON list of sources: write ${SOURCES_EXAMPLE}`);
    return [];
  }
  const sources = parsed.map((source, index) => readSource(reader, source, `POOLKEEPER_SOURCES[${index}]`));
  refuseTwins(reader, sources);
  return sources;
}

function readSource(reader: Reader, value: unknown, at: string): Source {
  const say = (problem: string): void => void reader.problems.push(`${at}${problem}`);
  const source = isObject(value) ? value : {};
  if (!isObject(value)) say(` is not an object: write ${SOURCES_EXAMPLE}`);
  for (const property of Object.keys(source)) {
    if (!PROPERTIES.includes(property)) say(`.${property} is unknown: a source has ${PROPERTIES.join(", ")}`);
  }
  const text = (property: string, fallback: string): string => {
    const found = source[property] ?? fallback;
    if (typeof found === "string") return found;
    say(`.${property} is not a text`);
    return fallback;
  };
  const oneOf = <T extends string>(property: string, values: readonly [T, ...T[]]): T => {
    const found = text(property, values[0]);
    const known = values.find((candidate) => candidate === found);
    if (!known) say(`.${property} is "${found}": write ${values.join(" or ")}`);
    return known ?? values[0];
  };
  const repository = text("repository", "");
  if (!REPOSITORY.test(repository)) say(`.repository is "${repository}": write owner/name`);
  const [owner = "", repositoryName = ""] = repository.split("/");
  const name = text("name", repositoryName);
  if (repositoryName && !NAME.test(name))
    say(`.name is "${name}": use letters, digits, dots and hyphens, 63 at most`);
  const branch = text("branch", "main");
  if (!BRANCH.test(branch)) say(`.branch is "${branch}": write its name alone, such as main`);
  const directory = text("directory", "").replace(/^\/+|\/+$/g, "");
  if (directory !== "" && !DIRECTORY.test(directory))
    say(`.directory is "${directory}": write its path from the repository's root, such as config/pools`);
  const deletionsMax = source.deletionsMax ?? DELETIONS_MAX;
  if (!Number.isInteger(deletionsMax) || Number(deletionsMax) < 0) say(".deletionsMax is not a whole number");
  return {
    name,
    repository: { owner, name: repositoryName },
    branch,
    directory,
    resourceGroups: readGroups(source.resourceGroups, say),
    removed: oneOf("removed", ["keep", "delete"]),
    drift: oneOf("drift", ["report", "correct"]),
    deletionsMax: Number(deletionsMax),
  };
}

function readGroups(value: unknown, say: (problem: string) => void): ResourceGroup[] {
  const example = "/subscriptions/{id}/resourceGroups/{name}";
  if (!Array.isArray(value) || value.length === 0) {
    say(`.resourceGroups is not a list of resource groups: write ["${example}"]`);
    return [];
  }
  const groups = value.flatMap((path, index) => {
    const group = typeof path === "string" ? parseGroupPath(path) : undefined;
    if (!group) say(`.resourceGroups[${index}] is not the id of a resource group: write ${example}`);
    return group ? [group] : [];
  });
  return each(groups);
}

/** Names are compared without case: they become names of blobs and of commit statuses. */
function refuseTwins(reader: Reader, sources: readonly Source[]): void {
  const seen = new Map<string, number>();
  sources.forEach((source, index) => {
    const key = source.name.toLowerCase();
    const twin = seen.get(key);
    if (twin !== undefined && key !== "") {
      reader.problems.push(
        `POOLKEEPER_SOURCES[${index}] and [${twin}] are both named "${source.name}": give each a "name" of its own`,
      );
    }
    seen.set(key, index);
  });
}

/** Every resource group that any source names, once. */
export function followedGroups(sources: readonly Source[]): readonly ResourceGroup[] {
  return each(sources.flatMap((source) => source.resourceGroups));
}

/** However often it is named, and however it is spelled. */
function each(groups: readonly ResourceGroup[]): ResourceGroup[] {
  return [...new Map(groups.map((group) => [groupKey(group), group])).values()];
}
