import { randomUUID } from "node:crypto";
import type { Clock } from "../../../src/ports.ts";
import { json, type ServiceRequest, type ServiceResponse, serve } from "../http.ts";
import { createTokens, SYSTEM_CLIENT_ID, type Tokens } from "./tokens.ts";

export interface IdentityOptions {
  readonly clock: Clock;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The user-assigned identities that the app has. Without a list, it has whichever it asks for. */
  readonly clientIds?: readonly string[];
}

/** App Service's managed-identity endpoint. */
export interface Identity {
  /** The value of `IDENTITY_ENDPOINT`. */
  readonly endpoint: string;
  /** The value of `IDENTITY_HEADER`: who knows it gets tokens. */
  readonly header: string;
  readonly tokens: Tokens;
  close(): Promise<void>;
}

const PATH = "/msi/token";
const API_VERSION = "2019-08-01";
/** A URI such as `https://storage.azure.com` or `api://…`, or an application's id. */
const RESOURCE = /^(?:[a-z][a-z0-9+.-]*:\/\/[^\s/]+\S*|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Gives tokens to whoever knows the header, as App Service does for the processes of one app. */
export async function startIdentity({ clock, port = 0, clientIds }: IdentityOptions): Promise<Identity> {
  const tokens = createTokens(clock);
  const header = randomUUID();
  const server = await serve(async (request) => answer(request, { header, tokens, clientIds }), { port });
  return { endpoint: `${server.origin}${PATH}`, header, tokens, close: server.close };
}

interface Known {
  readonly header: string;
  readonly tokens: Tokens;
  readonly clientIds: readonly string[] | undefined;
}

function answer(request: ServiceRequest, { header, tokens, clientIds }: Known): ServiceResponse {
  const query = request.url.searchParams;
  if (request.url.pathname !== PATH || request.method !== "GET")
    return failure(404, `there is only GET ${PATH}`);
  if (request.headers["x-identity-header"] !== header)
    return failure(401, "the header X-IDENTITY-HEADER is missing or not the value of IDENTITY_HEADER");
  if (query.get("api-version") !== API_VERSION)
    return failure(400, `api-version must be ${API_VERSION}, not '${query.get("api-version") ?? ""}'`);
  const resource = query.get("resource") ?? "";
  if (!RESOURCE.test(resource))
    return failure(400, `resource must be a URI or an application's id, not '${resource}'`);
  const clientId = query.get("client_id") ?? SYSTEM_CLIENT_ID;
  const otherName = ["principal_id", "object_id", "mi_res_id"].find((name) => query.has(name));
  const isUnknown = query.has("client_id") && clientIds !== undefined && !clientIds.includes(clientId);
  if (otherName !== undefined || isUnknown)
    return failure(400, `no managed identity with this ${otherName ?? "client_id"} is assigned to the app`);
  const { token, expiresOnTimestamp } = tokens.issue(resource, clientId);
  return json(200, {
    access_token: token,
    client_id: clientId,
    expires_on: String(expiresOnTimestamp / 1000),
    resource,
    token_type: "Bearer",
  });
}

const failure = (statusCode: number, message: string): ServiceResponse =>
  json(statusCode, { statusCode, message, correlationId: randomUUID() });
