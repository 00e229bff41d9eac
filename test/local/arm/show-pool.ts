import { poolPath } from "../../../src/pool/id.ts";
import type { JsonObject } from "../../../src/shared/json.ts";
import { uuidOf } from "../uuid-of.ts";
import { identityName, showIdentity, showIdentitySettings } from "./assigned-identity.ts";
import { CUSTOM_CONTAINER } from "./container-types.ts";
import type { Container, DraftProperties, Lifecycle, Template } from "./draft.ts";
import { regionDisplayName, regionName } from "./regions.ts";
import type { ProvisioningState, StoredPool, Touch } from "./stored-pool.ts";

/** The pool as answers show it. A `PUT` shows its time stamps with a Z, every later answer without. */
export function showPool(pool: StoredPool, state: ProvisioningState, { isPut = false } = {}): JsonObject {
  const { id, draft } = pool;
  const path = poolPath(id);
  const stamp = (touch: Touch) => (isPut ? `${timeStamp(touch, pool)}Z` : timeStamp(touch, pool));
  return {
    id: path,
    name: id.name,
    type: "Microsoft.App/sessionpools",
    location: regionDisplayName(draft.location ?? "") ?? "",
    ...(draft.tags ? { tags: draft.tags } : {}),
    systemData: {
      createdBy: pool.created.by,
      createdByType: pool.created.byType,
      createdAt: stamp(pool.created),
      lastModifiedBy: pool.modified.by,
      lastModifiedByType: pool.modified.byType,
      lastModifiedAt: stamp(pool.modified),
    },
    properties: showProperties(pool, state),
    ...(draft.identity ? { identity: showIdentity(draft.identity, path) } : {}),
  };
}

/** To a ten-millionth of a second, as .NET writes it. */
const timeStamp = ({ at }: Touch, { sequence }: StoredPool): string =>
  `${new Date(at).toISOString().slice(0, -1)}${String((sequence * 7919) % 10_000).padStart(4, "0")}`;

function showProperties(pool: StoredPool, state: ProvisioningState): JsonObject {
  const asked = pool.draft.properties ?? {};
  const settings = showIdentitySettings(pool.draft);
  return {
    environmentId: null,
    ...kept({
      poolManagementType: asked.poolManagementType,
      containerType: asked.containerType,
      scaleConfiguration: asked.scaleConfiguration,
      secrets: asked.secrets?.length ? asked.secrets.map(({ name }) => ({ name })) : undefined,
      dynamicPoolConfiguration: showDynamic(asked.dynamicPoolConfiguration?.lifecycleConfiguration),
      sessionNetworkConfiguration: asked.sessionNetworkConfiguration,
    }),
    provisioningState: state,
    ...(asked.containerType === CUSTOM_CONTAINER
      ? showCustom(pool, asked, state)
      : { ...showInterpreter(pool, asked) }),
    ...(settings ? { managedIdentitySettings: settings } : {}),
  };
}

/** With what older api-versions had in place of a lifecycle, whatever the lifecycle is. */
function showDynamic(lifecycleConfiguration: Lifecycle | undefined): JsonObject {
  if (!lifecycleConfiguration) return {};
  const legacy = { executionType: "Timed", cooldownPeriodInSeconds: 0 };
  return { ...legacy, lifecycleConfiguration: { ...lifecycleConfiguration } };
}

/** Warm sessions are not a code interpreter's business: the number is passed over and never shown. */
function showInterpreter({ id, draft }: StoredPool, asked: DraftProperties): JsonObject {
  const { maxConcurrentSessions } = asked.scaleConfiguration ?? {};
  const region = regionName(draft.location ?? "");
  return {
    ...(asked.scaleConfiguration ? { scaleConfiguration: kept({ maxConcurrentSessions }) } : {}),
    poolManagementEndpoint: `https://${region}.dynamicsessions.io/subscriptions/${id.subscriptionId}/resourceGroups/${id.resourceGroup}/sessionPools/${id.name}`,
  };
}

function showCustom(pool: StoredPool, asked: DraftProperties, state: ProvisioningState): JsonObject {
  const { id, draft } = pool;
  const { containers = [], ingress } = asked.customContainerTemplate ?? {};
  const environment = asked.environmentId ?? "";
  const domain = `calmbeach-${uuidOf(environment.toLowerCase()).slice(0, 8)}.${regionName(draft.location ?? "")}`;
  const ready = asked.scaleConfiguration?.readySessionInstances ?? 0;
  return {
    environmentId: environment.replace(/\/resourcegroups\//i, "/resourcegroups/"),
    customContainerTemplate: showTemplate(asked.customContainerTemplate ?? {}),
    poolManagementEndpoint: `https://${id.name.toLowerCase()}.${domain}.azurecontainerapps.io`,
    ...(state === "Succeeded" ? showRunning(ready, { containers, ingress }, pool) : {}),
    ...(state === "Failed" ? { nodeCount: 0 } : {}),
  };
}

function showTemplate({ registryCredentials: credentials, containers, ingress }: Template): JsonObject {
  const identity = credentials?.identity;
  const spelled = identity === undefined ? credentials : { ...credentials, identity: identityName(identity) };
  return {
    registryCredentials: spelled ?? null,
    ...kept({ containers: containers?.map(showContainer), ingress }),
  };
}

/** No variables are no `env`. */
const showContainer = ({ env = [], ...container }: Container): JsonObject => ({
  ...(container as JsonObject),
  ...(env.length > 0 ? { env } : {}),
});

const SESSIONS_PER_NODE = 100;

/** What the service tells of a pool that works, of which the REST page knows the node count alone. */
function showRunning(ready: number, template: object, { modified }: StoredPool): JsonObject {
  return {
    nodeCount: Math.max(1, Math.ceil(ready / SESSIONS_PER_NODE)),
    maxConcurrentSessions: 0,
    templateUpdateStatus: {
      activeTemplate: {
        details: "Running",
        createdTime: new Date(modified.at).toISOString().replace("Z", "+00:00"),
        status: {
          expectedCount: ready,
          readyCount: ready,
          pendingCount: 0,
          imagePullFailCount: 0,
          crashCount: 0,
          allocatedCount: 0,
        },
        ...(template as JsonObject),
      },
    },
  };
}

/** Without what is absent. */
const kept = (values: object): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
