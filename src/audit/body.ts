import { redact } from "../pool/redact.ts";
import { canonicalJson, sha256 } from "../shared/canonical.ts";
import type { JsonObject } from "../shared/json.ts";
import { bodyName } from "./names.ts";

/** A body as it is stored: without its secrets, by its content. */
export interface StoredBody {
  /** Blob name in the container `audit`. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the text, lower-case hex. */
  readonly hash: string;
}

/** The resource redacted, as canonical JSON. */
export function storedBody(resource: JsonObject): StoredBody {
  const text = canonicalJson(redact(resource));
  const hash = sha256(text);
  return { name: bodyName(hash), text, hash };
}
