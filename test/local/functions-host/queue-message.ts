import type { DequeuedMessageItem } from "@azure/storage-queue";
import { isObject } from "../../../src/shared/json.ts";
import type { TypedData } from "./rpc.ts";

/**
 * What comes with a message. The properties of a message that is a JSON object are put over the queue's own,
 * whatever their case: a message with an `id` hides its real one, here as in Azure.
 */
export function messageMetadata(
  message: DequeuedMessageItem,
  text: string,
): { readonly [name: string]: TypedData } {
  const metadata: Record<string, TypedData> = {
    QueueTrigger: { string: text },
    Id: { string: message.messageId },
    PopReceipt: { string: message.popReceipt },
    DequeueCount: { json: JSON.stringify(message.dequeueCount) },
    InsertionTime: { json: JSON.stringify(message.insertedOn) },
    ExpirationTime: { json: JSON.stringify(message.expiresOn) },
    NextVisibleTime: { json: JSON.stringify(message.nextVisibleOn) },
  };
  for (const [property, value] of Object.entries(propertiesOf(text))) {
    const lower = property.toLowerCase();
    const hidden = Object.keys(metadata).find((name) => name.toLowerCase() === lower);
    metadata[hidden ?? property] =
      typeof value === "string" ? { string: value } : { json: JSON.stringify(value) };
  }
  return metadata;
}

function propertiesOf(text: string): { readonly [property: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
