import { isObject, parseJson } from "../shared/json.ts";

/** GitHub sends nothing larger: above this the delivery never comes at all. */
export const BODY_BYTES_MAX = 25 * 1024 * 1024;
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;
const EVENT = /^[a-z_]{1,64}$/;
const DELIVERY = /^[0-9A-Za-z-]{1,64}$/;

/** A delivery as the HTTP trigger hands it over; nothing in it is believed yet. */
export interface Delivery {
  /** Header by lower-case name. */
  header(name: string): string | undefined;
  body(): Promise<Uint8Array>;
}

/** The delivery's envelope. GitHub signs the body alone: event and id are claims of whoever sent it. */
export interface Envelope {
  readonly event: string;
  readonly delivery: string;
  readonly signature: string;
  readonly encoding: "json" | "form";
}

/** A delivery that is answered with an error, and read no further. */
export class Refusal {
  readonly status: 400 | 401 | 413 | 415;
  /** A constant text: nothing of what was sent comes back. */
  readonly message: string;

  constructor(status: Refusal["status"], message: string) {
    this.status = status;
    this.message = message;
  }
}

const refuse = (status: Refusal["status"], message: string): Refusal => new Refusal(status, message);

export type Payload = { readonly [name: string]: unknown };

/** Reads the headers, before a byte of the body is looked at. */
export function readEnvelope(delivery: Delivery): Envelope | Refusal {
  const declared = Number(delivery.header("content-length") ?? 0);
  if (declared > BODY_BYTES_MAX) return refuse(413, "the body is larger than GitHub's own limit of 25 MB");
  if (delivery.header("content-encoding")) return refuse(415, "a compressed body is not accepted");
  const encoding = readEncoding(delivery.header("content-type"));
  if (!encoding) return refuse(415, "the content type is neither JSON nor form-encoded");
  const signature = delivery.header("x-hub-signature-256");
  if (!signature || !SIGNATURE.test(signature)) return refuse(401, "the signature is missing or malformed");
  const event = delivery.header("x-github-event");
  if (!event || !EVENT.test(event)) return refuse(400, "the header X-GitHub-Event is missing or malformed");
  const id = delivery.header("x-github-delivery");
  if (!id || !DELIVERY.test(id)) return refuse(400, "the header X-GitHub-Delivery is missing or malformed");
  return { event, delivery: id, signature, encoding };
}

function readEncoding(contentType: string | undefined): Envelope["encoding"] | undefined {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return "json";
  return type === "application/x-www-form-urlencoded" ? "form" : undefined;
}

/** The body as text, byte for byte: the signature is over bytes, so nothing may be repaired on the way. */
export function readText(bytes: Uint8Array): string | Refusal {
  if (bytes.byteLength > BODY_BYTES_MAX)
    return refuse(413, "the body is larger than GitHub's own limit of 25 MB");
  if (bytes.byteLength === 0) return refuse(400, "the body is empty");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return refuse(400, "the body is not UTF-8");
    throw error;
  }
}

/** The payload of a body whose signature was right. */
export function readPayload(text: string, encoding: Envelope["encoding"]): Payload | Refusal {
  const jsonText = encoding === "json" ? text : new URLSearchParams(text).get("payload");
  if (jsonText === null) return refuse(400, "the form has no field named payload");
  const payload = parseJson(jsonText);
  if (payload === undefined) return refuse(400, "the payload is not JSON");
  return isObject(payload) ? payload : refuse(400, "the payload is not a JSON object");
}
