import { type ArmError, badRequest } from "./arm-error.ts";
import { assignedIdentities, identityKinds, isSameIdentity, isUserAssignedId } from "./assigned-identity.ts";
import { CUSTOM_CONTAINER } from "./container-types.ts";
import type { Draft, DraftProperties } from "./draft.ts";
import { checkLifecycle, checkScale, checkTemplate } from "./pool-rules.ts";
import { regionDisplayName, regionName, regionNames } from "./regions.ts";

/** What the service has of the pool already; `undefined` if it is new. */
export interface Found {
  readonly draft: Draft;
  readonly provisioningState: string;
}

type Check = (
  wanted: Draft,
  found: Found | undefined,
  containerTypes: readonly string[],
) => ArmError | undefined;

/** In the order in which the service looks. */
const CHECKS: readonly Check[] = [
  checkLocation,
  checkProvisioningState,
  checkManagement,
  checkContainerType,
  checkEnvironment,
  checkLifecycle,
  checkScale,
  checkTemplate,
  checkNetwork,
  checkIdentity,
  checkIdentitySettings,
  checkSecrets,
];

/** Why the service refuses the pool: the first reason, as the service says only one. */
export function refusal(
  wanted: Draft,
  found: Found | undefined,
  containerTypes: readonly string[],
): ArmError | undefined {
  for (const check of CHECKS) {
    const error = check(wanted, found, containerTypes);
    if (error) return error;
  }
  return undefined;
}

function checkLocation({ location }: Draft, found: Found | undefined): ArmError | undefined {
  if (!location?.trim())
    return badRequest("LocationRequired", "The location property is required for this definition.");
  const old = found?.draft.location;
  if (old !== undefined && regionName(old) !== regionName(location))
    return badRequest(
      "InvalidResourceLocation",
      `The pool already exists in location '${regionName(old)}': it can't be moved to '${regionName(location)}'.`,
    );
  if (!regionDisplayName(location))
    return badRequest(
      "LocationNotAvailableForResourceType",
      `The provided location '${location}' is not available for resource type 'Microsoft.App/sessionPools'. Available regions are '${regionNames().join(",")}'.`,
    );
  return undefined;
}

function checkProvisioningState({ properties }: Draft, found: Found | undefined): ArmError | undefined {
  const stated = properties?.provisioningState;
  if (stated === undefined || stated === found?.provisioningState) return undefined;
  return badRequest(
    "SessionPoolInvalidProvisioningState",
    `Property 'provisioningState' is read-only and can't be set to '${stated}'.`,
  );
}

function checkManagement({ properties }: Draft): ArmError | undefined {
  if (properties?.poolManagementType !== "Dynamic")
    return badRequest(
      "SessionPoolInvalidPoolManagementType",
      `Pool management type '${properties?.poolManagementType ?? ""}' is not supported. Supported value: Dynamic.`,
    );
  if (!properties.dynamicPoolConfiguration)
    return badRequest(
      "SessionPoolInvalidDynamicPoolConfiguration",
      "Property 'dynamicPoolConfiguration' can't be null when the pool management type is Dynamic.",
    );
  return undefined;
}

function checkContainerType(
  { properties }: Draft,
  found: Found | undefined,
  containerTypes: readonly string[],
): ArmError | undefined {
  const type = properties?.containerType ?? "";
  if (!containerTypes.includes(type))
    return badRequest(
      "SessionPoolInvalidContainerType",
      `Container type '${type}' is not supported. Supported values: ${containerTypes.join(", ")}.`,
    );
  const old = found?.draft.properties?.containerType ?? type;
  return old === type ? undefined : unchangeable("containerType", "ContainerType", old);
}

