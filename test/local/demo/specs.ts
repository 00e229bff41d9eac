import { RESOURCE_GROUP, SUBSCRIPTION_ID } from "../app-settings.ts";

const TARGET = `subscriptionId: ${SUBSCRIPTION_ID}
resourceGroup: ${RESOURCE_GROUP}`;

/** A pool of code interpreters. */
export const interpreter = (maxConcurrentSessions: number | string): string => `${TARGET}
name: interpreter
location: East US
properties:
  poolManagementType: Dynamic
  containerType: PythonLTS
  scaleConfiguration:
    maxConcurrentSessions: ${maxConcurrentSessions}
  dynamicPoolConfiguration:
    lifecycleConfiguration:
      lifecycleType: Timed
      cooldownPeriodInSeconds: 300
  sessionNetworkConfiguration:
    status: EgressDisabled
`;

const PULLER =
  "/subscriptions/7a497526-bb8d-4816-9795-db1418a1f977/resourcegroups/test/providers/Microsoft.ManagedIdentity/userAssignedIdentities/testSP";

/**
 * The custom container of the REST page's first sample, with all of its properties, but without what people are
 * warned of: the pool has the identity that pulls, the image comes from that registry, and sessions get no tokens.
 */
export const CUSTOM_CONTAINER = `${TARGET}
name: testsessionpool
location: East US
identity:
  type: SystemAssigned,UserAssigned
  userAssignedIdentities:
    ? ${PULLER}
    : {}
properties:
  environmentId: /subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/demokube
  poolManagementType: Dynamic
  containerType: CustomContainer
  scaleConfiguration:
    maxConcurrentSessions: 500
    readySessionInstances: 100
  dynamicPoolConfiguration:
    lifecycleConfiguration:
      lifecycleType: OnContainerExit
      maxAlivePeriodInSeconds: 86400
  customContainerTemplate:
    containers:
      - name: testinitcontainer
        image: test.azurecr.io/repo/testcontainer:v4
        resources:
          cpu: 0.25
          memory: 0.5Gi
        command: [/bin/sh]
        args: [-c, while true; do echo hello; sleep 10;done]
    ingress:
      targetPort: 80
    registryCredentials:
      server: test.azurecr.io
      identity: ${PULLER}
  sessionNetworkConfiguration:
    status: EgressEnabled
  managedIdentitySettings:
    - identity: system
      lifecycle: None
`;
