import { describe, expect, it } from "vitest";
import { isMadeBy, isTouchedBy } from "../../src/pool/authorship.ts";
import type { PoolBody } from "../../src/pool/body.ts";
import { type PoolId, poolKey } from "../../src/pool/id.ts";
import type { Accepted, ArmCall, PoolResources } from "../../src/ports.ts";
import { Busy } from "../../src/shared/failures.ts";
import { Secret } from "../../src/shared/secret.ts";
import { collect } from "./collect.ts";
import { failureOf } from "./failure-of.ts";

export interface PoolsSubject {
  readonly pools: PoolResources;
  /** The operation that is begun next will end as Failed. */
  failNextOperation(error: { readonly code: string; readonly message: string }): void;
  /** Lets the operation that runs on the pool come to its end. */
  finish(id: PoolId): void;
  /** The next PUT is carried out, and its answer is lost. */
  loseNextPut(): void;
  /** Somebody else makes a pool, or changes it. */
  putByHand(id: PoolId, body: PoolBody): Promise<void>;
}

const GROUP = { subscriptionId: "34adfa4f-cedf-4dc0-ba29-b6d1a69ab345", resourceGroup: "rg" };
const OTHER_GROUP = { ...GROUP, resourceGroup: "rg2" };
const ID = { ...GROUP, name: "pool1" };
const CALL: ArmCall = { correlationId: "c0000000-0000-4000-8000-000000000001" };

const INTERPRETER: PoolBody = {
  location: "East US",
  properties: {
    poolManagementType: "Dynamic",
    containerType: "PythonLTS",
    scaleConfiguration: { maxConcurrentSessions: 10 },
    dynamicPoolConfiguration: {
      lifecycleConfiguration: { lifecycleType: "Timed", cooldownPeriodInSeconds: 300 },
    },
    sessionNetworkConfiguration: { status: "EgressDisabled" },
  },
};
const CUSTOM: PoolBody = {
  location: "East US",
  properties: {
    ...INTERPRETER.properties,
    containerType: "CustomContainer",
    environmentId: `/subscriptions/${GROUP.subscriptionId}/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/demokube`,
    scaleConfiguration: { maxConcurrentSessions: 10, readySessionInstances: 2 },
    secrets: [{ name: "key", value: "a-secret-value" }],
    customContainerTemplate: {
      containers: [{ name: "main", image: "repo/image:v1", resources: { cpu: 0.25, memory: "0.5Gi" } }],
      ingress: { targetPort: 80 },
    },
  },
};

/** What any `PoolResources` does. `makeSubject` gives one without pools. */
export function poolsContract(name: string, makeSubject: () => Promise<PoolsSubject>): void {
  describe(`pools: ${name}`, () => {
    atOnce(makeSubject);
    takingTime(makeSubject);
    goingWrong(makeSubject);
    authorship(makeSubject);
  });
}

function atOnce(makeSubject: () => Promise<PoolsSubject>): void {
  it("knows nothing of a pool that was never made", async () => {
    const { pools } = await makeSubject();

    expect(await pools.get(ID, CALL)).toBeUndefined();
    expect(await collect(pools.list(GROUP, CALL))).toEqual([]);
  });

  it("makes a code interpreter at once, and shows it", async () => {
    const { pools } = await makeSubject();

    const accepted = await pools.put(ID, INTERPRETER, CALL);

    expect(accepted).toMatchObject({ kind: "done", found: { id: ID, provisioningState: "Succeeded" } });
    const found = await pools.get(ID, CALL);
    expect(found).toMatchObject({ id: ID, provisioningState: "Succeeded" });
    expect(found?.resource).toMatchObject({
      name: "pool1",
      properties: { containerType: "PythonLTS", provisioningState: "Succeeded" },
    });
  });

  it("finds a pool by any spelling of its id", async () => {
    const { pools } = await makeSubject();
    await pools.put(ID, INTERPRETER, CALL);

    expect(await pools.get({ ...ID, resourceGroup: "RG" }, CALL)).toMatchObject({
      provisioningState: "Succeeded",
    });
    expect(await collect(pools.list({ ...GROUP, resourceGroup: "RG" }, CALL))).toHaveLength(1);
  });

  it("finds a pool in a group whose name is of any script, also in another case", async () => {
    const { pools } = await makeSubject();
    const group = { ...GROUP, resourceGroup: "größe-Ресурсы-北京_(1)" };
    await pools.put({ ...group, name: "pool1" }, INTERPRETER, CALL);

    const found = await collect(pools.list({ ...group, resourceGroup: "GRößE-РЕСУРСЫ-北京_(1)" }, CALL));

    expect(found.map(({ id }) => poolKey(id))).toEqual([poolKey({ ...group, name: "pool1" })]);
    expect(await pools.get({ ...group, name: "pool1" }, CALL)).toMatchObject({
      id: { ...group, name: "pool1" },
    });
  });

  it("lists the pools of a group, and no others", async () => {
    const { pools } = await makeSubject();
    for (const name of ["pool1", "pool2", "pool3"]) await pools.put({ ...GROUP, name }, INTERPRETER, CALL);
    await pools.put({ ...OTHER_GROUP, name: "pool4" }, INTERPRETER, CALL);

    const found = await collect(pools.list(GROUP, CALL));

    expect(found.map(({ id }) => id.name).sort()).toEqual(["pool1", "pool2", "pool3"]);
    expect(found[0]?.resource).toMatchObject({ properties: { containerType: "PythonLTS" } });
  });

  it("shows a pool as it is now, whatever a list said of it before", async () => {
    const { pools } = await makeSubject();
    await pools.put(ID, INTERPRETER, CALL);
    await collect(pools.list(GROUP, CALL));

    await pools.remove(ID, CALL);

    expect(await pools.get(ID, CALL)).toBeUndefined();
    expect(await collect(pools.list(GROUP, CALL))).toEqual([]);
    await pools.put(ID, INTERPRETER, CALL);
    expect(await pools.get(ID, CALL)).toMatchObject({ id: ID });
  });

  it("takes a code interpreter away at once, and one that is gone too", async () => {
    const { pools } = await makeSubject();
    await pools.put(ID, INTERPRETER, CALL);

    expect(await pools.remove(ID, CALL)).toMatchObject({ kind: "done" });
    expect(await pools.remove(ID, CALL)).toMatchObject({ kind: "done" });

    expect(await pools.get(ID, CALL)).toBeUndefined();
  });
}

