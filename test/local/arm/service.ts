import { groupKey, type PoolId, parseGroupPath } from "../../../src/pool/id.ts";
import type { Clock } from "../../../src/ports.ts";
import type { JsonObject } from "../../../src/shared/json.ts";
import { json, type ServiceRequest, type ServiceResponse } from "../http.ts";
import { uuidOf } from "../uuid-of.ts";
import { type AnswerHeaders, answerHeaders, lengthHeader } from "./answer-headers.ts";
import { checkApiVersion } from "./api-version.ts";
import { ArmError, faultError, unauthorized } from "./arm-error.ts";
import { callerOf, SOMEBODY } from "./caller.ts";
import { CONTAINER_TYPES } from "./container-types.ts";
import { Countdown } from "./countdown.ts";
import { readDraft } from "./draft.ts";
import { mergeResource } from "./merge-patch.ts";
import type { Standing } from "./pools.ts";
import { RequestLog, type RequestRecord } from "./request-log.ts";
import { type Route, routeOf } from "./route.ts";
import { type Call, SessionPools } from "./session-pools.ts";
import { type ArmFault, type ArmSettings, assertSettings } from "./settings.ts";
import { showPool } from "./show-pool.ts";
import { requestKind, Throttle } from "./throttle.ts";

export interface ArmOptions {
  readonly clock: Clock;
  /** The service's own address, for the URLs that it hands out. */
  readonly origin: string | (() => string);
  /** `undefined` if the header `authorization` is good, else why it is not. */
  readonly checkToken: (
    authorization: string | undefined,
  ) => { readonly code: string; readonly message: string } | undefined;
  /** How an answer is held back, where a fault asks for it. Without it, answers are never held back. */
  readonly wait?: (ms: number) => Promise<void>;
  readonly settings?: ArmSettings;
}

/** A pool as its keeper sees it. */
export interface PoolView {
  readonly id: PoolId;
  readonly provisioningState: string;
  /** What a GET would answer. */
  readonly resource: JsonObject;
  /** Values by name; those that were cleared are `undefined`. */
  readonly secrets: { readonly [name: string]: string | undefined };
}

const OPERATION_SECONDS = 2; // Azure takes up to twenty minutes
const PAGE_SIZE = 50;

/**
 * Azure Resource Manager, with session pools alone. All that it does takes no time of its own: an operation
 * is over when the clock says so, and the same requests at the same times get the same answers.
 */
export class ArmService {
  readonly #options: ArmOptions;
  readonly #log = new RequestLog();
  readonly #throttle = new Throttle();
  readonly #sessionPools: SessionPools;
  #faults = new Countdown<ArmFault>();
  #subscriptions: readonly string[] | null = null;
  #groups: readonly string[] | null = null;
  #ids = 0;

