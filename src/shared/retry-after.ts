/** The services that we call refill their limits within the hour: a longer wait is taken for a mistake. */
export const RETRY_AFTER_MAX_MS = 60 * 60_000;

/** Several headers reach us as one, with commas between them. */
const SECONDS = /^\d+(?:\s*,\s*\d+)*$/;
const DATE = /^[A-Za-z]{3,9}, .+ GMT$/;

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: it says seconds, of which the most count, or an HTTP
 * date. `undefined` if there is none, or it asks for no time at all: who was turned away does not come back at once.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const waitMs = askedMs(header?.trim() ?? "", now);
  return waitMs > 0 ? Math.min(RETRY_AFTER_MAX_MS, waitMs) : undefined;
}

/** `NaN` for what says neither seconds nor a date. */
function askedMs(text: string, now: number): number {
  if (SECONDS.test(text)) return Math.max(...text.split(",").map(Number)) * 1000;
  return DATE.test(text) ? Date.parse(text) - now : Number.NaN;
}
