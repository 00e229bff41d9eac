import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A request as the stand-ins see it: headers in lower case, the body whole. */
export interface ServiceRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string };
  readonly body: Buffer;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Uint8Array;
}

/** `drop` cuts the connection without an answer. */
export type Handler = (request: ServiceRequest) => Promise<ServiceResponse | "drop">;

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Listening {
  /** Such as `https://127.0.0.1:41234`, with no slash at the end. */
  readonly origin: string;
  /** Ends every connection and stops. */
  close(): Promise<void>;
}

/** Serves `handler` on the loopback address; port 0 takes a free one. */
export async function serve(
  handler: Handler,
  { port = 0, tls }: { readonly port?: number; readonly tls?: Certificate } = {},
): Promise<Listening> {
  const listener = (request: IncomingMessage, response: ServerResponse) =>
    void answer(handler, request, response);
  const server: Server = tls ? createHttpsServer({ ...tls }, listener) : createHttpServer(listener);
  // Idle connections are ended by whoever opened them: ended here, one may be just about to be used again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    origin: `${tls ? "https" : "http"}://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const answered = await handler(await read(request));
    if (answered === "drop") {
      request.socket.destroy();
      return;
    }
    response.writeHead(answered.status, answered.headers);
    response.end(answered.body);
  } catch (error) {
    // A stand-in that fails is a defect of the stand-in: say so where a developer looks.
    console.error(error);
    response.writeHead(500, { "content-type": "text/plain" }).end("the stand-in failed; see its log");
  }
}

async function read(request: IncomingMessage): Promise<ServiceRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return {
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`),
    headers,
    body: Buffer.concat(chunks),
  };
}

/** A JSON answer. */
export function json(
  status: number,
  value: unknown,
  headers: { readonly [name: string]: string } = {},
): ServiceResponse {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}
