import fc from "fast-check";
import type { PoolBody } from "../../src/pool/body.ts";
import { ENVIRONMENT, GROUP } from "../local-arm/bodies.ts";

const identityOf = (name: string): string =>
  `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const text = fc.oneof(
  word,
  fc.constantFrom("yes", "null", "1.0", "0x1f", "", " a", "a: b # c", "- x", "é\n\tü", "*a", "&b", "!c"),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const egress = fc.record({ status: fc.constantFrom("EgressEnabled", "EgressDisabled") });
const tags = fc.dictionary(word, text, { maxKeys: 3 });
const timed = fc.record({
  lifecycleType: fc.constant("Timed"),
  cooldownPeriodInSeconds: fc.integer({ min: 300, max: 3600 }),
});
const onExit = fc.record({
  lifecycleType: fc.constant("OnContainerExit"),
  maxAlivePeriodInSeconds: fc.integer({ min: 60, max: 86_400 }),
});

const interpreter = fc.record({
  location: fc.constantFrom("East US", "eastus", "North Central US (Stage)"),
  properties: fc.record({
    poolManagementType: fc.constant("Dynamic"),
    containerType: fc.constant("PythonLTS"),
    scaleConfiguration: fc.record({ maxConcurrentSessions: fc.integer({ min: 1, max: 600 }) }),
    dynamicPoolConfiguration: fc.record({ lifecycleConfiguration: timed }),
    sessionNetworkConfiguration: egress,
  }),
  tags: optional(tags),
});

const container = fc.record({
  name: word,
  image: word.map((name) => `contoso.azurecr.io/${name}:1.0`),
  resources: fc.constantFrom(
    { cpu: 0.25, memory: "0.5Gi" },
    { cpu: 1, memory: "2Gi" },
    { cpu: 2, memory: "4Gi" },
  ),
  command: optional(
    fc.array(
      text.filter((one) => one !== ""),
      { minLength: 1, maxLength: 3 },
    ),
  ),
  args: optional(fc.array(text, { minLength: 1, maxLength: 3 })),
  env: optional(
    fc.uniqueArray(fc.record({ name: word, value: text }), {
      selector: ({ name }) => name,
      minLength: 1,
      maxLength: 3,
    }),
  ),
});

const identity = fc.constantFrom(
  { type: "SystemAssigned" },
  { type: "UserAssigned", userAssignedIdentities: { [identityOf("one")]: {} } },
  {
    type: "SystemAssigned,UserAssigned",
    userAssignedIdentities: { [identityOf("two")]: {}, [identityOf("one")]: {} },
  },
);

const properties = fc.record({
  environmentId: fc.constant(ENVIRONMENT),
  poolManagementType: fc.constant("Dynamic"),
  containerType: fc.constant("CustomContainer"),
  scaleConfiguration: fc.record({
    maxConcurrentSessions: fc.integer({ min: 100, max: 500 }),
    readySessionInstances: fc.integer({ min: 1, max: 99 }),
  }),
  dynamicPoolConfiguration: fc.record({ lifecycleConfiguration: fc.oneof(timed, onExit) }),
  customContainerTemplate: fc.record({
    containers: fc.array(container, { minLength: 1, maxLength: 1 }),
    ingress: fc.record({ targetPort: fc.integer({ min: 1, max: 65_535 }) }),
  }),
  sessionNetworkConfiguration: egress,
});

const custom = fc
  .record({
    location: fc.constant("East US"),
    identity: optional(identity),
    properties,
    tags: optional(tags),
  })
  .chain(({ properties: own, ...body }) => {
    const settings = [
      ...(body.identity?.type.includes("System") ? ["system"] : []),
      ...Object.keys(body.identity?.userAssignedIdentities ?? {}),
    ].map((name) => ({ identity: name, lifecycle: "Main" }));
    return fc
      .subarray(settings)
      .map((managedIdentitySettings) => ({ ...body, properties: { ...own, managedIdentitySettings } }));
  });

/** Bodies that the service takes and that a spec may say, without secrets. */
export const validBody: fc.Arbitrary<PoolBody> = fc
  .oneof(interpreter, custom)
  .map((body) => JSON.parse(JSON.stringify(body)));
