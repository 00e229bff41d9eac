import { Busy } from "./failures.ts";

/** How the Azure clients name what goes wrong before an answer is there. */
const CODES: ReadonlyMap<string, string> = new Map([
  ["RestError", "NetworkError"],
  ["AbortError", "Timeout"],
  ["TimeoutError", "Timeout"],
  ["AuthenticationError", "NoToken"],
  ["AuthenticationRequiredError", "NoToken"],
  ["AggregateAuthenticationError", "NoToken"],
  ["CredentialUnavailableError", "NoToken"],
]);

/** A call to Azure that got no answer, or no token to be made with; `undefined` for a bug. */
export function lostCall(service: string, error: unknown): Busy | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = CODES.get(error.name);
  if (code === undefined) return undefined;
  return new Busy({ code, message: `${service}: ${error.message}`, cause: error });
}
