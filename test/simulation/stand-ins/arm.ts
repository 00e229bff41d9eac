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

/** Whoever finds this in a log or a document has found a secret. */
export const ARM_TOKEN = "tok3n-of-the-managed-identity";
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
      authorization === `Bearer ${ARM_TOKEN}`
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
    /** The pool now, as a GET would answer. */
    found: (id: PoolId) => service.pool(id),
    /** Somebody else puts a pool there. */
    async make(id: PoolId, body: object): Promise<void> {
      const url = new URL(`${ORIGIN}${poolPath(id)}?api-version=2025-07-01`);
      const headers = { authorization: `Bearer ${ARM_TOKEN}` };
      service.configure({ operationSeconds: 60, failOperations: [] });
      const answer = await service.handle({
        method: "PUT",
        url,
        headers,
        body: Buffer.from(JSON.stringify(body)),
      });
      if (answer === "drop" || answer.status >= 300) throw new Error("nobody could make the pool");
    },
  };
}

export type Arm = ReturnType<typeof createArm>;

export interface SimulatedPoolsOptions {
  readonly effects: Effects;
  readonly random: () => number;
  readonly fate: (method: string, pool: PoolId) => Fate;
  readonly onWrite?: (write: ArmWrite) => void;
}

/** The adapter's own code on the ARM stand-in: every HTTP request is a call of its own. */
export function createSimulatedPools(
  arm: Arm,
  { effects, random, fate, onWrite }: SimulatedPoolsOptions,
): PoolResources {
  let ids = 0;
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const call = {
        service: "arm" as const,
        what: request.method,
        about: describe(new URL(request.url), arm),
        ...revIn(request),
      };
      const answer = await effects.call<ServiceResponse | "drop">(call, () =>
        handle(arm, request, fate, onWrite),
      );
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
  fate: SimulatedPoolsOptions["fate"],
  onWrite: SimulatedPoolsOptions["onWrite"],
): Promise<ServiceResponse | "drop"> {
  const { method, headers, body } = request;
  const url = new URL(request.url);
  const text = typeof body === "string" ? body : "";
  const asked = { method, url, headers: headers.toJSON(), body: Buffer.from(text) };
  const pool = parsePoolPath(url.pathname);
  if (!pool || (method !== "PUT" && method !== "DELETE")) return await arm.service.handle(asked);
  const before = arm.found(pool);
  const { operationMs, fails } = fate(method, pool);
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
