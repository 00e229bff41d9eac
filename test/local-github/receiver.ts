import { type Handler, serve } from "../local/http.ts";

export interface Received {
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
}

export interface Receiver {
  readonly url: string;
  /** What came, in order. */
  readonly received: Received[];
  /** Answers like this from now on. */
  answerWith(handler: Handler): void;
  close(): Promise<void>;
}

/** Where the webhook's deliveries go. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let handler: Handler = async () => ({ status: 202, body: "accepted" });
  const listening = await serve(async (request) => {
    received.push({ headers: request.headers, text: request.body.toString() });
    return await handler(request);
  });
  return {
    url: `${listening.origin}/api/github/webhook`,
    received,
    answerWith: (next) => {
      handler = next;
    },
    close: listening.close,
  };
}