  constructor(options: ArmOptions) {
    this.#options = options;
    this.#sessionPools = new SessionPools(
      { operationSeconds: OPERATION_SECONDS, pageSize: PAGE_SIZE, containerTypes: CONTAINER_TYPES },
      () => this.#newId(),
    );
    this.configure(options.settings ?? {});
  }

  /** Changes what is given and leaves the rest. Throws `SettingsError`. */
  configure(settings: ArmSettings): void {
    assertSettings(settings);
    const { bucket, faults, failOperations, subscriptions, resourceGroups } = settings;
    const { options } = this.#sessionPools;
    options.operationSeconds = settings.operationSeconds ?? options.operationSeconds;
    options.pageSize = settings.pageSize ?? options.pageSize;
    options.containerTypes = settings.containerTypes ?? options.containerTypes;
    if (bucket) {
      const { writes: requests, refillPerSecond } = bucket;
      this.#throttle.resize({ writes: { requests, refillPerSecond } });
    }
    if (faults) this.#faults = new Countdown(faults);
    if (failOperations) this.#sessionPools.failNext(failOperations);
    if (subscriptions !== undefined) this.#subscriptions = lowerCase(subscriptions);
    if (resourceGroups !== undefined) this.#groups = resourceGroups?.map(keyOfGroup) ?? null;
  }

  /** The newest requests, in the order in which they came. */
  requests(): readonly RequestRecord[] {
    return this.#log.records;
  }

  /** Every pool that there is now. */
  pools(): readonly PoolView[] {
    return this.#sessionPools.pools.all(this.#options.clock.now()).map(viewOf);
  }

  /** One pool, if it is there now. */
  pool(id: PoolId): PoolView | undefined {
    const standing = this.#sessionPools.pools.find(id, this.#options.clock.now());
    return standing && viewOf(standing);
  }

  /** Somebody changes a pool by hand, at once and past every rule: a merge patch. */
  edit(id: PoolId, patch: JsonObject): void {
    const now = this.#options.clock.now();
    const found = this.#sessionPools.pools.find(id, now)?.pool;
    if (!found) throw new Error(`there is no pool ${id.name} to edit`);
    const draft = readDraft(mergeResource(found.draft as JsonObject, patch));
    const { operation } = found;
    const change = { id, draft, touch: { ...SOMEBODY, at: now } };
    this.#sessionPools.pools.write(found, operation ? { ...change, operation } : change);
  }

  /** Somebody deletes a pool by hand, at once. */
  remove(id: PoolId): void {
    this.#sessionPools.pools.remove(id);
  }

  async handle(request: ServiceRequest): Promise<ServiceResponse | "drop"> {
    const now = this.#options.clock.now();
    const route = routeOf(request.url.pathname);
    const tokenFault = this.#options.checkToken(request.headers.authorization);
    const fault = this.#faults.take(request.method, request.url.pathname);
    const answer = this.#answer(() => {
      if (fault?.status !== undefined) throw faultError(fault, fault.status);
      if (tokenFault) throw unauthorized(tokenFault);
      return this.#route(route, request, now);
    });
    const headers = { ...this.#headers(request, route, now), ...lengthHeader(answer), ...answer.headers };
    const answered = !fault?.dropAnswer;
    const facts = { status: answer.status, answered, authorized: tokenFault === undefined };
    this.#log.add(request, facts, now);
    if (fault?.delayMs !== undefined) await this.#options.wait?.(fault.delayMs);
    return answered ? { ...answer, headers } : "drop";
  }

  #answer(work: () => ServiceResponse): ServiceResponse {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      const { code, message } = error;
      return json(error.status, { error: { code, message } }, error.headers);
    }
  }

  /** What ARM itself looks at, before the resource provider does. */
  #route(route: Route | undefined, request: ServiceRequest, now: number): ServiceResponse {
    if (!route)
      throw new ArmError(404, "InvalidResourceType", `There is nothing at ${request.url.pathname}.`);
    const { subscriptionId } = route;
    if (this.#subscriptions && !this.#subscriptions.includes(subscriptionId.toLowerCase()))
      throw new ArmError(
        404,
        "SubscriptionNotFound",
        `The subscription '${subscriptionId}' could not be found.`,
      );
    this.#throttle.take(subscriptionId, requestKind(request.method), now);
    checkApiVersion(request.url);
    this.#checkGroup(route);
    const { url, body } = request;
    const caller = callerOf(request.headers.authorization);
    return this.#provide(route, request.method, { now, origin: this.#origin(), url, body, caller });
  }

  #checkGroup(route: Route): void {
    const group = route.kind === "pool" ? route.id : route.kind === "group" ? route.group : undefined;
    if (!group || !this.#groups || this.#groups.includes(groupKey(group))) return;
    throw new ArmError(
      404,
      "ResourceGroupNotFound",
      `Resource group '${group.resourceGroup}' could not be found.`,
    );
  }

  #provide(route: Route, method: string, call: Call): ServiceResponse {
    const provider = this.#sessionPools;
    if (route.kind === "pool") {
      if (method === "GET") return provider.get(route.id, call);
      if (method === "PUT") return provider.put(route.id, call);
      if (method === "PATCH") return provider.patch(route.id, call);
      if (method === "DELETE") return provider.delete(route.id, call);
    } else if (method === "GET") {
      if (route.kind === "operation") return provider.operation(route.view, route.name, call);
      return provider.list(route.kind === "group" ? route.group : route, call);
    }
    throw new ArmError(405, "MethodNotAllowed", `The method '${method}' is not supported here.`);
  }

  #headers(request: ServiceRequest, route: Route | undefined, now: number): AnswerHeaders {
    const kind = requestKind(request.method);
    const left = route && this.#throttle.remaining(route.subscriptionId, kind, now);
    const requestId = this.#newId();
    return answerHeaders(request, { now, requestId, routingId: this.#newId(), kind, left });
  }

  #origin(): string {
    const { origin } = this.#options;
    return typeof origin === "string" ? origin : origin();
  }

  #newId(): string {
    return uuidOf(`id ${++this.#ids}`);
  }
}

function viewOf({ pool, state }: Standing): PoolView {
  const secrets = pool.draft.properties?.secrets ?? [];
  return {
    id: pool.id,
    provisioningState: state,
    resource: showPool(pool, state),
    secrets: Object.fromEntries(secrets.map(({ name = "", value }) => [name, value])),
  };
}

const lowerCase = (texts: readonly string[] | null): readonly string[] | null =>
  texts?.map((text) => text.toLowerCase()) ?? null;

const keyOfGroup = (path: string): string => {
  const group = parseGroupPath(path);
  return group ? groupKey(group) : path;
};
