import { generateKeyPairSync, sign, verify } from "node:crypto";
import type { Clock } from "../../../src/ports.ts";
import { isObject } from "../../../src/shared/json.ts";
import { uuidOf } from "../uuid-of.ts";

/** The directory that all local identities belong to. */
export const TENANT_ID = "72f988bf-0000-4000-8000-2d7cd011db47";

/** Who asks when no client id is named: the app's system-assigned identity. */
export const SYSTEM_CLIENT_ID = "00000000-0000-4000-8000-000000000001";

const TOKEN_SECONDS = 24 * 60 * 60; // as long as Azure lets the token of a managed identity live
const SKEW_SECONDS = 300; // clocks differ: Entra's tokens begin five minutes in the past

/** A token as Azure's clients hold it. */
export interface IssuedToken {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresOnTimestamp: number;
}

/** Why a token is not accepted, in ARM's words. */
export interface TokenFault {
  readonly code: "AuthenticationFailed" | "InvalidAuthenticationToken" | "ExpiredAuthenticationToken";
  readonly message: string;
}

export interface Tokens {
  /** A token for `resource`, which becomes its audience letter by letter. */
  issue(resource: string, clientId?: string): IssuedToken;
  /** `undefined` if the header `authorization` has a token of ours for one of the audiences, else why not. */
  check(authorization: string | undefined, audience: string | readonly string[]): TokenFault | undefined;
}

/** Issues tokens of Entra's shape, signed with a key of its own. */
export function createTokens(clock: Clock): Tokens {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    issue(resource, clientId = SYSTEM_CLIENT_ID) {
      const nowSeconds = Math.floor(clock.now() / 1000);
      const facts = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims(resource, clientId, nowSeconds))}`;
      const signature = sign("sha256", Buffer.from(facts), { key: privateKey, dsaEncoding: "ieee-p1363" });
      return {
        token: `${facts}.${signature.toString("base64url")}`,
        expiresOnTimestamp: (nowSeconds + TOKEN_SECONDS) * 1000,
      };
    },
    check(authorization, audience) {
      if (!authorization)
        return fault("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
      const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
      const [head, body, signature, ...more] = token?.split(".") ?? [];
      if (!head || !body || !signature || more.length > 0) return invalid("it is not a bearer token.");
      const facts = Buffer.from(`${head}.${body}`);
      const key = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
      if (!verify("sha256", facts, key, Buffer.from(signature, "base64url")))
        return invalid("its signature is not valid.");
      return checkClaims(claimsOf(body), [audience].flat(), clock.now() / 1000);
    },
  };
}

function claims(resource: string, clientId: string, nowSeconds: number) {
  const objectId = uuidOf(`principal of ${clientId}`);
  return {
    aud: resource,
    iss: `https://sts.windows.net/${TENANT_ID}/`,
    iat: nowSeconds - SKEW_SECONDS,
    nbf: nowSeconds - SKEW_SECONDS,
    exp: nowSeconds + TOKEN_SECONDS,
    appid: clientId,
    appidacr: "2",
    idtyp: "app",
    oid: objectId,
    sub: objectId,
    tid: TENANT_ID,
    ver: "1.0",
  };
}

function checkClaims(
  held: { readonly [claim: string]: unknown },
  audiences: readonly string[],
  nowSeconds: number,
): TokenFault | undefined {
  if (Number(held.exp) <= nowSeconds)
    return fault("ExpiredAuthenticationToken", "The access token has expired: get a new one.");
  if (Number(held.nbf) > nowSeconds) return invalid("it is not valid yet.");
  // Clients ask with and without the slash, and ARM takes both.
  const bare = (audience: unknown) => String(audience).replace(/\/+$/, "").toLowerCase();
  if (!audiences.some((audience) => bare(audience) === bare(held.aud)))
    return invalid(`it is for '${held.aud}', and this is ${audiences.map((a) => `'${a}'`).join(" or ")}.`);
  return undefined;
}

function claimsOf(body: string): { readonly [claim: string]: unknown } {
  const value: unknown = JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  return isObject(value) ? value : {};
}

const fault = (code: TokenFault["code"], message: string): TokenFault => ({ code, message });

const invalid = (why: string): TokenFault =>
  fault("InvalidAuthenticationToken", `The access token is not accepted: ${why}`);

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
