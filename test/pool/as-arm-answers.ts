import type { PoolBody } from "../../src/pool/body.ts";

/** Any part of a body: this file knows by the facts what stands where. */
interface Loose {
  readonly [name: string]: Loose | undefined;
}

/**
 * The body as the service would answer it, written from the facts about the service and not from the code under
 * test: every value in another spelling, every list in another order, read-only values and nulls added.
 */
export function asArmAnswers(body: PoolBody) {
  const copy = JSON.parse(JSON.stringify(body));
  const { identity, properties } = copy;
  return {
    id: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.App/sessionPools/testsessionpool",
    name: "testsessionpool",
    type: "Microsoft.App/sessionpools",
    location: { eastus: "East US", "East US": "eastus", "North Central US (Stage)": "northcentralusstage" }[
      body.location
    ],
    systemData: { createdAt: "2024-05-13T15:43:24.8184127Z", lastModifiedAt: "2024-05-13T15:43:24.8184127" },
    identity: identity ? answeredIdentity(identity) : { type: "None" },
    properties: answeredProperties(properties),
    tags: { ...copy.tags, "hidden-title": "made by the portal" },
  };
}

function answeredIdentity(identity: Loose) {
  const ids = Object.keys(identity.userAssignedIdentities ?? {}).reverse();
  return {
    principalId: "bce8c037-3d10-44a4-a970-25f799611fc6",
    tenantId: "72f988bf-86f1-41af-91ab-2d7cd011db47",
    type: String(identity.type).replace("SystemAssigned,UserAssigned", "UserAssigned, SystemAssigned"),
    userAssignedIdentities:
      ids.length === 0
        ? null
        : Object.fromEntries(
            ids.map((id) => [id.replace("resourceGroups", "resourcegroups").toLowerCase(), ID]),
          ),
  };
}

const ID = {
  principalId: "11111111-0000-4000-8000-000000000000",
  clientId: "22222222-0000-4000-8000-000000000000",
};

function answeredProperties(properties: Loose) {
  const { scaleConfiguration: scale, customContainerTemplate: template, ...others } = properties;
  const legacy = { executionType: "Timed", cooldownPeriodInSeconds: 0 };
  const isCustom = String(properties.containerType) === "CustomContainer";
  return {
    ...others,
    dynamicPoolConfiguration: { ...legacy, ...others.dynamicPoolConfiguration },
    environmentId: isCustom ? upper(properties.environmentId) : null,
    scaleConfiguration: scale && (isCustom ? scale : { maxConcurrentSessions: scale.maxConcurrentSessions }),
    secrets: properties.secrets ? backwards(properties.secrets).map(({ name }) => ({ name })) : null,
    customContainerTemplate: template ? answeredTemplate(template) : null,
    managedIdentitySettings: [
      ...backwards(properties.managedIdentitySettings)
        .filter(({ lifecycle }) => String(lifecycle) === "Main")
        .map((setting) => ({ ...setting, identity: upper(setting.identity) })),
      { identity: "an/identity/that/nobody/listed", lifecycle: "None" },
    ],
    maxConcurrentSessions: 0,
    provisioningState: "Succeeded",
    nodeCount: 1,
    poolManagementEndpoint: "https://testsessionpool.example.com",
    templateUpdateStatus: {
      activeTemplate: { details: "Running", status: { readyCount: 2 } },
      desiredTemplate: { containers: [{ name: "another" }], ingress: { targetPort: 1 } },
    },
  };
}

function answeredTemplate(template: Loose) {
  const credentials = template.registryCredentials;
  return {
    registryCredentials: credentials
      ? { ...credentials, identity: upper(credentials.identity), username: null, passwordSecretRef: null }
      : null,
    ingress: template.ingress ?? null,
    containers: backwards(template.containers).map((container) => ({
      ...container,
      command: container.command ?? null,
      args: container.args ?? [],
      env: container.env ? backwards(container.env).map((one) => ({ secretRef: null, ...one })) : null,
      resources: {
        ...container.resources,
        memory: { "0.5Gi": "512Mi", "1Gi": "1.0Gi", "4Gi": "4Gi" }[String(container.resources?.memory)],
      },
    })),
  };
}

const upper = (text: unknown) => (typeof text === "string" ? text.toUpperCase() : null);

const backwards = (list: unknown): Loose[] => (Array.isArray(list) ? [...list].reverse() : []);
