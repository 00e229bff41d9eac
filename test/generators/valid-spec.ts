import fc from "fast-check";
import type { PoolBody } from "../../src/pool/body.ts";
import type { PoolId } from "../../src/pool/id.ts";
import type { JsonObject } from "../../src/shared/json.ts";
import { regionDisplayName, regionNames } from "../local/arm/regions.ts";
import { customProperties } from "./custom-container.ts";
import { type Identities, identities, identityOf } from "./identities.ts";
import { label, oddName, text } from "./texts.ts";

/** A spec's file, parsed: which pool it is, and its body. */
export type SpecValue = PoolId & PoolBody & { readonly $schema?: string };

export interface SpecOptions {
  /** Whether pools of custom containers may have secrets, by reference to a key vault; they may, if not given. */
  readonly secrets?: boolean;
}

/**
 * Any spec that is valid: by the schema, and by every rule beyond it that the service is known to have. All
 * container types, all properties, and the spellings that people use; also what people are warned of.
 */
export function validSpec({ secrets = true }: SpecOptions = {}): fc.Arbitrary<SpecValue> {
  return fc
    .record({
      schema: maybe(fc.constantFrom("../session-pool.schema.json", "https://example.com/session-pool.json")),
      pool: poolId,
      body: fc.oneof(interpreterBody, { weight: 2, arbitrary: customBody(secrets) }),
    })
    .map(({ schema, pool, body }) => ({ ...(schema ? { $schema: schema } : {}), ...pool, ...body }));
}

/** What of a spec is sent to the service. */
export function bodyOf({ $schema, subscriptionId, resourceGroup, name, ...body }: SpecValue): PoolBody {
  return body;
}

const poolId: fc.Arbitrary<PoolId> = fc.record({
  subscriptionId: fc.uuid().chain((id) => fc.constantFrom(id, id.toUpperCase())),
  resourceGroup: fc.oneof(
    { weight: 4, arbitrary: fc.stringMatching(/^[-\w.()]{0,20}[-\w()]$/) },
    fc.constantFrom("größe", "Ресурсы-1", "rg_北京"),
  ),
  name: fc.oneof({ weight: 4, arbitrary: fc.stringMatching(/^[a-z][a-z0-9]{2,14}$/) }, label),
});

/** `East US`, `east us`, `eastus`, `EASTUS`. */
const location = fc.constantFrom(...regionNames()).chain((name) => {
  const display = regionDisplayName(name) ?? name;
  return fc.constantFrom(name, display, display.toLowerCase(), display.replaceAll(" ", "").toUpperCase());
});

const TAG_NAME_CHARACTERS_MAX = 512;
const TAG_VALUE_CHARACTERS_MAX = 256;
/** ARM keeps these characters and beginnings to itself. */
const FORBIDDEN_TAG_NAME = /[<>%&\\?/]|^(?:azure|microsoft|windows)|^__proto__$/i;

const tagName = fc
  .oneof(oddName, text(TAG_NAME_CHARACTERS_MAX), fc.constantFrom("hidden-title", "constructor", "a~1b"))
  .filter((name) => !FORBIDDEN_TAG_NAME.test(name));

const tags = fc
  .uniqueArray(fc.tuple(tagName, fc.oneof(text(TAG_VALUE_CHARACTERS_MAX), fc.constant(""))), {
    maxLength: 4,
    selector: ([name]) => name.toLowerCase(),
  })
  .map((entries) => Object.fromEntries(entries));

const session = fc.record(
  {
    poolManagementType: fc.constant("Dynamic"),
    sessionNetworkConfiguration: fc.record(
      { status: fc.constantFrom("EgressEnabled", "EgressDisabled") },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["poolManagementType"] },
);

const timed = fc.record(
  { lifecycleType: fc.constant("Timed"), cooldownPeriodInSeconds: fc.integer({ min: 300, max: 3600 }) },
  { requiredKeys: ["cooldownPeriodInSeconds"] },
);

const onContainerExit = fc.record({
  lifecycleType: fc.constant("OnContainerExit"),
  maxAlivePeriodInSeconds: fc.integer({ min: 1, max: 86_400 }),
});

const dynamic = (lifecycleConfiguration: fc.Arbitrary<JsonObject>) => fc.record({ lifecycleConfiguration });

/** Warm sessions are none of an interpreter's business: the service passes the number over. */
const interpreterProperties = fc.record(
  {
    containerType: fc.constantFrom("PythonLTS", "NodeLTS", "Shell"),
    scaleConfiguration: fc.record(
      { maxConcurrentSessions: fc.integer({ min: 1, max: 600 }), readySessionInstances: fc.nat(600) },
      { requiredKeys: [] },
    ),
    dynamicPoolConfiguration: dynamic(timed),
  },
  { requiredKeys: ["containerType", "dynamicPoolConfiguration"] },
);

const interpreterBody: fc.Arbitrary<PoolBody> = fc
  .record({ location, session, properties: interpreterProperties, tags: maybe(tags), saysNone: fc.boolean() })
  .map(({ location, session, properties, tags, saysNone }) => ({
    location,
    ...(saysNone ? { identity: { type: "None" } } : {}),
    properties: { ...session, ...properties } as JsonObject,
    ...(tags ? { tags } : {}),
  }));

function customBody(hasSecrets: boolean): fc.Arbitrary<PoolBody> {
  return identities.chain((all) =>
    fc
      .record({
        location,
        session,
        dynamicPoolConfiguration: dynamic(fc.oneof(timed, onContainerExit)),
        properties: customProperties(all, hasSecrets),
        tags: maybe(tags),
        saysNone: fc.boolean(),
      })
      .map((parts) => composed(all, parts)),
  );
}

interface CustomParts {
  readonly location: string;
  readonly session: JsonObject;
  readonly dynamicPoolConfiguration: JsonObject;
  readonly properties: JsonObject;
  readonly tags: JsonObject | undefined;
  readonly saysNone: boolean;
}

function composed(all: Identities, parts: CustomParts): PoolBody {
  const { location, session, dynamicPoolConfiguration, properties, tags, saysNone } = parts;
  const identity = identityOf(all, saysNone);
  return {
    location,
    ...(identity ? { identity } : {}),
    properties: { ...session, containerType: "CustomContainer", dynamicPoolConfiguration, ...properties },
    ...(tags ? { tags } : {}),
  };
}

function maybe<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined });
}
