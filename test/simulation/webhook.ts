import type { Poolkeeper } from "../../src/poolkeeper.ts";
import type { Log } from "../../src/ports.ts";

/** Whoever finds this in a log or a document has found a secret. */
export const SIGNATURE = `sha256=${"5ec2e7".repeat(11).slice(0, 64)}`;

export interface Push {
  readonly repository: string;
  /** GitHub's number of it. */
  readonly repositoryId: number;
  readonly branch: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly forced: boolean;
  readonly delivery: string;
}

const NOTHING = "0".repeat(40);

/** GitHub tells of a push; returns the status of the answer. */
export async function deliver(push: Push, app: Poolkeeper, log: Log): Promise<number> {
  const payload = {
    ref: `refs/heads/${push.branch}`,
    before: push.before ?? NOTHING,
    after: push.after ?? NOTHING,
    deleted: push.after === undefined,
    forced: push.forced,
    repository: { id: push.repositoryId, full_name: push.repository },
    pusher: { name: "ada" },
  };
  const body = Buffer.from(JSON.stringify(payload));
  const headers: { readonly [name: string]: string } = {
    "content-type": "application/json",
    "x-github-event": "push",
    "x-github-delivery": push.delivery,
    "x-hub-signature-256": SIGNATURE,
  };
  const answer = await app.receive({ header: (name) => headers[name], body: async () => body }, log);
  return answer.status;
}
