import { type PoolId, poolPath, type ResourceGroup } from "../../../src/pool/id.ts";
import { isObject, type JsonObject } from "../../../src/shared/json.ts";
import { json, type ServiceResponse } from "../http.ts";
import { API_VERSION } from "./api-version.ts";
import { ArmError, badRequest } from "./arm-error.ts";
import { CUSTOM_CONTAINER } from "./container-types.ts";
import { Countdown } from "./countdown.ts";
import { type Draft, readDraft } from "./draft.ts";
import { mergeResource } from "./merge-patch.ts";
import { isOver, type Operation, type OperationFailure } from "./operation.ts";
import { isHandedOut, type OperationView, operationPath, operationUrl } from "./operation-url.ts";
import { Pools, type Standing } from "./pools.ts";
import { regionName } from "./regions.ts";
import { refusal } from "./rules.ts";
import type { FailedOperation } from "./settings.ts";
import { showPool } from "./show-pool.ts";
import type { StoredPool, Touch } from "./stored-pool.ts";

/** What an answer depends on besides the pools. */
export interface Call {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Where operation URLs and next pages are. */
  readonly origin: string;
  readonly url: URL;
  readonly body: Buffer;
  readonly caller: Pick<Touch, "by" | "byType">;
}

export interface SessionPoolsOptions {
  operationSeconds: number;
  pageSize: number;
  containerTypes: readonly string[];
}

const NAME = /^[a-z][a-z0-9-]{2,62}$/i; // the documented pattern has no hyphen, but many pools have one
const OPERATION_TIMEOUT = "PT30M";
const RETRY_AFTER_SECONDS_MAX = 15; // what the service asks for; less where operations are shorter
const SKIP_TOKEN = "$skiptoken";

/** The resource provider Microsoft.App, as far as session pools go. */
export class SessionPools {
  readonly options: SessionPoolsOptions;
  readonly pools = new Pools();
  readonly #newId: () => string;
  #failures = new Countdown<FailedOperation>();

  constructor(options: SessionPoolsOptions, newId: () => string) {
    this.options = options;
    this.#newId = newId;
  }

  failNext(failures: readonly FailedOperation[]): void {
    this.#failures = new Countdown(failures);
  }

  get(id: PoolId, { now }: Call): ServiceResponse {
    const { pool, state } = this.#existing(id, now);
    return json(200, showPool(pool, state));
  }

  put(id: PoolId, call: Call): ServiceResponse {
    if (!NAME.test(id.name))
      throw badRequest(
        "InvalidResourceName",
        `'${id.name}' is not a session pool's name: 3 to 63 letters, digits and hyphens, a letter first.`,
      );
    const found = this.pools.find(id, call.now);
    const draft = this.#checked(readDraft(bodyOf(call)), found);
    refuseWhileBusy(found);
    const { pool, operation } = this.#write(found?.pool, { id, draft, kind: "put" }, call);
    if (!operation) return json(200, showPool(pool, "Succeeded", { isPut: true }));
    return json(found ? 200 : 201, showPool(pool, "InProgress", { isPut: true }), {
      "azure-asyncoperation": operationUrl(call.origin, "operationStatuses", operation, call.now),
      "x-ms-async-operation-timeout": OPERATION_TIMEOUT,
    });
  }

  patch(id: PoolId, call: Call): ServiceResponse {
    const found = this.#existing(id, call.now);
    const merged = mergeResource(found.pool.draft as JsonObject, bodyOf(call));
    const draft = this.#checked(readDraft(merged), found);
    refuseWhileBusy(found);
    const { pool, operation } = this.#write(found.pool, { id, draft, kind: "patch" }, call);
    return operation ? this.#accepted(operation, call) : json(200, showPool(pool, "Succeeded"));
  }

  delete(id: PoolId, call: Call): ServiceResponse {
    const found = this.pools.find(id, call.now);
    if (!found) return { status: 204 };
    refuseWhileBusy(found);
    const operation = this.#operation(found.pool.draft, "delete", found.pool.id, call.now);
    if (!operation) {
      this.pools.remove(id);
      return { status: 204 };
    }
    this.pools.begin(found.pool, operation);
    return this.#accepted(operation, call);
  }

  list(scope: { readonly subscriptionId: string } & Partial<ResourceGroup>, call: Call): ServiceResponse {
    const after = Number(call.url.searchParams.get(SKIP_TOKEN) ?? 0);
    const rest = this.pools.list(scope, { after, now: call.now });
    const page = rest.slice(0, this.options.pageSize);
    const last = page.at(-1)?.pool.sequence;
    const value = page.map(({ pool, state }) => showPool(pool, state));
    if (rest.length <= page.length || last === undefined) return json(200, { value });
    const next = `?api-version=${API_VERSION}&${encodeURIComponent(SKIP_TOKEN)}=${last}`;
    return json(200, { value, nextLink: `${call.origin}${call.url.pathname}${next}` });
  }

