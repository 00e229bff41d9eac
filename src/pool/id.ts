/** Where pools live. Azure compares these names without case; we keep the author's spelling. */
export interface ResourceGroup {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
}

/** Names one pool. */
export interface PoolId extends ResourceGroup {
  readonly name: string;
}

/** `{subscription}/{group}/{name}` in lower case: equal for all spellings of one id. */
export type PoolKey = string;

/** `{subscription}/{group}` in lower case: equal for all spellings of one group. */
export function groupKey(group: ResourceGroup): string {
  return `${group.subscriptionId}/${group.resourceGroup}`.toLowerCase();
}

export function poolKey(id: PoolId): PoolKey {
  return `${groupKey(id)}/${id.name.toLowerCase()}`;
}

/** The groups without their repetitions, however they are spelled. */
export function eachGroup(groups: readonly ResourceGroup[]): ResourceGroup[] {
  return [...new Map(groups.map((group) => [groupKey(group), group])).values()];
}

/** The ARM id of a resource group. */
export function groupPath(group: ResourceGroup): string {
  return `/subscriptions/${group.subscriptionId}/resourceGroups/${group.resourceGroup}`;
}

/** The ARM id of a pool. */
export function poolPath(id: PoolId): string {
  return `${groupPath(id)}/providers/Microsoft.App/sessionPools/${id.name}`;
}

const GROUP_PATH = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/?$/i;
const POOL_PATH =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.App\/sessionPools\/([^/]+)\/?$/i;

/** `undefined` for what is no ARM id of a resource group. Whether Azure could have such a group is for groupMistake to say. */
export function parseGroupPath(text: string): ResourceGroup | undefined {
  const [, subscriptionId, resourceGroup] = GROUP_PATH.exec(text) ?? [];
  return subscriptionId && resourceGroup ? { subscriptionId, resourceGroup } : undefined;
}

/** `undefined` for what is no ARM id of a session pool. */
export function parsePoolPath(text: string): PoolId | undefined {
  const [, subscriptionId, resourceGroup, name] = POOL_PATH.exec(text) ?? [];
  return subscriptionId && resourceGroup && name ? { subscriptionId, resourceGroup, name } : undefined;
}
