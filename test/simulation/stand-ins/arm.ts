import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  RestError,
} from "@azure/core-rest-pipeline";
import { createPoolResources } from "../../../src/arm/pools.ts";
import { groupKey, type PoolId, parseGroupPath, parsePoolPath, poolPath } from "../../../src/pool/id.ts";
import type { Clock, PoolResources } from "../../../src/ports.ts";
import { isObject, parseJson } from "../../../src/shared/json.ts";
import { ArmService, type PoolView } from "../../local/arm/service.ts";
import type { ServiceResponse } from "../../local/http.ts";
import type { Effects } from "../effects.ts";

/** Whoever finds this in a log or a document has found a secret. It says whose it is, as Entra's tokens do. */
export const ARM_TOKEN = `tok3n-of.${Buffer.from('{"appid":"the-managed-identity"}').toString("base64url")}.poolkeeper`;
/** Of somebody who makes pools by hand. */
const OTHER_TOKEN = "tok3n-of-somebody";
const ORIGIN = "https://arm.test";

/** What becomes of the operation that a request begins. */
export interface Fate {
  readonly operationMs: number;
  readonly fails?: { readonly code: string; readonly message: string };
}

/** A request that changes a pool, as it arrived. */
export interface ArmWrite {
  readonly method: "PUT" | "DELETE";
  readonly pool: PoolId;
  readonly body: unknown;
  readonly status: number;
  /** What the request calls itself: `x-ms-client-request-id`. */
  readonly clientRequestId: string;
  /** ARM took it; from then on it is at work until then. */
  readonly acceptedUntilMs?: number;
  /** The pool as it was a moment before. */
  readonly before: PoolView | undefined;
}

/** ARM itself, and what it handed out. */
export function createArm(clock: Clock) {
  const service = new ArmService({
    clock,
    origin: ORIGIN,
    checkToken: (authorization) =>
      authorization === `Bearer ${ARM_TOKEN}` || authorization === `Bearer ${OTHER_TOKEN}`
        ? undefined
        : { code: "InvalidAuthenticationToken", message: "no" },
  });
  return {
    service,
    clock,
    /** Signatures of the URLs that were handed out: each is a secret. */
    signatures: new Set<string>(),
    /** The pool of an operation, by the last part of its URL's path. */
    operations: new Map<string, string>(),
    /** Until when a new pool is not shown yet. */
    hiddenUntilMs: new Map<string, number>(),
    /** The pool now, as a GET would answer. */
    found: (id: PoolId) => service.pool(id),
    /** Somebody else puts a pool there; false where ARM does not take it now. */
    async make(id: PoolId, body: object): Promise<boolean> {
      const url = new URL(`${ORIGIN}${poolPath(id)}?api-version=2025-07-01`);
      const headers = { authorization: `Bearer ${OTHER_TOKEN}` };
      service.configure({ operationSeconds: 60, failOperations: [] });
      const answer = await service.handle({
        method: "PUT",
        url,
        headers,
        body: Buffer.from(JSON.stringify(body)),
      });
      return answer !== "drop" && answer.status < 300;
    },
  };
}

export type Arm = ReturnType<typeof createArm>;

export interface SimulatedPoolsOptions {
  readonly effects: Effects;
  readonly random: () => number;
  readonly fate: (method: string, pool: PoolId, body: unknown) => Fate;
  /** How long a pool that was just made is not shown, if it is not. */
  readonly hidesMs?: (pool: PoolId) => number | undefined;
  readonly onWrite?: (write: ArmWrite) => void;
}

