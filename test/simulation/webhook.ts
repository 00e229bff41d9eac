import type { Poolkeeper } from "../../src/poolkeeper.ts";
import type { Log, Queues } from "../../src/ports.ts";
import { answerOfHost } from "../fakes/host-answer.ts";

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

/** What the host does for an invocation. */
interface Host {
  readonly log: Log;
  readonly queues: Pick<Queues, "send">;
}

const NOTHING = "0".repeat(40);

/** GitHub tells of a push; the host stores what is put out, and gives the answer. Returns its status. */
export async function deliver(push: Push, app: Poolkeeper, host: Host): Promise<number> {
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
  const answer = await app.receive({ header: (name) => headers[name], body: async () => body }, host.log);
  return (await answerOfHost(answer, host.queues)).status;
}
