import type { Queues } from "../../src/ports.ts";
import { Failure } from "../../src/shared/failures.ts";
import type { Answer } from "../../src/webhook/receive.ts";

/**
 * What the caller of an HTTP function sees. As the Functions host does it: what is put out is stored first, one after the
 * other, and where that fails the answer is 500 without a word.
 */
export async function answerOfHost(
  { syncs = [], ...answer }: Answer,
  queues: Pick<Queues, "send">,
): Promise<Pick<Answer, "body"> & { readonly status: Answer["status"] | 500 }> {
  try {
    for (const message of syncs) await queues.send("syncs", message);
    return answer;
  } catch (error) {
    if (error instanceof Failure) return { status: 500, body: { message: "" } };
    throw error;
  }
}
