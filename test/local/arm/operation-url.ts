import { createHash, createHmac } from "node:crypto";
import { API_VERSION } from "./api-version.ts";
import type { Operation } from "./operation.ts";

export type OperationView = "operationStatuses" | "operationResults";

/** Only this service knows it; always the same, so that a run can be repeated. */
const KEY = "the local ARM's own";

/** Azure sends its whole certificate along, which is most of the URL's 3 KB. */
const CERTIFICATE = filler("certificate", 2_700);
const SIGNATURE_LENGTH = 342;

const TICKS_PER_MS = 10_000n;
const TICKS_UNTIL_1970 = 621_355_968_000_000_000n;

export function operationPath(view: OperationView, { pool, location, name }: Operation): string {
  return `/subscriptions/${pool.subscriptionId}/providers/Microsoft.App/locations/${location}/${view}/${name}`;
}

/** Where the operation can be asked for: whoever has the URL may ask, as long as it is whole. */
export function operationUrl(origin: string, view: OperationView, operation: Operation, now: number): string {
  const path = operationPath(view, operation);
  const ticks = BigInt(Math.floor(now)) * TICKS_PER_MS + TICKS_UNTIL_1970;
  return `${origin}${path}${signedQuery(view, path, String(ticks))}`;
}

/** True if the URL is, letter by letter, one that was handed out. */
export function isHandedOut(view: OperationView, url: URL): boolean {
  return url.search === signedQuery(view, url.pathname, url.searchParams.get("t") ?? "");
}

function signedQuery(view: OperationView, path: string, ticks: string): string {
  const kind = view === "operationStatuses" ? "&azureAsyncOperation=true" : "";
  const signed = `${path}?api-version=${API_VERSION}${kind}&t=${ticks}`;
  const hash = createHmac("sha256", KEY).update(signed).digest("base64url");
  const query = signed.slice(path.length);
  return `${query}&c=${CERTIFICATE}&s=${filler(hash, SIGNATURE_LENGTH)}&h=${hash}`;
}

function filler(seed: string, length: number): string {
  let text = "";
  for (let part = 0; text.length < length; part++)
    text += createHash("sha512").update(`${seed}/${part}`).digest("base64url");
  return text.slice(0, length);
}
