import type { AuditReader } from "../audit/reader.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { quote } from "../spec/quote.ts";
import { usageError } from "./options.ts";
import type { World } from "./world.ts";

/** Options of every audit command: where the record is, and how to print it. */
export const PLACE_OPTIONS = {
  folder: { type: "string" },
  account: { type: "string" },
  container: { type: "string", default: "audit" },
  format: { type: "string", short: "f", default: "human" },
} as const;

interface PlaceValues {
  readonly folder?: string | undefined;
  readonly account?: string | undefined;
  readonly container: string;
}

/** A folder that the record was downloaded to, the storage account that is named, or the one of the environment. */
export function openAudit({ folder, account, container }: PlaceValues, world: World): Promise<AuditReader> {
  if (folder !== undefined && account !== undefined)
    throw usageError("audit", "--folder and --account are both given: choose one");
  // A script whose variable is empty did not mean this directory.
  if (folder === "") throw usageError("audit", "--folder is empty: this directory is .");
  if (!CONTAINER.test(container))
    throw usageError("audit", `--container ${quote(container)} is no container's name`);
  if (folder !== undefined) return world.audit({ kind: "folder", path: folder });
  if (account !== undefined) return world.audit({ kind: "account", url: urlOf(account), container });
  return world.audit({ kind: "environment", container });
}

/** Azure's rule for names of containers. */
const CONTAINER = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** An account's name stands for its address in Azure's public cloud. */
function urlOf(account: string): string {
  if (/^[a-z0-9]{3,24}$/.test(account)) return `https://${account}.blob.core.windows.net`;
  const url = parseEndpoint(account);
  if (url !== undefined) return url;
  // An address with a signature in it is a secret, and not taken: arguments are seen by all.
  const what = /[?@]/.test(account) ? "what --account gives" : quote(account);
  throw usageError(
    "audit",
    `${what} is no storage account: give its name, or the URL of its blobs, with https and nothing behind it`,
  );
}

/** `json`, or for people. */
export function isJson({ format }: { readonly format: string }): boolean {
  if (format === "human" || format === "json") return format === "json";
  throw usageError("audit", `there is no format ${quote(format)}: there is human and json`);
}
