import { verify } from "node:crypto";
import { isObject } from "../../../../src/shared/json.ts";
import { epochSeconds } from "../resources.ts";

/** A GitHub App, installed in the repository. */
export interface App {
  readonly id: number;
  readonly clientId?: string;
  readonly installationId: number;
  /** PEM. The other half stays with whoever signs. */
  readonly publicKey: string;
}

/** GitHub takes no JWT that lives longer. */
const LIFE_SECONDS_MAX = 600;

const UNREADABLE = "A JSON web token could not be decoded";
const EXPIRED =
  "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
const TOO_LONG = "'Expiration time' claim ('exp') is too far in the future";
const NOT_YET =
  "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
const WRONG_ISSUER = "'Issuer' claim ('iss') must be an Integer";

/** What GitHub has against an App's JWT, in its own words; nothing if it is good. */
export function complaintAbout(jwt: string, app: App, nowMs: number): string | undefined {
  const [header = "", payload = "", signature = "", ...more] = jwt.split(".");
  const claims = parse(payload);
  if (more.length > 0 || parse(header)?.alg !== "RS256" || !claims) return UNREADABLE;
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify("RSA-SHA256", signed, app.publicKey, Buffer.from(signature, "base64url"))) return UNREADABLE;

  const now = epochSeconds(nowMs);
  const { iat, exp, iss } = claims;
  if (![String(app.id), app.clientId].includes(String(iss))) return WRONG_ISSUER;
  if (typeof exp !== "number" || exp <= now) return EXPIRED;
  if (exp > now + LIFE_SECONDS_MAX) return TOO_LONG;
  if (typeof iat !== "number" || iat > now) return NOT_YET;
  return undefined;
}

function parse(part: string): { readonly [claim: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
