import { expect } from "vitest";
import { Failure } from "../../src/shared/failures.ts";

/** The failure that the call ends in. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Failure)) expect.fail(`ended in no failure but in ${error}`);
  return error;
}
