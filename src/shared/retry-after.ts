/** The services that we call refill their limits within the hour: a longer wait is taken for a mistake. */
export const RETRY_AFTER_MAX_MS = 60 * 60_000;

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: it says seconds or an HTTP date. `undefined`
 * if there is none, or it says neither.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return capped(Number(text) * 1000);
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : capped(at - now);
}

function capped(waitMs: number): number {
  return Math.min(RETRY_AFTER_MAX_MS, Math.max(0, waitMs));
}
