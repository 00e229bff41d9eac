import type { JsonObject } from "../shared/json.ts";

/** The body of `PUT …/sessionPools/{name}`, api-version 2025-07-01, as its author wrote it. */
export interface PoolBody {
  readonly location: string;
  readonly identity?: JsonObject;
  readonly properties: JsonObject;
  readonly tags?: JsonObject;
}