function takingTime(makeSubject: () => Promise<PoolsSubject>): void {
  it("starts a custom container, works on it, and is done in the end", async () => {
    const { pools, finish } = await makeSubject();

    const url = urlOf(await pools.put(ID, CUSTOM, CALL));

    expect((await pools.get(ID, CALL))?.provisioningState).toBe("InProgress");
    expect(await pools.operation(url, CALL)).toEqual({ kind: "running" });
    finish(ID);
    expect(await pools.operation(url, CALL)).toEqual({ kind: "succeeded" });
    expect((await pools.get(ID, CALL))?.provisioningState).toBe("Succeeded");
  });

  it("never tells the value of a secret", async () => {
    const { pools } = await makeSubject();
    await pools.put(ID, CUSTOM, CALL);

    const found = await pools.get(ID, CALL);

    expect(found?.resource).toMatchObject({ properties: { secrets: [{ name: "key" }] } });
    expect(JSON.stringify(found)).not.toContain("a-secret-value");
  });

  it("takes a custom container away in the end", async () => {
    const { pools, finish } = await makeSubject();
    await pools.put(ID, CUSTOM, CALL);
    finish(ID);

    const url = urlOf(await pools.remove(ID, CALL));

    expect((await pools.get(ID, CALL))?.provisioningState).toBe("Deleting");
    expect(await pools.operation(url, CALL)).toEqual({ kind: "running" });
    finish(ID);
    expect(await pools.operation(url, CALL)).toEqual({ kind: "succeeded" });
    expect(await pools.get(ID, CALL)).toBeUndefined();
  });
}

function goingWrong(makeSubject: () => Promise<PoolsSubject>): void {
  it("is busy while an operation runs on the pool", async () => {
    const { pools } = await makeSubject();
    await pools.put(ID, CUSTOM, CALL);

    expect(await failureOf(pools.put(ID, CUSTOM, CALL))).toBeInstanceOf(Busy);
    expect(await failureOf(pools.remove(ID, CALL))).toBeInstanceOf(Busy);
  });

  it("tells why an operation failed, and can be asked again", async () => {
    const { pools, finish, failNextOperation } = await makeSubject();
    failNextOperation({ code: "SessionPoolOperationError", message: "Failed to provision: time out." });
    const url = urlOf(await pools.put(ID, CUSTOM, CALL));

    finish(ID);

    expect(await pools.operation(url, CALL)).toEqual({
      kind: "failed",
      code: "SessionPoolOperationError",
      message: "Failed to provision: time out.",
    });
    expect((await pools.get(ID, CALL))?.provisioningState).toBe("Failed");
    expect(await pools.put(ID, CUSTOM, CALL)).toMatchObject({ kind: "started" });
  });

  it("may have done what it did not answer", async () => {
    const { pools, loseNextPut } = await makeSubject();
    loseNextPut();

    const failure = await failureOf(pools.put(ID, INTERPRETER, CALL));

    expect(failure).toBeInstanceOf(Busy);
    expect(failure.status).toBeUndefined();
    expect(await pools.get(ID, CALL)).toMatchObject({ provisioningState: "Succeeded" });
  });
}

function authorship(makeSubject: () => Promise<PoolsSubject>): void {
  async function authors({ pools }: PoolsSubject) {
    const [found, callers] = [await pools.get(ID, CALL), await pools.callers()];
    const isOurs = (is: typeof isMadeBy) => found !== undefined && is(found.resource, callers, 0);
    return { isMade: isOurs(isMadeBy), isTouched: isOurs(isTouchedBy) };
  }

  it("says of a pool that we made it, also once somebody changed it", async () => {
    const subject = await makeSubject();
    await subject.pools.put(ID, INTERPRETER, CALL);

    expect(await authors(subject)).toEqual({ isMade: true, isTouched: true });
    await subject.putByHand(ID, INTERPRETER);
    expect(await authors(subject)).toEqual({ isMade: true, isTouched: true });
  });

  it("says of a pool that somebody else made it, and whether we changed it last", async () => {
    const subject = await makeSubject();
    await subject.putByHand(ID, INTERPRETER);

    expect(await authors(subject)).toEqual({ isMade: false, isTouched: false });
    await subject.pools.put(ID, INTERPRETER, CALL);
    expect(await authors(subject)).toEqual({ isMade: false, isTouched: true });
    await subject.putByHand(ID, INTERPRETER);
    expect(await authors(subject)).toEqual({ isMade: false, isTouched: false });
  });
}

function urlOf(accepted: Accepted): Secret {
  if (accepted.kind !== "started" || !accepted.operationUrl) expect.fail("ARM named no operation");
  expect(accepted.operationUrl).toBeInstanceOf(Secret);
  return accepted.operationUrl;
}