  /** An operation's outcome: of its status as a body, of its result as the answer itself. */
  operation(view: OperationView, name: string, call: Call): ServiceResponse {
    if (!isHandedOut(view, call.url))
      throw new ArmError(
        403,
        "AuthorizationFailed",
        "The signature of the operation's URL is not valid: send the URL as it was given, letter by letter.",
      );
    const operation = this.pools.operation(name);
    if (!operation) throw new ArmError(404, "ResourceNotFound", "The operation was not found.");
    if (view === "operationStatuses") return json(200, showStatus(operation, call.now));
    if (!isOver(operation, call.now)) return this.#accepted(operation, call);
    if (operation.failure) throw badRequest(operation.failure.code, operation.failure.message);
    return operation.kind === "delete" ? { status: 204 } : this.get(operation.pool, call);
  }

  #existing(id: PoolId, now: number): Standing {
    const found = this.pools.find(id, now);
    if (found) return found;
    throw new ArmError(
      404,
      "ResourceNotFound",
      `The Resource 'Microsoft.App/sessionPools/${id.name}' under resource group '${id.resourceGroup}' was not found.`,
    );
  }

  #write(
    found: StoredPool | undefined,
    { id, draft, kind }: { readonly id: PoolId; readonly draft: Draft; readonly kind: "put" | "patch" },
    { now, caller }: Call,
  ): { readonly pool: StoredPool; readonly operation: Operation | undefined } {
    const operation = this.#operation(draft, kind, found?.id ?? id, now);
    const touch = { ...caller, at: now };
    const pool = this.pools.write(found, { id, draft, touch, ...(operation ? { operation } : {}) });
    return { pool, operation };
  }

  /** Only custom containers take time; a code interpreter is there with the answer. */
  #operation(draft: Draft, kind: Operation["kind"], pool: PoolId, now: number): Operation | undefined {
    if (draft.properties?.containerType !== CUSTOM_CONTAINER) return undefined;
    const failure = this.#failure(kind, pool);
    const operation: Operation = {
      name: Buffer.from(`sessionPools:${this.#newId()}`).toString("base64"),
      kind,
      pool,
      location: regionName(draft.location ?? ""),
      beganAt: now,
      endsAt: now + this.options.operationSeconds * 1000,
      ...(failure ? { failure } : {}),
    };
    this.pools.remember(operation);
    return operation;
  }

  #failure(kind: Operation["kind"], pool: PoolId): OperationFailure | undefined {
    const told = this.#failures.take(kind.toUpperCase(), poolPath(pool));
    if (!told) return undefined;
    const { code = "SessionPoolOperationError", message = timedOut(pool.name) } = told;
    return { code, message };
  }

  /** The draft as it is kept, or the rule that refuses it. */
  #checked(draft: Draft, found: Standing | undefined): Draft {
    const known = found && { draft: found.pool.draft, provisioningState: found.state };
    const error = refusal(draft, known, this.options.containerTypes);
    if (error) throw error;
    const { provisioningState: _, ...properties } = draft.properties ?? {};
    return { ...draft, properties };
  }

  /** 202 with where to ask next; each answer names a new URL, and the older ones stay good. */
  #accepted(operation: Operation, { origin, now }: Call): ServiceResponse {
    const seconds = Math.min(RETRY_AFTER_SECONDS_MAX, Math.max(1, Math.ceil(this.options.operationSeconds)));
    return {
      status: 202,
      headers: {
        location: operationUrl(origin, "operationResults", operation, now),
        "retry-after": String(seconds),
      },
    };
  }
}

function bodyOf({ body }: Call): JsonObject {
  const parsed = parse(body.toString("utf8"));
  if (isObject(parsed)) return parsed as JsonObject;
  throw badRequest("InvalidRequestContent", "The request content was invalid: it must be a JSON object.");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuseWhileBusy(found: Standing | undefined): void {
  if (found?.state === "InProgress")
    throw new ArmError(
      409,
      "SessionPoolLockConflict",
      `Cannot modify session pool '${found.pool.id.name}' because another modification is in progress. Please retry the operation.`,
    );
  if (found?.state === "Deleting")
    throw new ArmError(
      409,
      "SessionPoolOperationInProgress",
      `Session pool '${found.pool.id.name}' is being deleted. Please retry the operation later.`,
    );
}

function showStatus(operation: Operation, now: number): JsonObject {
  const { name, failure } = operation;
  const running = !isOver(operation, now);
  return {
    id: operationPath("operationStatuses", operation),
    name,
    status: running ? "InProgress" : failure ? "Failed" : "Succeeded",
    startTime: new Date(operation.beganAt).toISOString().slice(0, -1),
    ...(failure && !running ? { error: { ...failure } } : {}),
  };
}

const timedOut = (name: string): string =>
  `Failed to provision session pool '${name}'. Error details: pool group create/update failed with error: time out.`;
