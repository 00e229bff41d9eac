import { isObject, parseJson } from "../shared/json.ts";

/**
 * Ids by which ARM may call whoever has the token: its application's and its principal's. None where the token is
 * opaque. Its signature is ARM's business: nothing is allowed because of what stands here.
 */
export function callersOf(token: string): readonly string[] {
  const claims = parseJson(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  if (!isObject(claims)) return [];
  return [claims.appid, claims.oid].flatMap((id) => (typeof id === "string" && id !== "" ? [id] : []));
}
