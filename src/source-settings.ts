import type { Source } from "./documents/source.ts";
import { groupMistake } from "./pool/group.ts";
import { eachGroup, groupKey, groupPath, parseGroupPath, type ResourceGroup } from "./pool/id.ts";
import { parseVault } from "./pool/secrets.ts";
import { isObject, parseJson } from "./shared/json.ts";

export interface ParsedSources {
  readonly sources: readonly Source[];
  readonly problems: readonly string[];
}

type Say = (problem: string) => void;

export const SOURCES_EXAMPLE =
  '[{"repository":"contoso/pools","branch":"main","directory":"pools","resourceGroups":["/subscriptions/…/resourceGroups/rg"]}]';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const REPOSITORY = /^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/;
/** Not `refs/heads/main`, which would be another branch. */
const BRANCH = /^(?!refs\/)[^\s~^:?*[\\]+$/;
/** Git knows no `.`, `..` or empty names on the way. */
const DIRECTORY = /^(?!\.{1,2}(\/|$))[^/\\]+(\/(?!\.{1,2}(\/|$))[^/\\]+)*$/;
const VAULT_EXPECTED =
  "write its name, such as contoso-secrets, or outside of Azure's public cloud its host, such as contoso-secrets.vault.azure.cn";
const DELETIONS_MAX = 5;
const PROPERTIES = [
  "name",
  "repository",
  "repositoryId",
  "branch",
  "directory",
  "resourceGroups",
  "keyVaults",
  "removed",
  "drift",
  "deletionsMax",
  "paused",
];

/** Reads the setting POOLKEEPER_SOURCES. The problems begin with their place in it. */
export function parseSources(text: string): ParsedSources {
  const parsed = parseJson(text);
  if (!Array.isArray(parsed) || parsed.length === 0)
    return { sources: [], problems: [` is not a JSON list of sources: write ${SOURCES_EXAMPLE}`] };
  const problems: string[] = [];
  const sources = parsed.map((source, index) =>
    parseSource(source, (problem) => void problems.push(`[${index}]${problem}`)),
  );
  return { sources, problems: [...problems, ...findTwins(sources), ...findShared(sources)] };
}

/** What one source says, and whom to tell what is wrong with it. */
interface Reading {
  readonly source: { readonly [property: string]: unknown };
  readonly say: Say;
}

/** What was written is not repeated: it may be a secret that went astray, such as a URL with a token in it. */
function parseSource(value: unknown, say: Say): Source {
  if (!isObject(value)) say(` is not an object: write ${SOURCES_EXAMPLE}`);
  const source = isObject(value) ? value : {};
  const reading = { source, say };
  for (const property of Object.keys(source)) {
    if (!PROPERTIES.includes(property)) say(`.${property} is unknown: a source has ${PROPERTIES.join(", ")}`);
  }
  return {
    ...parseRepository(reading),
    branch: parseBranch(reading),
    directory: parseDirectory(reading),
    deletionsMax: parseDeletionsMax(reading),
    paused: parsePaused(reading),
    resourceGroups: parseGroups(source.resourceGroups, say),
    keyVaults: parseVaults(source.keyVaults ?? [], say),
    removed: parseWord("removed", ["keep", "delete"], reading),
    drift: parseWord("drift", ["report", "correct"], reading),
  };
}

/** A source is called as its repository where it does not say how. */
function parseRepository(reading: Reading): Pick<Source, "name" | "repository" | "repositoryId"> {
  const { source, say } = reading;
  const repository = parseText("repository", "", reading);
  if (!REPOSITORY.test(repository)) say(".repository is not a name with its owner: write owner/name");
  const [owner = "", repositoryName = ""] = repository.split("/");
  const name = parseText("name", repositoryName, reading);
  if (repositoryName && !NAME.test(name))
    say(".name is no name: use letters, digits, dots, hyphens and underscores, 63 at most");
  const { repositoryId } = source;
  if (repositoryId !== undefined && !isRepositoryId(repositoryId))
    say(".repositoryId is not GitHub's number of the repository: write it without quotes");
  return {
    ...{ name, repository: { owner, name: repositoryName } },
    ...(isRepositoryId(repositoryId) && { repositoryId }),
  };
}

function parseBranch(reading: Reading): string {
  const branch = parseText("branch", "main", reading);
  if (!BRANCH.test(branch)) reading.say(".branch is no branch: write its name alone, such as main");
  return branch;
}

function parseDirectory(reading: Reading): string {
  const directory = parseText("directory", "", reading).replace(/^\/+|\/+$/g, "");
  if (directory !== "" && !DIRECTORY.test(directory))
    reading.say(
      ".directory is no directory: write its path from the repository's root, such as config/pools",
    );
  return directory;
}

function parseDeletionsMax({ source, say }: Reading): number {
  const deletionsMax = source.deletionsMax ?? DELETIONS_MAX;
  if (!Number.isInteger(deletionsMax) || Number(deletionsMax) < 0)
    say(".deletionsMax is not a whole number: write one such as 5");
  return Number(deletionsMax);
}

function parsePaused({ source, say }: Reading): boolean {
  const paused = source.paused ?? false;
  if (typeof paused !== "boolean") say(".paused is another word: write true or false");
  return paused === true;
}

function parseText(property: string, fallback: string, { source, say }: Reading): string {
  const found = source[property] ?? fallback;
  if (typeof found === "string") return found;
  say(`.${property} is not a text: write it in quotes`);
  return fallback;
}

/** The first of the words where nothing is said. */
function parseWord<T extends string>(property: string, words: readonly [T, ...T[]], reading: Reading): T {
  const found = parseText(property, words[0], reading);
  const known = words.find((word) => word === found);
  if (!known) reading.say(`.${property} is another word: write ${words.join(" or ")}`);
  return known ?? words[0];
}

const isRepositoryId = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

function parseGroups(value: unknown, say: Say): ResourceGroup[] {
  const example = "/subscriptions/{id}/resourceGroups/{name}";
  if (!Array.isArray(value) || value.length === 0) {
    say(`.resourceGroups is not a list of resource groups: write ["${example}"]`);
    return [];
  }
  const groups = value.flatMap((path, index) => {
    const group = typeof path === "string" ? parseGroupPath(path) : undefined;
    const problem = group ? groupMistake(group) : `is not the id of a resource group: write ${example}`;
    if (problem) say(`.resourceGroups[${index}] ${problem}`);
    return group && !problem ? [group] : [];
  });
  return eachGroup(groups);
}

function parseVaults(value: unknown, say: Say): string[] {
  if (!Array.isArray(value)) {
    say(`.keyVaults is not a list of key vaults: write their names, such as ["contoso-secrets"]`);
    return [];
  }
  const vaults = value.flatMap((name, index) => {
    const vault = typeof name === "string" ? parseVault(name) : undefined;
    if (!vault) say(`.keyVaults[${index}] names no key vault: ${VAULT_EXPECTED}`);
    return vault ?? [];
  });
  return [...new Set(vaults)];
}

/** Names are compared without case: they become names of blobs and of commit statuses. */
function findTwins(sources: readonly Source[]): readonly string[] {
  const seen = new Map<string, number>();
  return sources.flatMap(({ name }, index) => {
    const key = name.toLowerCase();
    const twin = seen.get(key);
    seen.set(key, index);
    if (twin === undefined || !NAME.test(name)) return [];
    return [`[${index}] and [${twin}] are both named "${name}": give each a "name" of its own`];
  });
}

/** A spec that leaves one source may turn up in another: each would take the other's pools for its own. */
function findShared(sources: readonly Source[]): readonly string[] {
  const seen = new Map<string, number>();
  return sources.flatMap(({ resourceGroups }, index) =>
    resourceGroups.flatMap((group) => {
      const owner = seen.get(groupKey(group));
      if (owner !== undefined) return [describeShared(group, [index, owner], sources)];
      seen.set(groupKey(group), index);
      return [];
    }),
  );
}

function describeShared(
  group: ResourceGroup,
  indexes: readonly number[],
  sources: readonly Source[],
): string {
  const [one, other] = indexes.map((index) => {
    const name = sources[index]?.name ?? "";
    return NAME.test(name) ? `[${index}] "${name}"` : `[${index}]`;
  });
  return `${one} and ${other} share the resource group ${groupPath(group)}: let one source deploy to it, or give each a group of its own`;
}
