/** One kind of request, with its path as ARM documents it. */
export interface ArmRequestKind {
  readonly method: "GET" | "PUT" | "DELETE";
  readonly path: string;
}

const POOLS =
  "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.App/sessionPools";
const LOCATION = "/subscriptions/{subscriptionId}/providers/Microsoft.App/locations/{location}";

/** Every request that the deployer makes of ARM: the actions of its role follow from these. */
export const ARM_REQUESTS = {
  get: { method: "GET", path: `${POOLS}/{name}` },
  put: { method: "PUT", path: `${POOLS}/{name}` },
  remove: { method: "DELETE", path: `${POOLS}/{name}` },
  list: { method: "GET", path: POOLS },
  // ARM gives the whole URL of these two in the answer that begins an operation.
  operationStatus: { method: "GET", path: `${LOCATION}/operationStatuses/{operationId}` },
  operationResult: { method: "GET", path: `${LOCATION}/operationResults/{operationId}` },
} as const satisfies { readonly [name: string]: ArmRequestKind };

/** The path with its names filled in. */
export function expandPath(template: string, names: { readonly [name: string]: string }): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined) throw new TypeError(`${template}: ${name} is missing`);
    return encodeURIComponent(value);
  });
}
