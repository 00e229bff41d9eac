import { Busy, NotYet, Refused } from "../../src/shared/failures.ts";
import type { ServiceResponse } from "../local/http.ts";
import type { Service } from "./effects.ts";

/** What the caller gets instead of an answer: a failure as the adapter gives it, or of ARM what HTTP says. */
export function injected(service: Service, how: string): ServiceResponse | "drop" | Error {
  if (service === "arm") return ARM[how] ?? "drop";
  if (service === "github") return (GITHUB[how] ?? lost("GitHub"))();
  if (service === "vault") return (VAULT[how] ?? lost("key vault"))();
  if (how === "503")
    return new Busy({ code: "ServerBusy", message: "storage: The server is busy.", status: 503 });
  return lost("storage")();
}

const lost = (who: string) => () => new Busy({ code: "NetworkError", message: `${who}: socket hang up` });

const GITHUB: { readonly [how: string]: () => Error } = {
  "502": () => new Busy({ code: "Http502", message: "GitHub answered 502 without saying why", status: 502 }),
  "rate limit": () =>
    new Busy({ code: "RateLimited", message: "API rate limit exceeded", status: 403, retryAfterMs: 45_000 }),
  "403": () =>
    new Refused({ code: "Forbidden", message: "Resource not accessible by integration", status: 403 }),
  "404": () => new Refused({ code: "RepositoryNotFound", message: "Not Found", status: 404 }),
};

const VAULT: { readonly [how: string]: () => Error } = {
  "503": () => new Busy({ code: "ServiceUnavailable", message: "key vault: try again later", status: 503 }),
  "403": () => new NotYet({ code: "ForbiddenByRbac", message: "key vault: not authorized", status: 403 }),
};

const error = (
  status: number,
  body: object,
  headers: { readonly [name: string]: string } = {},
): ServiceResponse => ({ status, headers, body: JSON.stringify({ error: body }) });

const ARM: { readonly [how: string]: ServiceResponse } = {
  "500": error(500, {
    code: "InternalServerError",
    message: "There was an unexpected InternalServerError. Please try again later.",
  }),
  "503 later": error(503, { code: "ServiceUnavailable", message: "later" }, { "retry-after": "20" }),
  "504": { status: 504, body: "<html><body>Gateway Timeout</body></html>" },
  "429": error(429, { code: "TooManyRequests", message: "The request is being throttled." }),
  "429 later": error(
    429,
    { code: "SubscriptionRequestsThrottled", message: "Please try again later." },
    { "retry-after": "90" },
  ),
  "409": error(409, { code: "SessionPoolLockConflict", message: "another modification is in progress" }),
  "409 nested": error(409, {
    code: "DeploymentFailed",
    message: "At least one resource operation failed.",
    details: [
      { code: "Conflict", message: "{}", details: [{ code: "AnotherOperationInProgress", message: "busy" }] },
    ],
  }),
  proxy: { status: 502, body: "Bad Gateway" },
  "403": error(403, { code: "AuthorizationFailed", message: "The client does not have authorization." }),
  policy: error(403, { code: "RequestDisallowedByPolicy", message: "was disallowed by policy 'pools'." }),
};
