import type { PoolBody } from "../../src/pool/body.ts";
import type { JsonObject } from "../../src/shared/json.ts";

export const SUBSCRIPTION = "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const poolAt = (name: string): string => `${GROUP}/providers/Microsoft.App/sessionPools/${name}`;

export const ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/demokube`;
export const USER_IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller`;

/** The sample request of the REST page, all of it. */
export const CUSTOM: PoolBody = {
  location: "East US",
  identity: { type: "SystemAssigned" },
  properties: {
    environmentId: ENVIRONMENT,
    poolManagementType: "Dynamic",
    containerType: "CustomContainer",
    scaleConfiguration: { maxConcurrentSessions: 500, readySessionInstances: 100 },
    dynamicPoolConfiguration: {
      lifecycleConfiguration: { lifecycleType: "OnContainerExit", maxAlivePeriodInSeconds: 86_400 },
    },
    customContainerTemplate: {
      containers: [
        {
          image: "repo/testcontainer:v4",
          name: "testinitcontainer",
          resources: { cpu: 0.25, memory: "0.5Gi" },
          command: ["/bin/sh"],
          args: ["-c", "while true; do echo hello; sleep 10;done"],
        },
      ],
      ingress: { targetPort: 80 },
      registryCredentials: {
        server: "test.azurecr.io",
        identity:
          "/subscriptions/7a497526-bb8d-4816-9795-db1418a1f977/resourcegroups/test/providers/Microsoft.ManagedIdentity/userAssignedIdentities/testSP",
      },
    },
    sessionNetworkConfiguration: { status: "EgressEnabled" },
    managedIdentitySettings: [{ identity: "system", lifecycle: "Main" }],
  },
};

export const PYTHON: PoolBody = {
  location: "eastus",
  properties: {
    poolManagementType: "Dynamic",
    containerType: "PythonLTS",
    scaleConfiguration: { maxConcurrentSessions: 10 },
    dynamicPoolConfiguration: {
      lifecycleConfiguration: { lifecycleType: "Timed", cooldownPeriodInSeconds: 300 },
    },
    sessionNetworkConfiguration: { status: "EgressDisabled" },
  },
};

/** `body` with some of its properties replaced, or removed where the value is undefined. */
export const withProperties = (body: PoolBody, properties: JsonObject): PoolBody => ({
  ...body,
  properties: { ...body.properties, ...properties },
});
