import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type Pipeline,
} from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";
import type { SigningAlgorithm } from "../audit/signature.ts";
import type { Clock, Signed, Signer } from "../ports.ts";
import { Busy, type Failure, NotYet, Refused } from "../shared/failures.ts";
import { isObject, parseJson } from "../shared/json.ts";
import { lostCall } from "../shared/lost-call.ts";
import { retryAfterMs } from "../shared/retry-after.ts";
import { readError } from "./failures.ts";

export interface SignerSettings {
  /** Id of the key, such as `https://contoso.vault.azure.net/keys/audit`, with a version or without. */
  readonly key: string;
  readonly credential: TokenCredential;
  readonly clock: Clock;
  readonly userAgent: string;
  /** What stands in for all vaults, with `{vault}` for a vault's name. Without it, each has its own host. */
  readonly endpoint?: string | undefined;
  /** Sends the requests; by the network, if left out. */
  readonly httpClient?: HttpClient;
}

const API_VERSION = "7.4";
/** Key Vault answers within a second or not at all. */
const CALL_TIMEOUT_MS = 30_000;

/** Signs with a key that never leaves Azure Key Vault. The key's newest version signs, unless the id names one. */
export function createSigner(settings: SignerSettings): Signer {
  const { key, credential, endpoint } = settings;
  const { host, pathname } = new URL(key);
  const [name = "", ...suffix] = host.split(".");
  const base = endpoint === undefined ? `https://${host}` : endpoint.replaceAll("{vault}", name);
  const pipeline = createEmptyPipeline();
  // Also of a stand-in, the token is for the vaults of the key's own cloud.
  const scopes = `https://${suffix.join(".")}/.default`;
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes }));
  const call = createCall(pipeline, settings);

  return {
    key,
    async sign(hash) {
      const shown = await call("GET", `${base}${pathname}`);
      const { kid, algorithm } = readKey(shown);
      const value = Buffer.from(hash, "hex").toString("base64url");
      const answer = await call("POST", `${base}${new URL(kid).pathname}/sign`, { alg: algorithm, value });
      return readSigned(answer, kid, algorithm);
    },
  };
}

type Call = (method: "GET" | "POST", url: string, body?: object) => Promise<unknown>;

function createCall(pipeline: Pipeline, { clock, userAgent, httpClient }: SignerSettings): Call {
  const client = httpClient ?? createDefaultHttpClient();
  return async (method, url, body) => {
    const request = createPipelineRequest({
      ...{ method, url: `${url}?api-version=${API_VERSION}` },
      headers: createHttpHeaders({
        ...{ accept: "application/json", "user-agent": userAgent },
        ...(body && { "content-type": "application/json" }),
      }),
      abortSignal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await pipeline.sendRequest(client, request).catch((error: unknown) => {
      throw lostCall("Key Vault", error) ?? error;
    });
    if (answer.status === 200) return parseJson(answer.bodyAsText ?? "");
    const waitMs = retryAfterMs(answer.headers.get("retry-after"), clock.now());
    const { inner, code } = readError(answer);
    throw toFailure(answer.status, inner ?? code, waitMs);
  };
}

function toFailure(status: number, said: string | undefined, waitMs: number | undefined): Failure {
  const code = said ?? `Http${status}`;
  const isForbidden = status === 401 || status === 403;
  const advice = isForbidden ? ": the deployer's identity needs the role Key Vault Crypto User on it" : "";
  const message = `the audit's signing key can't be used, Key Vault answered ${status}${advice}`;
  const details = { code, message, status, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) };
  if (status === 408 || status === 429 || status >= 500) return new Busy(details);
  // A role may still be spreading.
  return isForbidden ? new NotYet(details) : new Refused(details);
}

/** RSA keys sign RS256, and those of the curve P-256 ES256; others are none for this. */
function readKey(shown: unknown): { readonly kid: string; readonly algorithm: SigningAlgorithm } {
  const { kid, kty, crv } = isObject(shown) && isObject(shown.key) ? shown.key : {};
  if (typeof kid !== "string" || !URL.canParse(kid)) throw malformed();
  if (kty === "RSA" || kty === "RSA-HSM") return { kid, algorithm: "RS256" };
  if ((kty === "EC" || kty === "EC-HSM") && crv === "P-256") return { kid, algorithm: "ES256" };
  const message =
    "the audit's signing key is neither RSA nor of the curve P-256: name another one in AUDIT_SIGNING_KEY";
  throw new Refused({ code: "KeyNotUsable", message });
}

function readSigned(answer: unknown, key: string, algorithm: SigningAlgorithm): Signed {
  const { value } = isObject(answer) ? answer : {};
  if (typeof value !== "string" || value === "") throw malformed();
  return { algorithm, key, signature: value.replace(/=+$/, "") };
}

const malformed = (): Busy =>
  new Busy({ code: "MalformedAnswer", message: "Key Vault answered with what is no key or signature" });
