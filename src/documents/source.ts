import { eachGroup, groupKey, groupPath, type ResourceGroup } from "../pool/id.ts";

export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** A repository, branch and directory that the deployer follows, and where it may deploy to. From the settings. */
export interface Source {
  /** Unique; names documents and the commit status `poolkeeper/{name}`. */
  readonly name: string;
  readonly repository: Repository;
  /** GitHub's number of the repository; without it, the one that has the name when its specs are read first. */
  readonly repositoryId?: number;
  readonly branch: string;
  /** With no slash at either end; `""` is the whole repository. */
  readonly directory: string;
  readonly resourceGroups: readonly ResourceGroup[];
  /** Hosts of the key vaults that its specs may take secrets from, in lower case. */
  readonly keyVaults: readonly string[];
  /** What becomes of a pool whose spec is gone. */
  readonly removed: "keep" | "delete";
  /** What becomes of a pool that was changed outside git. */
  readonly drift: "report" | "correct";
  /** More deletions than this in one sync are taken for an accident. */
  readonly deletionsMax: number;
  /** Its commits are read and validated, and nothing of them is applied. */
  readonly paused: boolean;
}

/** Whether the settings let the source deploy to the group, however that is spelled. */
export function mayTouch(source: Source, group: ResourceGroup): boolean {
  const key = groupKey(group);
  return source.resourceGroups.some((allowed) => groupKey(allowed) === key);
}

/** Of these vaults, those that the source's specs may not take secrets from. */
export function vaultsOutside({ keyVaults }: Source, vaults: readonly string[]): readonly string[] {
  return vaults.filter((vault) => !keyVaults.includes(vault));
}

/** Every resource group that any source names, once. */
export function followedGroups(sources: readonly Source[]): readonly ResourceGroup[] {
  return eachGroup(sources.flatMap((source) => source.resourceGroups));
}

/** What of a source's settings decides what its commits say. */
export function readingOf({
  repository: { owner, name },
  repositoryId,
  branch,
  directory,
  resourceGroups,
  keyVaults,
}: Source): string {
  return JSON.stringify([
    `${owner}/${name}`,
    ...(repositoryId === undefined ? [] : [repositoryId]),
    branch,
    directory,
    ...resourceGroups.map(groupPath),
    ...keyVaults,
  ]).toLowerCase();
}

/** As what a head was read: what was seen during a pause is read anew after it. */
export function seenAs(source: Source): string {
  return source.paused ? `${readingOf(source)}${PAUSED}` : readingOf(source);
}

const PAUSED = " paused";

/** Whether a head that was read as this, paused or not, is of what the source follows now. */
export function isOfSameReading(readAs: string | undefined, source: Source): boolean {
  return readAs === readingOf(source) || readAs === `${readingOf(source)}${PAUSED}`;
}

export function statusContext(source: string): string {
  return `poolkeeper/${source}`;
}
