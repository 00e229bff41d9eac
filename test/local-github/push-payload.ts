import { Webhooks } from "@octokit/webhooks";
import { Ajv } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { SECRET } from "./open-stand-in.ts";
import type { Received } from "./receiver.ts";

export interface PushedCommit {
  readonly id: string;
  readonly distinct: boolean;
  readonly message: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
}

export interface PushPayload {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly base_ref: string | null;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly forced: boolean;
  readonly compare: string;
  readonly commits: readonly PushedCommit[];
  readonly head_commit: PushedCommit | null;
  readonly repository: { readonly [name: string]: unknown };
}

const webhooks = new Webhooks({ secret: SECRET });

/** The payload of a push delivery, once its signature and its shape are found good. */
export async function readPush({ headers, text }: Received): Promise<PushPayload> {
  if (headers["x-github-event"] !== "push") throw new Error(`a ${headers["x-github-event"]} came`);
  if (!(await webhooks.verify(text, headers["x-hub-signature-256"] ?? ""))) throw new Error("bad signature");
  const payload: unknown = JSON.parse(text);
  if (isPush(payload)) return payload;
  throw new Error(
    (isPush.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join(),
  );
}

const SHA = { type: "string", pattern: "^[0-9a-f]{40}$" };
const TEXT = { type: "string" };
const YES_OR_NO = { type: "boolean" };
const COUNT = { type: "integer", minimum: 0 };
const INSTANT = { type: "string", format: "date-time" };
const URI = { type: "string", format: "uri" };

/** All named properties are there. */
function object(
  properties: { readonly [name: string]: object },
  optional: { readonly [name: string]: object } = {},
) {
  return { type: "object", properties: { ...properties, ...optional }, required: Object.keys(properties) };
}

function orNull(schema: object) {
  return { anyOf: [{ type: "null" }, schema] };
}

const PERSON = object({ name: TEXT, email: orNull(TEXT) }, { username: TEXT, date: INSTANT });
const FILES = { type: "array", items: TEXT, maxItems: 3000 };
const COMMIT = object({
  id: SHA,
  tree_id: SHA,
  distinct: YES_OR_NO,
  message: TEXT,
  timestamp: INSTANT,
  url: URI,
  author: PERSON,
  committer: PERSON,
  added: FILES,
  removed: FILES,
  modified: FILES,
});

/** What GitHub documents of a repository in a push: two instants are epoch seconds here, and text elsewhere. */
const REPOSITORY = object({
  id: { type: "integer", minimum: 1 },
  node_id: TEXT,
  name: TEXT,
  full_name: { type: "string", pattern: "^[^/]+/[^/]+$" },
  private: YES_OR_NO,
  owner: object({ login: TEXT, id: COUNT, node_id: TEXT, name: TEXT, email: orNull(TEXT) }),
  html_url: URI,
  description: orNull(TEXT),
  fork: YES_OR_NO,
  url: URI,
  clone_url: URI,
  ssh_url: TEXT,
  created_at: { type: "integer", minimum: 1_000_000_000, maximum: 9_999_999_999 },
  updated_at: INSTANT,
  pushed_at: { type: "integer", minimum: 1_000_000_000, maximum: 9_999_999_999 },
  homepage: orNull(TEXT),
  size: COUNT,
  language: orNull(TEXT),
  default_branch: TEXT,
  master_branch: TEXT,
  stargazers: COUNT,
  topics: { type: "array", items: TEXT },
  visibility: { enum: ["public", "private", "internal"] },
  archived: YES_OR_NO,
  disabled: YES_OR_NO,
});

const PUSH = object(
  {
    ref: { type: "string", pattern: "^refs/(heads|tags)/." },
    before: SHA,
    after: SHA,
    base_ref: orNull(TEXT),
    created: YES_OR_NO,
    deleted: YES_OR_NO,
    forced: YES_OR_NO,
    compare: URI,
    commits: { type: "array", items: COMMIT, maxItems: 2048 },
    head_commit: orNull(COMMIT),
    repository: REPOSITORY,
    pusher: object({ name: TEXT }, { email: orNull(TEXT) }),
  },
  {
    sender: object({ login: TEXT, id: COUNT, type: TEXT }),
    organization: object({ login: TEXT, id: COUNT }),
  },
);

const isPush = new Ajv({ strict: false, allErrors: true, formats: fullFormats }).compile<PushPayload>(PUSH);
