import { createCertificate } from "../local/certificate.ts";
import { serve } from "../local/http.ts";
import { trust } from "../local/trust.ts";

export interface TakingQueue {
  readonly connectionString: string;
  /** How many messages were sent. */
  taken(): number;
  close(): Promise<void>;
}

const TAKEN = "<QueueMessagesList><QueueMessage><MessageId>1</MessageId></QueueMessage></QueueMessagesList>";
const KEY = Buffer.from("of nobody").toString("base64");

/** A storage account whose queues take every message at once, and keep none. */
export async function startTakingQueue(directory: string): Promise<TakingQueue> {
  const tls = await createCertificate(directory);
  trust(tls.caFile);
  let taken = 0;
  const { origin, close } = await serve(
    async () => {
      taken += 1;
      return { status: 201, headers: { "content-type": "application/xml" }, body: TAKEN };
    },
    { tls },
  );
  const connectionString = `DefaultEndpointsProtocol=https;AccountName=account;AccountKey=${KEY};QueueEndpoint=${origin}/account`;
  return { connectionString, taken: () => taken, close };
}
