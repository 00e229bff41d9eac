import { type DequeuedMessageItem, type QueueClient, RestError } from "@azure/storage-queue";
import { hostLog } from "./log.ts";

export interface HeldMessage {
  /** Ends the renewals, and gives the receipt that is valid now. */
  end(): Promise<string>;
}

/** Keeps a message hidden from others while it is worked on: its lease is renewed from half time on. */
export function holdMessage(queue: QueueClient, message: DequeuedMessageItem, leaseMs: number): HeldMessage {
  let popReceipt = message.popReceipt;
  let renewal = Promise.resolve();
  const renew = () =>
    whileOurs(async () => {
      const renewed = await queue.updateMessage(message.messageId, popReceipt, undefined, leaseMs / 1000);
      popReceipt = renewed.popReceipt ?? popReceipt;
    }).catch((error: unknown) =>
      hostLog(`message ${message.messageId} of ${queue.name} is not renewed`, error),
    );
  const timer = setInterval(() => {
    renewal = renewal.then(renew);
  }, leaseMs / 2);
  return {
    end: async () => {
      clearInterval(timer);
      await renewal;
      return popReceipt;
    },
  };
}

const NOT_OURS = new Set(["PopReceiptMismatch", "MessageNotFound", "QueueNotFound", "QueueBeingDeleted"]);

/** Somebody else has the message, or it is gone: by design that is nobody's mistake (the function may do it). */
export async function whileOurs(change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof RestError && NOT_OURS.has(error.code ?? ""))) throw error;
  }
}
