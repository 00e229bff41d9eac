import type { ArmFault } from "./settings.ts";

/** A request that ARM answers with an error. */
export class ArmError extends Error {
  override readonly name = "ArmError";
  readonly status: number;
  readonly code: string;
  readonly headers: { readonly [name: string]: string };

  constructor(
    status: number,
    code: string,
    message: string,
    headers: { readonly [name: string]: string } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What most mistakes in a body get. */
export const badRequest = (code: string, message: string): ArmError => new ArmError(400, code, message);

/** No token, or none that is good. */
export function unauthorized({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}): ArmError {
  const description = message.replaceAll('"', "'");
  const challenge = `Bearer authorization_uri="https://login.microsoftonline.com/common", error="invalid_token", error_description="${description}"`;
  return new ArmError(401, code, message, { "www-authenticate": challenge });
}

/** What ARM says with a status, where a fault doesn't. */
const FAULT_CODES: { readonly [status: number]: string } = {
  401: "InvalidAuthenticationToken",
  403: "AuthorizationFailed",
  404: "ResourceNotFound",
  408: "RequestTimeout",
  409: "SessionPoolLockConflict",
  429: "SubscriptionRequestsThrottled",
  503: "ServiceUnavailable",
  504: "GatewayTimeout",
};

/** The error that a fault asks for. */
export function faultError({ code, message, retryAfter }: ArmFault, status: number): ArmError {
  return new ArmError(
    status,
    code ?? FAULT_CODES[status] ?? (status < 500 ? "BadRequest" : "InternalServerError"),
    message ?? "There was a fault, as was asked for.",
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}
