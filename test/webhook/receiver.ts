import { createHmac } from "node:crypto";
import type { Source } from "../../src/documents/source.ts";
import { createSignatures } from "../../src/github/signatures.ts";
import { Secret } from "../../src/shared/secret.ts";
import type { Delivery } from "../../src/webhook/delivery.ts";
import { receive } from "../../src/webhook/receive.ts";
import { KnownRefusals } from "../../src/webhook/refusals.ts";
import { aSha, aSource } from "../builders.ts";
import { createFixedClock } from "../fakes/fixed-clock.ts";
import { answerOfHost } from "../fakes/host-answer.ts";
import { createMemoryAudit } from "../fakes/memory-audit.ts";
import { createMemoryDocuments } from "../fakes/memory-documents.ts";
import { createMemoryLog } from "../fakes/memory-log.ts";
import { createMemoryQueues } from "../fakes/memory-queues.ts";

export const SECRET = "It's a Secret to Everybody";
export const DELIVERY = "72d3162e-cc78-11e3-81ab-4c9367dc0958";

export const sign = (body: string | Uint8Array, secret = SECRET): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

export interface Headers {
  readonly [name: string]: string | undefined;
}

export interface Sent extends Delivery {
  /** How often the body was asked for. */
  readonly reads: number;
}

/** A delivery with a good signature of its body; a header that is `undefined` is not sent. */
export function aDelivery(body: string | Uint8Array, headers: Headers = {}): Sent {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const sent: Headers = {
    "content-type": "application/json",
    "content-length": String(bytes.byteLength),
    "x-github-event": "push",
    "x-github-delivery": DELIVERY,
    "x-hub-signature-256": sign(bytes),
    ...headers,
  };
  let reads = 0;
  return {
    header: (name) => sent[name],
    body: async () => {
      reads += 1;
      return bytes;
    },
    get reads() {
      return reads;
    },
  };
}

/** As `application/x-www-form-urlencoded`, which GitHub's own form has as its default. */
export const aForm = (payload: object, headers: Headers = {}): Sent =>
  aDelivery(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), {
    "content-type": "application/x-www-form-urlencoded",
    ...headers,
  });

export function createReceiver(
  sources: readonly Source[] = [aSource()],
  secrets: readonly string[] = [SECRET],
) {
  const queues = createMemoryQueues(createFixedClock());
  const log = createMemoryLog();
  const signatures = createSignatures(secrets.map((secret) => new Secret(secret)));
  const clock = createFixedClock();
  const [audit, documents] = [createMemoryAudit(), createMemoryDocuments()];
  const deps = { signatures, clock, log, audit, documents, refusals: new KnownRefusals() };
  const post = async (delivery: Delivery) =>
    await answerOfHost(await receive(delivery, sources, deps), queues);
  return {
    ...{ audit, documents, clock },
    queues,
    /** As another worker that begins. */
    restart(): void {
      deps.refusals = new KnownRefusals();
    },
    log,
    post,
    push: async (payload: object) => await post(aDelivery(JSON.stringify(payload))),
  };
}

const URL_OF_NOBODY = "https://attacker.example/contoso/session-pools";

/** Everything that GitHub says of a push, in its own shape. */
export const aPush = (overrides: object = {}): { readonly [name: string]: unknown } => ({
  ref: "refs/heads/main",
  before: aSha("b"),
  after: aSha("c"),
  base_ref: null,
  created: false,
  deleted: false,
  forced: false,
  compare: `${URL_OF_NOBODY}/compare/bbbbbbb...ccccccc`,
  commits: [aCommit()],
  head_commit: aCommit(),
  repository: {
    id: 1296269,
    node_id: "MDEwOlJlcG9zaXRvcnkxMjk2MjY5",
    name: "session-pools",
    full_name: "contoso/session-pools",
    private: true,
    owner: { name: "contoso", login: "contoso", id: 5 },
    html_url: URL_OF_NOBODY,
    clone_url: `${URL_OF_NOBODY}.git`,
    contents_url: `${URL_OF_NOBODY}/contents/{+path}`,
    created_at: 1767603600,
    pushed_at: 1767603600,
    default_branch: "main",
  },
  pusher: { name: "ada", email: "ada@contoso.example" },
  sender: { login: "ada", id: 7 },
  installation: { id: 12345, node_id: "MDIz" },
  ...overrides,
});

function aCommit(): object {
  return {
    id: aSha("c"),
    tree_id: aSha("d"),
    distinct: true,
    message: "Twice the sessions",
    timestamp: "2026-01-05T09:59:58+01:00",
    author: { name: "Ada", email: "ada@contoso.example" },
    added: [],
    removed: [],
    modified: ["pools/interpreter.yaml"],
  };
}
