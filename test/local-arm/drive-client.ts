import { ContainerAppsAPIClient, type SessionPool } from "@azure/arm-appcontainers";
import { ManagedIdentityCredential } from "@azure/identity";
import type { PoolBody } from "../../src/pool/body.ts";
import { CUSTOM, PYTHON, SUBSCRIPTION } from "./bodies.ts";

/** What Microsoft's own client saw. Printed as JSON by a process that the test starts. */
export interface Seen {
  readonly before: readonly unknown[];
  readonly created: SessionPool;
  readonly got: SessionPool;
  readonly listed: readonly (string | undefined)[];
  readonly listedBySubscription: readonly (string | undefined)[];
  readonly updated: SessionPool;
  readonly replaced: SessionPool;
  readonly failure: { readonly code?: string; readonly message: string };
  readonly refusal: { readonly code?: string; readonly statusCode?: number };
  readonly after: readonly unknown[];
}

const [endpoint = ""] = process.argv.slice(2);
const OPTIONS = { updateIntervalInMs: 50 };

const client = new ContainerAppsAPIClient(new ManagedIdentityCredential(), SUBSCRIPTION, {
  endpoint,
  $host: endpoint,
});
const pools = client.containerAppsSessionPools;

/** The client's models have the body's properties at the top. */
const model = ({ properties, ...rest }: PoolBody) => ({ ...rest, ...properties }) as unknown as SessionPool;

async function names(found: AsyncIterable<SessionPool>): Promise<(string | undefined)[]> {
  const all: (string | undefined)[] = [];
  for await (const { name } of found) all.push(name);
  return all;
}

const failed = (work: Promise<unknown>) =>
  work.then(
    () => ({ message: "it did not fail" }),
    (error) => error,
  );

const before = await names(pools.listByResourceGroup("rg"));
const poller = await pools.beginCreateOrUpdate("rg", "custom", model(CUSTOM), OPTIONS);
const created = await poller.pollUntilDone();
for (const name of ["python1", "python2"]) await pools.beginCreateOrUpdateAndWait("rg", name, model(PYTHON));
const got = await pools.get("rg", "custom");
const listed = await names(pools.listByResourceGroup("rg"));
const listedBySubscription = await names(pools.listBySubscription());
const updated = await pools.beginUpdateAndWait("rg", "custom", { tags: { team: "a" } }, OPTIONS);
const replaced = await pools.beginCreateOrUpdateAndWait("rg", "custom", model(CUSTOM), OPTIONS);
const failure = await failed(pools.beginCreateOrUpdateAndWait("rg", "failing", model(CUSTOM), OPTIONS));
const refusal = await failed(pools.beginCreateOrUpdateAndWait("rg", "python3", { location: "nowhere" }));
for (const name of listed) await pools.beginDeleteAndWait("rg", name ?? "", OPTIONS);
await pools.beginDeleteAndWait("rg", "failing", OPTIONS);
const after = await names(pools.listByResourceGroup("rg"));

const seen: Seen = {
  before,
  created,
  got,
  listed,
  listedBySubscription,
  updated,
  replaced,
  failure: { code: failure.code, message: failure.message },
  refusal: { code: refusal.code, statusCode: refusal.statusCode },
  after,
};
process.stdout.write(JSON.stringify(seen));