function checkEnvironment({ properties }: Draft, found: Found | undefined): ArmError | undefined {
  if (properties?.containerType !== CUSTOM_CONTAINER) return undefined;
  const id = properties.environmentId ?? "";
  if (!ENVIRONMENT_ID.test(id))
    return badRequest(
      "SessionPoolInvalidEnvironmentId",
      "Property 'environmentId' must be the resource ID of a managed environment for container type CustomContainer.",
    );
  const old = found?.draft.properties?.environmentId ?? id;
  const isSame = old.toLowerCase() === id.toLowerCase();
  return isSame ? undefined : unchangeable("environmentId", "EnvironmentId", old);
}

const ENVIRONMENT_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.App\/managedEnvironments\/[^/]+$/i;

const unchangeable = (property: string, codeEnd: string, old: string): ArmError =>
  badRequest(
    `SessionPoolInvalid${codeEnd}`,
    `Property '${property}' can't be changed after creation. It is '${old}'.`,
  );

function checkNetwork({ properties }: Draft): ArmError | undefined {
  const status = properties?.sessionNetworkConfiguration?.status;
  if (status === undefined || ["EgressEnabled", "EgressDisabled"].includes(status)) return undefined;
  return badRequest(
    "SessionPoolInvalidSessionNetworkConfiguration",
    `Network status '${status}' is not supported. Supported values: EgressEnabled, EgressDisabled.`,
  );
}

function checkIdentity({ identity, properties }: Draft): ArmError | undefined {
  if (!identity) return undefined;
  const kinds = identityKinds(identity.type);
  if (!kinds)
    return badRequest("InvalidRequestContent", `There is no identity type '${identity.type ?? ""}'.`);
  if (kinds.includes("none")) return undefined;
  if (properties?.containerType !== CUSTOM_CONTAINER) return noIdentityHere(properties);
  const ids = Object.keys(identity.userAssignedIdentities ?? {});
  if (kinds.includes("userassigned") && ids.length === 0)
    return badRequest(
      "MissingIdentityIds",
      "The identity ids must not be null or empty for 'UserAssigned' identity type.",
    );
  const wrong = ids.find((id) => !isUserAssignedId(id));
  if (wrong === undefined) return undefined;
  return badRequest("LinkedInvalidPropertyId", `'${wrong}' is not the ID of a user-assigned identity.`);
}

function checkIdentitySettings({ identity, properties }: Draft): ArmError | undefined {
  const settings = properties?.managedIdentitySettings ?? [];
  if (settings.length > 0 && properties?.containerType !== CUSTOM_CONTAINER)
    return noIdentityHere(properties);
  const assigned = assignedIdentities(identity);
  for (const { identity: named = "", lifecycle = "None" } of settings) {
    if (!assigned.some((id) => isSameIdentity(id, named)))
      return badIdentitySettings(`identity '${named}' is not assigned to the session pool`);
    if (!["None", "Main"].includes(lifecycle))
      return badIdentitySettings(`lifecycle '${lifecycle}' is not one of None, Main`);
  }
  return undefined;
}

const badIdentitySettings = (why: string): ArmError =>
  badRequest("SessionPoolInvalidManagedIdentitySettings", `Managed identity settings are invalid: ${why}.`);

const noIdentityHere = (properties: DraftProperties | undefined): ArmError =>
  badRequest(
    "SessionPoolManagedIdentityCreationError",
    `Managed identity is not supported for container type '${properties?.containerType ?? ""}'.`,
  );

function checkSecrets({ properties }: Draft): ArmError | undefined {
  const secrets = properties?.secrets ?? [];
  if (secrets.some(({ name }) => !name))
    return badRequest("SessionPoolInvalidSecrets", "Every secret must have a name.");
  const template = properties?.customContainerTemplate;
  const references = [
    ...(template?.containers ?? []).flatMap(({ env = [] }) => env.map(({ secretRef }) => secretRef)),
    template?.registryCredentials?.passwordSecretRef,
  ];
  const missing = references.find((name) => name && !secrets.some((secret) => secret.name === name));
  if (!missing) return undefined;
  return badRequest("SessionPoolInvalidSecretRef", `There is no secret '${missing}' in the session pool.`);
}
