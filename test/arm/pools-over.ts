import { createPoolResources } from "../../src/arm/pools.ts";
import type { ArmCall } from "../../src/ports.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { createSeededChance } from "../fakes/seeded-chance.ts";
import { type Scripted, scriptedHttp } from "./scripted-http.ts";

export const ENDPOINT = "https://management.azure.com";
export const GROUP = { subscriptionId: "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345", resourceGroup: "rg(1) ü" };
export const ID = { ...GROUP, name: "interpreter" };
export const PATH =
  "/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/rg(1)%20%C3%BC/providers/Microsoft.App/sessionPools";
export const CALL: ArmCall = { correlationId: "c0000000-0000-4000-8000-000000000001" };
export const TOKEN = "a-token-that-nobody-may-see";
export const SIGNED = `${ENDPOINT}/subscriptions/s/providers/Microsoft.App/locations/eastus/operationStatuses/b64==?api-version=2025-07-01&t=1&c=c&s=signature&h=h`;
export const BODY = {
  location: "East US",
  properties: { containerType: "CustomContainer", secrets: [{ name: "key", value: "a-secret-value" }] },
};

export const resource = (provisioningState?: string) => ({
  id: `/subscriptions/${GROUP.subscriptionId}/resourceGroups/rg(1) ü/providers/Microsoft.App/sessionPools/interpreter`,
  type: "Microsoft.App/sessionpools",
  location: "East US",
  properties: { nodeCount: 1, ...(provisioningState === undefined ? {} : { provisioningState }) },
});

/** The adapter over scripted answers. */
export function poolsOver(...script: readonly Scripted[]) {
  const scopes: (string | string[])[] = [];
  const httpClient = scriptedHttp(...script);
  const pools = createPoolResources({
    endpoint: ENDPOINT,
    credential: {
      getToken: async (scope) => {
        scopes.push(scope);
        return { token: TOKEN, expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
    httpClient,
    clock: createFixedClock(),
    chance: createSeededChance(),
    userAgent: "poolkeeper/test",
  });
  return { pools, scopes, sent: httpClient.sent };
}
