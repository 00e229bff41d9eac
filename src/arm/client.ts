import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  decompressResponsePolicy,
  type HttpClient,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import type { ArmCall, Chance, Clock } from "../ports.ts";
import { Refused } from "../shared/failures.ts";
import { parseJson } from "../shared/json.ts";
import { lostCall } from "../shared/lost-call.ts";
import { Secret } from "../shared/secret.ts";
import { type ArmAnswer, classify } from "./failures.ts";

export interface ArmSettings {
  /** Such as `https://management.azure.com`. */
  readonly endpoint: string;
  readonly credential: TokenCredential;
  readonly httpClient?: HttpClient;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly userAgent: string;
}

export interface ArmRequest {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Absolute; refused unless it is on the endpoint's own origin, since it gets the token. */
  readonly url: string;
  readonly body?: unknown;
}

export interface ArmClient {
  /** The answer, if its status is one of `expected`; any other is thrown as a `Failure`. */
  send(request: ArmRequest, expected: readonly number[], call: ArmCall): Promise<ArmAnswer>;
  /** The token that requests carry. */
  token(): Promise<Secret | undefined>;
}

/** ARM itself gives a resource provider 60 s. */
const REQUEST_TIMEOUT_MS = 100_000;

/** No retries, since waiting belongs to the queue; no redirects, since the token goes to nobody else. */
export function createArmClient(settings: ArmSettings): ArmClient {
  const { endpoint, credential, clock, chance, userAgent } = settings;
  const httpClient = settings.httpClient ?? createDefaultHttpClient();
  const scopes = `${endpoint}/.default`;
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes }));

  function build({ method, url, body }: ArmRequest, call: ArmCall) {
    const headers = createHttpHeaders({
      accept: "application/json",
      "user-agent": userAgent,
      "x-ms-client-request-id": call.clientRequestId ?? chance.uuid(),
      "x-ms-correlation-request-id": call.correlationId,
      ...(call.traceparent === undefined ? {} : { traceparent: call.traceparent }),
      ...(body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    });
    // The pipeline's own timeout ends with the headers of the answer; a signal also covers its body.
    const abortSignal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return createPipelineRequest({ method, url, headers, abortSignal, ...content });
  }

  return {
    async send(request, expected, call) {
      if (!isOn(endpoint, request.url)) {
        throw new Refused({ code: "ForeignUrl", message: `ARM named a URL that is not on ${endpoint}` });
      }
      const answer = toAnswer(await orLost(pipeline.sendRequest(httpClient, build(request, call))));
      if (!expected.includes(answer.status)) throw classify(answer, clock.now());
      return answer;
    },
    async token() {
      const held = await orLost(credential.getToken(scopes));
      return held ? new Secret(held.token) : undefined;
    },
  };
}

async function orLost<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw lostCall("ARM", error) ?? error;
  }
}

function isOn(endpoint: string, url: string): boolean {
  return URL.canParse(url) && new URL(url).origin === new URL(endpoint).origin;
}

function toAnswer({ status, headers, bodyAsText }: PipelineResponse): ArmAnswer {
  return { status, headers: headers.toJSON(), body: parseJson(bodyAsText ?? "") ?? bodyAsText };
}
