import fc from "fast-check";
import type { PoolBody } from "../../src/pool/body.ts";
import type { JsonObject } from "../../src/shared/json.ts";

const SUBSCRIPTION = "/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345";
export const IDENTITY_ONE = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/One`;
export const IDENTITY_TWO = `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/two`;

/** The pool of the REST page, with everything that a body can hold. */
export const CUSTOM: PoolBody = {
  location: "East US",
  identity: {
    type: "SystemAssigned,UserAssigned",
    userAssignedIdentities: { [IDENTITY_ONE]: {}, [IDENTITY_TWO]: {} },
  },
  properties: {
    environmentId: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/demokube`,
    poolManagementType: "Dynamic",
    containerType: "CustomContainer",
    scaleConfiguration: { maxConcurrentSessions: 500, readySessionInstances: 100 },
    dynamicPoolConfiguration: {
      lifecycleConfiguration: { lifecycleType: "OnContainerExit", maxAlivePeriodInSeconds: 86400 },
    },
    secrets: [
      { name: "registry", value: "hush-1" },
      { name: "database", value: "hush-2" },
    ],
    customContainerTemplate: {
      containers: [
        {
          name: "main",
          image: "repo/testcontainer:v4",
          resources: { cpu: 2, memory: "4Gi" },
          command: ["/bin/sh"],
          args: ["-c", "sleep 10"],
          env: [
            { name: "MODE", value: "fast" },
            { name: "DATABASE", secretRef: "database" },
          ],
        },
      ],
      ingress: { targetPort: 80 },
      registryCredentials: { server: "test.azurecr.io", identity: IDENTITY_ONE },
    },
    sessionNetworkConfiguration: { status: "EgressEnabled" },
    managedIdentitySettings: [{ identity: "system", lifecycle: "Main" }, { identity: IDENTITY_ONE }],
  },
  tags: { team: "core", Stage: "test" },
};

export const INTERPRETER: PoolBody = {
  location: "eastus",
  properties: {
    poolManagementType: "Dynamic",
    containerType: "PythonLTS",
    scaleConfiguration: { maxConcurrentSessions: 100, readySessionInstances: 5 },
    dynamicPoolConfiguration: {
      lifecycleConfiguration: { lifecycleType: "Timed", cooldownPeriodInSeconds: 300 },
    },
    sessionNetworkConfiguration: { status: "EgressDisabled" },
  },
};

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const names = fc.uniqueArray(word, { maxLength: 4 });
const count = fc.integer({ min: 1, max: 10_000 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const container = fc.record({
  image: word,
  resources: fc.record({
    cpu: fc.constantFrom(0.25, 0.5, 2),
    memory: fc.constantFrom("0.5Gi", "1Gi", "4Gi"),
  }),
  command: optional(fc.array(word, { maxLength: 3 })),
  args: optional(fc.array(word, { maxLength: 3 })),
  env: optional(names.map((list) => list.map((name) => ({ name, value: `value of ${name}` })))),
});

const properties = fc.record({
  environmentId: optional(word.map((name) => `${SUBSCRIPTION}/resourceGroups/rg/environments/${name}`)),
  containerType: fc.constantFrom("CustomContainer", "PythonLTS"),
  scaleConfiguration: optional(fc.record({ maxConcurrentSessions: count, readySessionInstances: count })),
  dynamicPoolConfiguration: fc.record({
    lifecycleConfiguration: fc.record({
      lifecycleType: fc.constantFrom("Timed", "OnContainerExit"),
      cooldownPeriodInSeconds: optional(count),
    }),
  }),
  secrets: optional(names.map((list) => list.map((name) => ({ name, value: `hush ${name}` })))),
  customContainerTemplate: optional(
    fc.record({
      containers: fc
        .tuple(names, fc.array(container, { minLength: 4, maxLength: 4 }))
        .map(([list, containers]) => list.map((name, index) => ({ name, ...containers[index] }))),
      ingress: optional(fc.record({ targetPort: count })),
      registryCredentials: optional(fc.record({ server: word, identity: word })),
    }),
  ),
  managedIdentitySettings: optional(
    names.map((list) => list.map((identity) => ({ identity, lifecycle: identity < "m" ? "Main" : "None" }))),
  ),
});

/** Bodies of every shape, without members that are `undefined`. */
export const anyBody: fc.Arbitrary<PoolBody> = fc
  .record({
    location: fc.constantFrom("East US", "eastus", "North Central US (Stage)"),
    identity: optional(
      fc.record({
        type: fc.constantFrom("None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"),
        userAssignedIdentities: optional(
          fc.constantFrom<JsonObject>({ [IDENTITY_ONE]: {} }, { [IDENTITY_TWO]: {} }),
        ),
      }),
    ),
    properties,
    tags: optional(fc.dictionary(word, word, { maxKeys: 3 })),
  })
  .map((body) => JSON.parse(JSON.stringify(body)));
