import { type PoolId, parsePoolPath, type ResourceGroup } from "../pool/id.ts";
import { hasEnded } from "../pool/provisioning.ts";
import type { Accepted, ArmAnswerIds, ArmCall, FoundPool, OperationStatus, PoolResources } from "../ports.ts";
import { Busy, Failure } from "../shared/failures.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { Secret } from "../shared/secret.ts";
import { callersOf } from "./callers.ts";
import { type ArmClient, type ArmSettings, createArmClient } from "./client.ts";
import { explain, readErrors } from "./error-body.ts";
import type { ArmAnswer } from "./failures.ts";
import { ARM_REQUESTS, type ArmRequestKind, expandPath } from "./requests.ts";

const API_VERSION = "2025-07-01";

/** Session pools by ARM's REST interface. */
export function createPoolResources(settings: ArmSettings): PoolResources {
  const client = createArmClient(settings);

  function request({ method, path }: ArmRequestKind, names: PoolId | ResourceGroup) {
    const url = `${settings.endpoint}${expandPath(path, { ...names })}?api-version=${API_VERSION}`;
    return { method, url };
  }

  return {
    async get(id, call) {
      try {
        return toPool(await client.send(request(ARM_REQUESTS.get, id), [200], call));
      } catch (error) {
        if (isAbsence(error)) return undefined;
        throw error;
      }
    },
    async put(id, body, call) {
      const answer = await client.send({ ...request(ARM_REQUESTS.put, id), body }, [200, 201, 202], call);
      return toAccepted(answer);
    },
    async remove(id, call) {
      const answer = await client.send(request(ARM_REQUESTS.remove, id), [200, 202, 204], call);
      return answer.status === 202 ? started(answer) : { kind: "done", answer: idsOf(answer) };
    },
    list: (group, call) => listPools(client, request(ARM_REQUESTS.list, group).url, call),
    async operation(url, call) {
      const answer = await client.send({ method: "GET", url: url.reveal() }, [200, 202, 204], call);
      return toStatus(answer);
    },
    async callers() {
      const token = await client.token();
      return token ? callersOf(token.reveal()) : [];
    },
  };
}

/** The code of a 404 without an error of ARM's: who knows who answered. */
const NO_ERROR_404 = "Http404";
/** A group or subscription that can't be found says nothing about the pool. */
const PARENTS_MISSING = ["ResourceGroupNotFound", "SubscriptionNotFound", "ParentResourceNotFound"];

function isAbsence(error: unknown): boolean {
  if (!(error instanceof Failure) || error.status !== 404) return false;
  return error.code !== NO_ERROR_404 && !PARENTS_MISSING.includes(error.code);
}

/** More than any group can hold: a list that is longer goes round in circles. */
const LIST_PAGES_MAX = 1000;

async function* listPools(client: ArmClient, firstUrl: string, call: ArmCall): AsyncGenerator<FoundPool> {
  let url: string | undefined = firstUrl;
  for (let page = 1; url !== undefined; page++) {
    if (page > LIST_PAGES_MAX) throw malformed("a list without end");
    const { body }: ArmAnswer = await client.send({ method: "GET", url }, [200], call);
    if (!isObject(body) || !Array.isArray(body.value)) throw malformed("a list without value");
    for (const resource of body.value) yield readPool(resource);
    url = typeof body.nextLink === "string" && body.nextLink !== "" ? body.nextLink : undefined;
  }
}

const toPool = ({ body }: ArmAnswer): FoundPool => readPool(body);

function readPool(resource: unknown): FoundPool {
  const id = isObject(resource) && typeof resource.id === "string" ? parsePoolPath(resource.id) : undefined;
  if (!id) throw malformed("a pool without an id");
  return { id, provisioningState: provisioningStateOf(resource), resource: resource as JsonObject };
}

/** ARM's contract: a resource that does not say is `Succeeded`. */
function provisioningStateOf(resource: unknown): string {
  const properties = isObject(resource) ? resource.properties : undefined;
  const state = isObject(properties) ? properties.provisioningState : undefined;
  return typeof state === "string" && state !== "" ? state : "Succeeded";
}

function toAccepted(answer: ArmAnswer): Accepted {
  if (answer.status === 202) return started(answer);
  const found = toPool(answer);
  if (!hasEnded(found.provisioningState)) return started(answer);
  return { kind: "done", found, answer: idsOf(answer) };
}

function started(answer: ArmAnswer): Accepted {
  const { headers } = answer;
  const url = headers["azure-asyncoperation"] ?? headers.location;
  const operationUrl = url === undefined ? {} : { operationUrl: new Secret(url) };
  return { kind: "started", answer: idsOf(answer), ...operationUrl };
}

function idsOf({ status, headers }: ArmAnswer): ArmAnswerIds {
  const requestId = headers["x-ms-request-id"];
  const correlationId = headers["x-ms-correlation-request-id"];
  return {
    status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

/**
 * A status resource says `status`; a result resource answers 202 while the operation runs, then with what the
 * request itself would have answered.
 */
function toStatus({ status, body }: ArmAnswer): OperationStatus {
  if (status === 202) return { kind: "running" };
  if (typeof body === "string" && body.trim() !== "") throw malformed("an operation's status that is none");
  if (status === 204 || !isObject(body) || typeof body.status !== "string") return { kind: "succeeded" };
  switch (body.status.toLowerCase()) {
    case "succeeded":
      return { kind: "succeeded" };
    case "failed":
    case "canceled":
      return { kind: "failed", ...whyFailed(body.status, body.error) };
    default:
      return { kind: "running" };
  }
}

function whyFailed(status: string, error: unknown): { readonly code: string; readonly message: string } {
  const errors = readErrors({ error });
  const [outermost] = errors;
  if (outermost) return { code: outermost.code, message: explain(outermost, errors) };
  return { code: `Operation${status}`, message: `the operation ended ${status}` };
}

/** Not ARM speaking, or not as it promises: the same question may be answered well later. */
function malformed(what: string): Busy {
  return new Busy({ code: "MalformedAnswer", message: `ARM answered with ${what}` });
}
