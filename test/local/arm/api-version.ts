import { ArmError } from "./arm-error.ts";

/** The only one that this ARM speaks. */
export const API_VERSION = "2025-07-01";

const WELL_FORMED = /^\d{4}-\d{2}-\d{2}(?:-[a-z]+)?$/;

/** Throws `ArmError` unless the request is for our api-version. */
export function checkApiVersion(url: URL): void {
  const asked = url.searchParams.get("api-version");
  if (!asked)
    throw new ArmError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  if (asked === API_VERSION) return;
  if (!WELL_FORMED.test(asked))
    throw new ArmError(
      400,
      "InvalidApiVersionParameter",
      `The api-version '${asked}' is invalid. The supported versions are '${API_VERSION}'.`,
    );
  throw new ArmError(
    400,
    "NoRegisteredProviderFound",
    `No registered resource provider found for API version '${asked}' for type 'sessionPools'. The supported api-versions are '${API_VERSION}'.`,
  );
}
