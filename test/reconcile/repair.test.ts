import { expect, it } from "vitest";
import type { SettledOutcome } from "../../src/documents/pool-state.ts";
import { orRepairRefused } from "../../src/reconcile/repair.ts";
import { Busy, type Failure, NotYet, Refused } from "../../src/shared/failures.ts";
import { aChange } from "../builders.ts";

const details = (status?: number) => ({ code: "X", message: "no", ...(status && { status }) });
const OUTCOME: SettledOutcome = { kind: "rejected", code: "X", message: "no" };

it.each<[string, Failure, boolean]>([
  ["a conflict", new Refused(details(409)), true],
  ["a conflict that lasts", new Busy(details(409)), true],
  ["a failure of the service that lasts", new Busy(details(500)), true],
  ["silence", new Busy(details()), true],
  ["a request that is wrong", new Refused(details(400)), false],
  ["a policy", new Refused(details(403)), false],
  ["a role that does not come", new NotYet(details(403)), false],
  ["a provider that is not registered", new NotYet(details(409)), false],
])("a repair that ends in %s: deleting the pool is the way out: %j", (_, failure, isWayOut) => {
  const outcome = orRepairRefused(OUTCOME, failure, aChange({ repair: true }));

  expect(outcome).toEqual(
    isWayOut
      ? {
          kind: "rejected",
          code: "StillFailed",
          message: "deleting the pool is the known way out: it was put again in vain. X: no",
        }
      : OUTCOME,
  );
  expect(orRepairRefused(OUTCOME, failure, aChange())).toEqual(OUTCOME);
});
