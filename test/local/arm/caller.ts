import { isObject } from "../../../src/shared/json.ts";
import type { Touch } from "./stored-pool.ts";

/** Who changes pools in the portal, as far as anyone can tell. */
export const SOMEBODY: Pick<Touch, "by" | "byType"> = { by: "somebody@contoso.com", byType: "User" };

/** The application that the token names; the token itself was checked before. */
export function callerOf(authorization: string | undefined): Pick<Touch, "by" | "byType"> {
  const claims = authorization?.split(".")[1] ?? "";
  try {
    const parsed: unknown = JSON.parse(Buffer.from(claims, "base64url").toString("utf8"));
    if (isObject(parsed) && typeof parsed.appid === "string")
      return { by: parsed.appid, byType: "Application" };
  } catch {
    // Not every check of tokens wants a JWT.
  }
  return SOMEBODY;
}
