import { Failure } from "./failures.ts";

/**
 * Calls `work` for every item, at most `limit` at once; results in the order of the items. After an error nothing
 * more is begun, and what had begun has ended when the error is thrown: nothing goes on behind the caller's back. Of
 * several errors the longest wish for patience is thrown, which the caller could not obey if it never heard of it.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      try {
        results[index] = await work(items[index] as T);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, worker));
  const errors = ended.flatMap((end): unknown[] => (end.status === "rejected" ? [end.reason] : []));
  if (errors.length > 0) throw errors.toSorted((one, other) => patienceOf(other) - patienceOf(one))[0];
  return results;
}

const patienceOf = (error: unknown): number => (error instanceof Failure && error.retryAfterMs) || 0;