/** The adapter's own code on the ARM stand-in: every HTTP request is a call of its own. */
export function createSimulatedPools(arm: Arm, options: SimulatedPoolsOptions): PoolResources {
  const { effects, random } = options;
  let ids = 0;
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const call = {
        service: "arm" as const,
        what: request.method,
        about: describe(new URL(request.url), arm),
        ...revIn(request),
      };
      const answer = await effects.call<ServiceResponse | "drop">(call, () => handle(arm, request, options));
      if (answer === "drop") throw new RestError("socket hang up", { code: "ECONNRESET", request });
      const { status, headers = {}, body = "" } = answer;
      return { request, status, headers: createHttpHeaders(headers), bodyAsText: body.toString() };
    },
  };
  return createPoolResources({
    endpoint: ORIGIN,
    credential: { getToken: async () => ({ token: ARM_TOKEN, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    httpClient,
    clock: arm.clock,
    chance: { random, uuid: () => `request-${++ids}` },
    userAgent: "poolkeeper/simulation",
  });
}

function revIn({ body }: PipelineRequest): { readonly rev?: number } {
  const parsed = typeof body === "string" ? parseJson(body) : undefined;
  const tags = isObject(parsed) && isObject(parsed.tags) ? parsed.tags : {};
  return typeof tags.rev === "string" ? { rev: Number(tags.rev) } : {};
}

async function handle(
  arm: Arm,
  request: PipelineRequest,
  { fate, hidesMs, onWrite }: SimulatedPoolsOptions,
): Promise<ServiceResponse | "drop"> {
  const { method, headers, body } = request;
  const url = new URL(request.url);
  const text = typeof body === "string" ? body : "";
  const asked = { method, url, headers: headers.toJSON(), body: Buffer.from(text) };
  const pool = parsePoolPath(url.pathname);
  if (!pool || (method !== "PUT" && method !== "DELETE"))
    return withoutHidden(await arm.service.handle(asked), pool, arm);
  const before = arm.found(pool);
  const { operationMs, fails } = fate(method, pool, parseJson(text));
  const failOperations = fails ? [{ times: 1, ...fails }] : [];
  arm.service.configure({ operationSeconds: operationMs / 1000, failOperations });
  const answer = await arm.service.handle(asked);
  if (answer === "drop") return answer;
  const operation = operationOf(answer);
  if (operation) {
    arm.operations.set(operation.pathname.split("/").at(-1) ?? "", describe(url, arm));
    arm.signatures.add(operation.searchParams.get("h") ?? "");
  }
  const isAccepted = answer.status < 300;
  const hiddenMs = isAccepted && method === "PUT" && !before ? hidesMs?.(pool) : undefined;
  if (hiddenMs !== undefined) arm.hiddenUntilMs.set(keyOf(pool), arm.clock.now() + hiddenMs);
  onWrite?.({
    method,
    pool,
    body: parseJson(text),
    status: answer.status,
    clientRequestId: headers.get("x-ms-client-request-id") ?? "",
    ...(isAccepted && { acceptedUntilMs: arm.clock.now() + (operation ? operationMs : 0) }),
    before,
  });
  return answer;
}

const keyOf = (pool: PoolId): string => poolPath(pool).toLowerCase();

/** ARM has many servers, and for a moment not all of them know of a pool that was just made. */
function withoutHidden(
  answer: ServiceResponse | "drop",
  pool: PoolId | undefined,
  { hiddenUntilMs, clock }: Arm,
): ServiceResponse | "drop" {
  const isHidden = (key: string): boolean => (hiddenUntilMs.get(key) ?? 0) > clock.now();
  if (answer === "drop" || answer.status !== 200) return answer;
  if (pool) return isHidden(keyOf(pool)) ? NOT_SHOWN : answer;
  const listed = parseJson(String(answer.body ?? ""));
  if (!isObject(listed) || !Array.isArray(listed.value)) return answer;
  const value = listed.value.filter(({ id }) => !isHidden(String(id).toLowerCase()));
  return value.length === listed.value.length
    ? answer
    : { ...answer, body: JSON.stringify({ ...listed, value }) };
}

const NOT_SHOWN: ServiceResponse = {
  status: 404,
  body: JSON.stringify({ error: { code: "ResourceNotFound", message: "The Resource was not found." } }),
};

function operationOf({ headers = {} }: ServiceResponse): URL | undefined {
  const url = headers["azure-asyncoperation"] ?? headers.location;
  return url === undefined ? undefined : new URL(url);
}

/** The pool or group that a request is about, in words that are the same in every run of a script. */
function describe(url: URL, arm: Arm): string {
  const path = decodeURIComponent(url.pathname);
  const pool = parsePoolPath(path);
  if (pool) return `${pool.resourceGroup}/${pool.name}`.toLowerCase();
  const group = parseGroupPath(path.replace(/\/providers\/Microsoft\.App\/sessionPools$/i, ""));
  if (group) return `all of ${groupKey(group).split("/")[1]}`;
  return `${arm.operations.get(url.pathname.split("/").at(-1) ?? "") ?? "unknown"} operation`;
}
