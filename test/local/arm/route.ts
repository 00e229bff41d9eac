import { type PoolId, parseGroupPath, parsePoolPath, type ResourceGroup } from "../../../src/pool/id.ts";
import type { OperationView } from "./operation-url.ts";

/** What a request is about. Azure compares these names without case. */
export type Route =
  | { readonly kind: "pool"; readonly subscriptionId: string; readonly id: PoolId }
  | { readonly kind: "group"; readonly subscriptionId: string; readonly group: ResourceGroup }
  | { readonly kind: "subscription"; readonly subscriptionId: string }
  | {
      readonly kind: "operation";
      readonly subscriptionId: string;
      readonly view: OperationView;
      readonly name: string;
    };

const LIST = "/providers/Microsoft.App/sessionPools".toLowerCase();
const SUBSCRIPTION = /^\/subscriptions\/([^/]+)$/i;
const OPERATION =
  /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.App\/locations\/[^/]+\/(operationStatuses|operationResults)\/([^/]+)$/i;

/** `undefined` if there is nothing at this path. */
export function routeOf(pathname: string): Route | undefined {
  const path = decoded(pathname);
  if (path === undefined) return undefined;
  const id = parsePoolPath(path);
  if (id) return { kind: "pool", subscriptionId: id.subscriptionId, id };
  if (path.toLowerCase().endsWith(LIST)) return listRoute(path.slice(0, -LIST.length));
  const [, subscriptionId, view, name] = OPERATION.exec(path) ?? [];
  if (!subscriptionId || !view || !name) return undefined;
  const isStatus = view.toLowerCase() === "operationstatuses";
  return {
    kind: "operation",
    subscriptionId,
    view: isStatus ? "operationStatuses" : "operationResults",
    name,
  };
}

function listRoute(scope: string): Route | undefined {
  const group = parseGroupPath(scope);
  if (group) return { kind: "group", subscriptionId: group.subscriptionId, group };
  const subscriptionId = SUBSCRIPTION.exec(scope)?.[1];
  return subscriptionId ? { kind: "subscription", subscriptionId } : undefined;
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined; // a stray percent sign
  }
}
