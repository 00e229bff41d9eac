import { type ArmError, badRequest } from "./arm-error.ts";
import { CUSTOM_CONTAINER } from "./container-types.ts";
import type { Draft } from "./draft.ts";

const COOLDOWN_SECONDS_MIN = 300;
const COOLDOWN_SECONDS_MAX = 3600;
/** Documented for code interpreters; nothing is said of custom containers. */
const CODE_INTERPRETER_SESSIONS_MAX = 600;
const PORT_MAX = 65_535;

/** A timed session has a cooldown, one that ends with its container has a maximum age; none has both. */
export function checkLifecycle({ properties }: Draft): ArmError | undefined {
  const lifecycle = properties?.dynamicPoolConfiguration?.lifecycleConfiguration;
  const { lifecycleType = "Timed", cooldownPeriodInSeconds, maxAlivePeriodInSeconds } = lifecycle ?? {};
  if (lifecycleType === "OnContainerExit") {
    if (properties?.containerType !== CUSTOM_CONTAINER)
      return badLifecycle(
        "lifecycle type OnContainerExit is supported for container type CustomContainer only",
      );
    if (cooldownPeriodInSeconds !== undefined)
      return badLifecycle("cooldownPeriodInSeconds is not supported for lifecycle type OnContainerExit");
    if (maxAlivePeriodInSeconds !== undefined && maxAlivePeriodInSeconds < 1)
      return badLifecycle("maxAlivePeriodInSeconds must be greater than 0");
    return undefined;
  }
  if (lifecycleType !== "Timed")
    return badLifecycle(`lifecycle type '${lifecycleType}' is not one of Timed, OnContainerExit`);
  if (maxAlivePeriodInSeconds !== undefined)
    return badLifecycle("maxAlivePeriodInSeconds is not supported for lifecycle type Timed");
  const seconds = cooldownPeriodInSeconds ?? COOLDOWN_SECONDS_MIN;
  if (seconds < COOLDOWN_SECONDS_MIN || seconds > COOLDOWN_SECONDS_MAX)
    return badLifecycle(
      `cooldownPeriodInSeconds must be between ${COOLDOWN_SECONDS_MIN} and ${COOLDOWN_SECONDS_MAX}`,
    );
  return undefined;
}

const badLifecycle = (why: string): ArmError =>
  badRequest("SessionPoolInvalidLifecycleConfiguration", `The lifecycle configuration is invalid: ${why}.`);

export function checkScale({ properties }: Draft): ArmError | undefined {
  const { maxConcurrentSessions: max, readySessionInstances: ready = 0 } =
    properties?.scaleConfiguration ?? {};
  const isCustom = properties?.containerType === CUSTOM_CONTAINER;
  const sessionsMax = isCustom ? Number.POSITIVE_INFINITY : CODE_INTERPRETER_SESSIONS_MAX;
  if (max !== undefined && (max < 1 || max > sessionsMax))
    return badRequest(
      "SessionPoolInvalidMaxConcurrentSessions",
      isCustom
        ? "maxConcurrentSessions must be greater than 0."
        : `maxConcurrentSessions must be between 1 and ${CODE_INTERPRETER_SESSIONS_MAX}.`,
    );
  // Code interpreters pass the number over, whatever it is.
  if (isCustom && (ready <= 0 || ready >= (max ?? Number.POSITIVE_INFINITY)))
    return badRequest(
      "SessionPoolInvalidReadySessionInstances",
      "ReadySessionInstances is invalid. Supported values should be greater than 0 and smaller than maxConcurrentSessions.",
    );
  return undefined;
}

export function checkTemplate({ properties }: Draft): ArmError | undefined {
  if (properties?.containerType !== CUSTOM_CONTAINER) return undefined;
  const template = properties.customContainerTemplate;
  const containers = template?.containers ?? [];
  if (containers.length === 0)
    return badTemplate("at least one container is required for container type CustomContainer");
  if (containers.some(({ name, image }) => !name || !image))
    return badTemplate("every container must have a name and an image");
  const port = template?.ingress?.targetPort ?? 0;
  if (port < 1 || port > PORT_MAX)
    return badTemplate(`ingress.targetPort is required and must be between 1 and ${PORT_MAX}`);
  return undefined;
}

const badTemplate = (why: string): ArmError =>
  badRequest(
    "SessionPoolInvalidCustomContainerTemplate",
    `The custom container template is invalid: ${why}.`,
  );
