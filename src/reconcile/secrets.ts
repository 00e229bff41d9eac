import type { Change } from "../documents/pool-state.ts";
import type { Wanted } from "../documents/wanted.ts";
import type { PoolBody } from "../pool/body.ts";
import { type DeployedSecret, type WantedSecret, wantedSecrets } from "../pool/secrets.ts";
import type { OperationStatus, Secrets } from "../ports.ts";
import { attempt } from "../shared/attempt.ts";
import { mapConcurrently } from "../shared/concurrent.ts";
import { Busy, type Failure, NotYet, Refused } from "../shared/failures.ts";
import { scrub } from "../shared/scrub.ts";
import type { Secret } from "../shared/secret.ts";

/** Key Vault takes thousands of reads in ten seconds; these few hide its latency. */
const READS_AT_ONCE = 8;

/** A secret of a pool as it is sent to ARM. */
export interface ReadSecret extends DeployedSecret {
  readonly value: Secret;
}

/** Reads every secret that the body refers to: ARM clears those that a PUT leaves out. */
export function readSecrets(body: PoolBody, secrets: Secrets): Promise<readonly ReadSecret[]> {
  return readAll(wantedSecrets(body), secrets);
}

function readAll(wanted: readonly WantedSecret[], secrets: Secrets): Promise<readonly ReadSecret[]> {
  return mapConcurrently(wanted, READS_AT_ONCE, async ({ name, reference }) => ({
    name,
    ...(await secrets.read(reference)),
  }));
}

/**
 * Names of the secrets of which the pool has another version than is wanted, or of which nobody knows. A version that
 * the spec names is what it is, so only those of which it wants the newest are read.
 */
export async function findChangedSecrets(
  body: PoolBody,
  deployed: readonly DeployedSecret[] = [],
  secrets: Secrets,
): Promise<readonly string[]> {
  const wanted = wantedSecrets(body);
  const has = new Map(deployed.map(({ name, version }) => [name, version]));
  const pinned = wanted.filter(({ reference }) => reference.version !== undefined);
  const changed = pinned.filter(({ name, reference }) => has.get(name) !== reference.version);
  const moving = wanted.filter(({ reference }) => reference.version === undefined);
  // What was never deployed is changed, whichever its version is.
  const unknown = moving.filter(({ name }) => !has.has(name));
  const newest = await readAll(
    moving.filter(({ name }) => has.has(name)),
    secrets,
  );
  const rotated = newest.filter(({ name, version }) => has.get(name) !== version);
  return [...changed, ...unknown, ...rotated].map(({ name }) => name);
}

/** ARM may repeat in its refusal what it was sent. */
export function withoutValues(failure: Failure, secrets: readonly ReadSecret[]): Failure {
  if (secrets.length === 0) return failure;
  const values = secrets.map(({ value }) => value);
  const { code, message, status, retryAfterMs, requestId } = failure;
  const details = {
    code: scrub(code, values),
    message: scrub(message, values),
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(requestId === undefined ? {} : { requestId }),
    // No cause: that may be the request itself.
  };
  switch (failure.class) {
    case "busy":
      return new Busy(details);
    case "notYet":
      return new NotYet(details);
    case "refused":
      return new Refused(details);
  }
}

const WITHHELD =
  "ARM's reason is not shown: it may repeat a secret, and Key Vault could not be asked for its value to look for it";

/**
 * Why an operation failed, without the values that its request had. They are long forgotten, so they are read again,
 * in the versions that were sent.
 */
export async function withoutSentValues<T extends { readonly operation?: OperationStatus }>(
  seen: T,
  { wish }: Wanted,
  { change, secrets }: { readonly change: Change | undefined; readonly secrets: Secrets },
): Promise<T> {
  const { operation } = seen;
  if (operation?.kind !== "failed" || wish.kind !== "present" || !change?.secrets?.length) return seen;
  const versions = new Map(change.secrets.map(({ name, version }) => [name, version]));
  const sent = wantedSecrets(wish.body).flatMap(({ name, reference }) => {
    const version = versions.get(name);
    return version === undefined ? [] : [{ name, reference: { ...reference, version } }];
  });
  const read = await attempt(() => readAll(sent, secrets));
  if (!read.ok) return { ...seen, operation: { ...operation, message: WITHHELD } };
  const values = read.value.map(({ value }) => value);
  const { code, message } = operation;
  return { ...seen, operation: { ...operation, code: scrub(code, values), message: scrub(message, values) } };
}
